"""What an office does beside the moves: a visit, opinions, questions, a bundle for signature."""

import io
from datetime import timedelta

from PIL import Image, ImageDraw

from app import clock
from app.access import Actor
from app.applications.models import Application
from app.appraisal.services import visits
from app.appraisal.services.visits import Record
from app.correspondence.services import threads
from app.demo import dossiers, people
from app.demo.dossiers import Plan
from app.files import services as files
from app.opinions.services import agencies, answering, asking
from app.opinions.services.answering import Answer
from app.opinions.services.asking import To
from app.papers.frame import Signing
from app.review.services import bundles

_APPRAISED = Plan("davoi", "NS-XANH", "under_appraisal")
_SIGNED_TOGETHER = (
    Plan("khachsan", "NS-XANH", "awaiting_approval"),
    Plan("xuongmoc", "NS-XANH", "awaiting_approval"),
)
_RECORD = Record(
    findings={
        "site": "DEMO: nhà xưởng 300 m², nền lát gạch, có mái che.",
        "machines": "DEMO: hai máy cắt, một máy mài, đang hoạt động.",
        "books": "DEMO: có sổ ghi chép sản xuất từ năm 2024.",
    },
    unit_people=({"name": "Người đại diện DEMO", "role": "Giám đốc"},),
    remark="DEMO: điều kiện thực tế phù hợp với hồ sơ.",
    unit_opinion="DEMO: nhất trí với biên bản.",
    ended="10 giờ 30",
    leader="Chuyên viên DEMO Một",
    unit_signer="Người đại diện DEMO",
)


def load() -> None:
    """Make them on dossiers of their own."""
    officer, owner = people.staff("chuyenvien"), people.actor_of(f"davoi@{people.DOMAIN}")
    appraised = dossiers.make(_APPRAISED)
    _visits(appraised, officer)
    _opinions(appraised, officer)
    threads.ask(appraised, "Câu hỏi DEMO: khi nào đoàn đến khảo sát?", None, owner)
    threads.answer(appraised, "Trả lời DEMO: ngày, giờ ghi trong thư báo khảo sát.", None, officer)
    threads.ask(appraised, "Câu hỏi DEMO: đơn vị cần chuẩn bị giấy tờ gì?", None, owner)
    waiting = [dossiers.make(plan).id for plan in _SIGNED_TOGETHER]
    bundle = bundles.create(waiting, "approve", officer)
    bundles.send_out(bundle, Signing("", "", "Lãnh đạo Sở DEMO"), officer)


def _visits(application: Application, by: Actor) -> None:
    """One that was written down with a photo, one to come."""
    first, _next = (
        visits.plan(
            application,
            visit_on=clock.today() + timedelta(days=days),
            starts="08 giờ 30",
            place="Xưởng DEMO của đơn vị",
            team=[{"name": by.name, "role": "Chuyên viên"}],
            by=by,
        )
        for days in (0, 7)
    )
    photo = files.make([(_photo(), "anh-demo.jpg")], ("image",), "Ảnh hiện trường")
    visits.save(application, first, _RECORD, by, photos=photo, count=1, finish=True)


def _photo() -> io.BytesIO:
    """Return what stands for a photo from a telephone."""
    picture, made = Image.new("RGB", (800, 600), "#7a9e7e"), io.BytesIO()
    ImageDraw.Draw(picture).text((40, 40), "DEMO", fill="white", font_size=80)
    picture.save(made, "JPEG")
    made.seek(0)
    return made


def _opinions(application: Application, by: Actor) -> None:
    """One answered by công văn, one that waits; both bodies stand in the address book."""
    asked = []
    for name, key, question in (
        ("Sở Nông nghiệp DEMO", "so-nong-nghiep", "Đơn vị có được hỗ trợ cùng nội dung không?"),
        ("UBND xã DEMO", "ubnd-xa", "Cơ sở có hoạt động trên địa bàn xã không?"),
    ):
        values = {"name": name, "email": f"{key}@{people.DOMAIN}", "address": "Địa chỉ DEMO"}
        agency = agencies.save(None, values, by)
        to = To(agency.name, agency.email, agency.address, agency.id)
        asked.append(asking.ask(application, to, [question], 7, by))
    scan = files.make([(dossiers.sheet("trả lời"), "tra-loi-demo.pdf")], ("pdf",), "Trả lời")
    answer = Answer(
        "Trả lời DEMO: không trùng.", "Phó Giám đốc DEMO", "DEMO-12/SNN", clock.today(), scan
    )
    answering.record(application, asked[0], answer, by)
