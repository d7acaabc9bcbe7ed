"""Visits on the spot (khảo sát thực tế): planned, written down where there is no signal, signed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any, Self

from sqlalchemy import select

from app import access, clock, limits
from app.access import Actor, Permission
from app.applications.models import Application
from app.applications.services import queries
from app.appraisal import emails
from app.appraisal.models import CANCELLED, PLANNED, RECORDED, FieldVisit, VisitPhotos
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.files import services as files
from app.files.making import Made
from app.text import _, format_date

# What a visit usually looks at (đề xuất); an item without words is left out of the record.
FINDINGS = {
    "site": _("Nhà xưởng, địa điểm"),
    "machines": _("Máy móc, thiết bị"),
    "people": _("Nhân lực phụ trách"),
    "books": _("Hồ sơ, sổ ghi chép sản xuất"),
    "products": _("Sản phẩm, bao bì, nhãn"),
    "other": _("Nội dung khác"),
}
LOOKS = {
    PLANNED: _("Đã lên kế hoạch"),
    RECORDED: _("Đã lập biên bản"),
    CANCELLED: _("Đã hủy"),
}
MOST_PEOPLE, MOST_PHOTOS = 20, 100
AHEAD = timedelta(days=366)  # a later day is a slip of the finger
LONGEST = {
    **dict.fromkeys((f"f_{key}" for key in FINDINGS), 2000),
    "remark": 4000,
    "unit_opinion": 2000,
    "ended": 20,
    "leader": 120,
    "unit_signer": 120,
}  # characters
People = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Record:
    """What the record of a visit (biên bản khảo sát) says so far; anything may still lack."""

    findings: Mapping[str, str] = field(default_factory=dict)
    unit_people: People = ()
    remark: str = ""  # nhận xét của đoàn
    unit_opinion: str = ""
    ended: str = ""  # the hour
    leader: str = ""  # trưởng đoàn
    unit_signer: str = ""

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """Return what a visit keeps."""
        return cls(**kept)

    def texts(self) -> dict[str, str]:
        """Return its texts by the fields of the form."""
        return {
            **{f"f_{key}": text for key, text in self.findings.items()},
            "remark": self.remark,
            "unit_opinion": self.unit_opinion,
            "ended": self.ended,
            "leader": self.leader,
            "unit_signer": self.unit_signer,
        }


def people(typed: str) -> list[dict[str, str]]:
    """Return one person a line: the name, and after the first comma what they are."""
    found = []
    for line in typed.splitlines():
        name, _comma, role = (part.strip(" \t-–;") for part in line.partition(","))
        if name:
            found.append({"name": name, "role": role})
    return found


def lines(said: People) -> str:
    """Return people as they are typed."""
    return "\n".join(", ".join(filter(None, (row["name"], row["role"]))) for row in said)


def faults(record: Record) -> Iterator[tuple[str, str]]:
    """Yield (field, words) for all that keeps a record from being finished."""
    if not any(text.strip() for text in record.findings.values()):
        yield f"f_{next(iter(FINDINGS))}", _("Vui lòng ghi ít nhất một nội dung khảo sát.")
    if not record.unit_people:
        yield "unit_people", _("Vui lòng ghi người đại diện đơn vị cùng làm việc.")
    for name in ("remark", "ended", "leader", "unit_signer"):
        if not str(getattr(record, name)).strip():
            yield name, _("Vui lòng điền mục này.")


def plan(
    application: Application,
    *,
    visit_on: date,
    starts: str,
    place: str,
    team: People,
    by: Actor,
) -> FieldVisit:
    """Plan a visit; the organisation is told by letter.

    One that took place already is noted too, so that its record says the true day; of that nobody
    is told. Raises 403, 409 once the dossier ended, 422 for a day before the submission.
    """
    application = queries.lock(application.id)
    access.check(Permission.APPRAISE, by, application)
    if not application.is_open:
        raise Conflict(_("Hồ sơ đã kết thúc nên không lên kế hoạch khảo sát được."))
    assert application.submitted_at is not None  # the policy asked for it
    if visit_on < clock.local(application.submitted_at).date():
        raise Invalid(_("Ngày khảo sát không được trước ngày nộp hồ sơ."), "visit_on")
    if visit_on > clock.today() + AHEAD:
        raise Invalid(_("Ngày khảo sát phải trong vòng một năm tới."), "visit_on")
    limits.texts(
        {"place": place, "starts": starts}, {"place": 300, "starts": 20}, needed=("place",)
    )
    _check_people(team, "team")
    assert by.person_id is not None
    visit = FieldVisit(
        application_id=application.id,
        visit_on=visit_on,
        starts=starts,
        place=place,
        team=[dict(row) for row in team],
        planned_by=by.person_id,
        planned_at=clock.now(),
        said={},
    )
    db.session.add(visit)
    db.session.flush()
    _told(application, visit, "plan_visit", by)
    if visit.announced:
        emails.visit_planned(application, visit)
    return visit


def _check_people(said: People, field_name: str) -> None:
    if not said or len(said) > MOST_PEOPLE:
        raise Invalid(
            _("Vui lòng ghi từ 1 đến %(most)s người, mỗi dòng một người.", most=MOST_PEOPLE),
            field_name,
        )


def _told(
    application: Application, visit: FieldVisit, deed: str, by: Actor, reason: str = ""
) -> None:
    data = {"visit": visit.id, "day": visit.visit_on.isoformat()}
    audit.record(
        "application",
        application.id,
        deed,
        by,
        data={**data, **({"reason": reason} if reason else {})},
    )


def of_application(application_id: int) -> Sequence[FieldVisit]:
    """Return the visits of a dossier, newest first."""
    return db.session.scalars(
        select(FieldVisit)
        .where(FieldVisit.application_id == application_id)
        .order_by(FieldVisit.id.desc())
    ).all()


def get(application: Application, visit_id: int) -> FieldVisit:
    """Return one of the dossier's visits; raises `NotFound`."""
    found = db.session.get(FieldVisit, visit_id)
    if found is None or found.application_id != application.id:
        raise NotFound
    return found


