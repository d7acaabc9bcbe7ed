"""What the house holds of the appraisal: visits on the spot, a declared interest."""

import io
from collections.abc import Callable
from typing import Any

from PIL import Image
from sqlalchemy import select

from app import clock
from app.access import Actor
from app.applications.models import Application
from app.applications.services import queries
from app.appraisal.models import FieldVisit
from app.appraisal.services import interests, visits
from app.appraisal.services.visits import Record
from app.demo import dossiers, people
from app.extensions import db
from app.files import services as files
from app.opinions.services import agencies, answering, asking
from app.opinions.services.answering import Answer
from app.opinions.services.asking import To
from app.organisations.services.queries import by_code
from tests.people import secret_in

RECORD = Record(
    findings={"site": "Nhà xưởng 300 m², nền lát gạch", "books": "Có sổ ghi chép từ năm 2024"},
    unit_people=({"name": "Hoàng DEMO", "role": "Giám đốc"},),
    remark="Điều kiện thực tế phù hợp với hồ sơ.",
    unit_opinion="Nhất trí.",
    ended="10 giờ 30",
    leader="Chuyên viên DEMO Một",
    unit_signer="Hoàng DEMO",
)


def photo() -> io.BytesIO:
    """Return a small photo as a telephone makes it."""
    made = io.BytesIO()
    Image.new("RGB", (64, 48), "green").save(made, "JPEG")
    made.seek(0)
    return made


def planned(application: Application, by: Actor) -> FieldVisit:
    """Plan a visit for today, so that it can be written down."""
    return visits.plan(
        application,
        visit_on=clock.today(),
        starts="08 giờ 30",
        place="Xưởng chế biến DEMO",
        team=[{"name": by.name, "role": "Chuyên viên"}],
        by=by,
    )


def _opinions(application: Application, by: Actor) -> dict[str, dict[str, Any]]:
    """One that waits, with its link; one that was answered on paper."""
    address = "xa-cong-son@" + people.DOMAIN
    values = {"name": "UBND xã Công Sơn DEMO", "email": address, "address": "Xã Công Sơn"}
    agency = agencies.save(None, values, by)
    to = To(agency.name, agency.email, agency.address, agency.id)
    waiting = asking.ask(application, to, ["Đơn vị có hoạt động ở xã không"], 7, by)
    other = asking.ask(
        application, To("Sở DEMO", "", "Số 1 DEMO"), ["Có trùng hỗ trợ không"], 5, by
    )
    scan = files.make([(dossiers.sheet("trả lời"), "tra-loi.pdf")], ("pdf",), "Trả lời")
    answer = Answer("Không trùng.", "Phó Giám đốc DEMO", "12/DEMO", clock.today(), scan)
    answering.record(application, other, answer, by)
    return {
        "agency": {"agency_id": agency.id},
        "opinion": {"application_id": application.id, "opinion_id": waiting.id},
        "answered_opinion": {"application_id": application.id, "opinion_id": other.id},
        "opinion_link": {"token": secret_in("opinion_asked", address)},
    }


def things(actor: Callable[[str], Actor], dossier: int) -> dict[str, dict[str, Any]]:
    """Make them, and return the parts of their addresses."""
    application, by = queries.get(dossier), actor("officer")
    done, still = planned(application, by), planned(application, by)
    made = files.make([(photo(), "anh.jpg")], ("image",), "Ảnh")
    visits.save(application, done, RECORD, by, photos=made, count=1, finish=True)
    scan = files.make([(dossiers.sheet("biên bản"), "bien-ban.pdf")], ("pdf",), "Biên bản")
    visits.attach_signed(application, done, scan, by)
    found = by_code("mst", next(unit.code for unit in people.UNITS if unit.key == "davoi"))
    assert found is not None
    other = db.session.scalars(
        select(Application)
        .where(Application.organisation_id == found.id, Application.reference.is_not(None))
        .order_by(Application.id)
    ).first()
    assert other is not None
    declared = interests.declare(other, "Người thân DEMO.", actor("clerk"), whole=False)
    return {
        **_opinions(application, by),
        "visit": {
            "application_id": dossier,
            "visit_id": done.id,
            "photos_id": done.photos[0].id,
        },
        "planned_visit": {"application_id": dossier, "visit_id": still.id},
        "interest": {"interest_id": declared.id},
    }