def _open(
    application: Application, visit: FieldVisit, by: Actor, seen: int | None
) -> tuple[Application, FieldVisit]:
    """Lock the dossier, and return the visit as it is now, still to be written down."""
    application = queries.lock(application.id)
    access.check(Permission.APPRAISE, by, application)
    db.session.refresh(visit)
    if visit.state != PLANNED:
        raise Conflict(_("Chuyến khảo sát này đã lập biên bản hoặc đã hủy."))
    if seen is not None and seen != visit.version:
        raise Conflict(
            _("Biên bản đã được lưu ở nơi khác sau khi anh/chị mở trang này. Vui lòng xem lại.")
        )
    return application, visit


def save(
    application: Application,
    visit: FieldVisit,
    record: Record,
    by: Actor,
    *,
    photos: Made | None = None,
    count: int = 0,
    finish: bool = False,
    seen: int | None = None,
) -> FieldVisit:
    """Keep the record so far, with `count` photos joined; `finish` ends it for good.

    Raises 403, 409 where somebody saved meanwhile or it is finished, 422 for what lacks.
    """
    application, visit = _open(application, visit, by, seen)
    limits.texts(record.texts(), LONGEST)
    if finish:
        if visit.visit_on > clock.today():  # the record would say that it was written that day
            raise Invalid(
                _(
                    "Chưa đến ngày khảo sát %(day)s nên chưa hoàn thành được biên bản; lưu nháp "
                    "thì được. Nếu đã khảo sát vào ngày khác, vui lòng hủy chuyến này và lên kế "
                    "hoạch theo ngày đó.",
                    day=format_date(visit.visit_on),
                )
            )
        for name, words in faults(record):
            raise Invalid(words, name)
    if len(record.unit_people) > MOST_PEOPLE:
        _check_people(record.unit_people, "unit_people")
    if photos is not None:
        _add(visit, photos, count, by)
    visit.said = asdict(record)
    visit.version += 1
    if finish:
        visit.state, visit.recorded_at, visit.recorded_by = RECORDED, clock.now(), by.person_id
    db.session.flush()
    _told(application, visit, "record_visit" if finish else "save_visit", by)
    return visit


def _add(visit: FieldVisit, photos: Made, count: int, by: Actor) -> None:
    if sum(each.count for each in visit.photos) + count > MOST_PHOTOS:
        raise Invalid(_("Mỗi biên bản tối đa %(most)s ảnh.", most=MOST_PHOTOS), "file")
    assert by.person_id is not None
    visit.photos.append(
        VisitPhotos(file=files.keep(photos, by), count=count, added_by=by.person_id, at=clock.now())
    )


def cancel(application: Application, visit: FieldVisit, reason: str, by: Actor) -> None:
    """Say that the visit does not take place; who was told of it is told. Raises 403, 409, 422."""
    application, visit = _open(application, visit, by, None)
    limits.texts({"reason": reason}, {"reason": 1000}, needed=("reason",))
    visit.state, visit.reason = CANCELLED, reason.strip()
    visit.version += 1
    db.session.flush()
    _told(application, visit, "cancel_visit", by, reason.strip())
    if visit.announced:
        emails.visit_cancelled(application, visit)


def attach_signed(application: Application, visit: FieldVisit, scan: Made, by: Actor) -> None:
    """Keep the scan of the signed record; once. Raises 403, 409."""
    application = queries.lock(application.id)
    access.check(Permission.APPRAISE, by, application)
    db.session.refresh(visit)
    if visit.state != RECORDED or visit.signed_file_id is not None:
        raise Conflict(_("Chỉ tải bản ký một lần, sau khi biên bản đã hoàn thành."))
    visit.signed_file_id = files.keep(scan, by).id
    visit.version += 1
    db.session.flush()
    _told(application, visit, "sign_visit", by)


def photo_file(visit: FieldVisit, photos_id: int) -> VisitPhotos:
    """Return one lot of the visit's photos; raises `NotFound`."""
    found = next((each for each in visit.photos if each.id == photos_id), None)
    if found is None:
        raise NotFound
    return found
