"""Thư xin lỗi và đề nghị gia hạn (E14): drafted by the house, sent only when an officer signs it.

After Mẫu 04 of TT 03/2025/TT-VPCP ("Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết"),
whose words are used and whose form is not imitated where the programme is no published TTHC.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import exists, select

from app import access, clock, limits
from app.access import SYSTEM, Actor, Permission
from app.applications import emails
from app.applications.models import Application
from app.applications.services import queries
from app.applications.workflow import Status
from app.audit import services as audit
from app.errors import Conflict, Invalid
from app.extensions import db
from app.programmes.services import calendar
from app.programmes.working_days import Calendar, add_working_days
from app.review.work_models import DRAFT, DROPPED, SENT, Extension
from app.text import _, format_date

MOST_AT_ONCE = 1000
LONGEST_REASON = 2000  # characters
AHEAD = timedelta(days=366)  # a slip in the year would end every deadline of the dossier
DRAFTING = "draft_extension"
RECEPTION = frozenset({Status.SUBMITTED})
APPRAISAL = frozenset({Status.ACCEPTED, Status.UNDER_APPRAISAL})
DECISION = frozenset(
    {
        Status.AWAITING_SELECTION,
        Status.AWAITING_ENDORSEMENT,
        Status.AWAITING_APPROVAL,
        Status.APPROVED_UNISSUED,
        Status.REJECTED_UNISSUED,
    }
)
RUNNING = RECEPTION | APPRAISAL | DECISION  # statuses whose clock is the office's


def due() -> list[int]:
    """Return the dossiers whose step is overdue and for which nothing is drafted yet."""
    known = exists().where(
        Extension.application_id == Application.id,
        (Extension.version == Application.version) | (Extension.state == DRAFT),
    )
    return list(
        db.session.scalars(
            select(Application.id)
            .where(
                Application.is_open.is_(True),
                Application.due_on < clock.today(),
                Application.status.in_(sorted(RUNNING)),
                ~known,
            )
            .order_by(Application.due_on, Application.id)
            .limit(MOST_AT_ONCE)
        )
    )


def treat(application_id: int) -> str | None:
    """Draft the letter of one dossier, unless it can still be answered in time."""
    application = queries.lock(application_id)
    status, before = Status(application.status), application.answer_on
    if status not in RUNNING or before is None or application.due_on is None:
        return None
    if application.due_on >= clock.today() or of(application.id) is not None:
        return None
    proposed = add_working_days(clock.today(), _left(application), calendar.current())
    if proposed <= before or _dealt_with(application):
        return None
    drafted = Extension(
        application_id=application.id,
        version=application.version,
        answer_before=before,
        answer_on=proposed,
        reason=_("Hồ sơ cần thêm thời gian để xem xét."),
        drafted_at=clock.now(),
    )
    db.session.add(drafted)
    db.session.flush()
    audit.record(
        "application",
        application.id,
        DRAFTING,
        SYSTEM,
        data={"extension": drafted.id, "answer_on": proposed.isoformat()},
    )
    return "apologies drafted"


def _left(application: Application) -> int:
    """Return the working days of the steps that are still to be done, the present one in full."""
    call, status = application.call, Status(application.status)
    days = call.decision_days
    if status not in DECISION:
        days += call.appraisal_days
    if status in RECEPTION:
        days += call.reception_days
    return days


def _dealt_with(application: Application) -> bool:
    found = select(Extension.id).where(
        Extension.application_id == application.id, Extension.version == application.version
    )
    return db.session.scalar(found) is not None


def of(application_id: int) -> Extension | None:
    """Return the draft that waits for a signature, or None."""
    return db.session.scalar(
        select(Extension).where(
            Extension.application_id == application_id, Extension.state == DRAFT
        )
    )


def newest(application: Application) -> Extension | None:
    """Return the letter that names the day the dossier waits for now, drafted or sent, or None."""
    found = db.session.scalar(
        select(Extension)
        .where(Extension.application_id == application.id, Extension.state != DROPPED)
        .order_by(Extension.id.desc())
        .limit(1)
    )
    if found is None or (found.state == SENT and found.answer_on != application.answer_on):
        return None  # the day it set was moved since: another apology says other things
    return found


def listed(application_id: int) -> Sequence[Extension]:
    """Return the drafts and letters of a dossier, newest first, at most 20."""
    return db.session.scalars(
        select(Extension)
        .where(Extension.application_id == application_id)
        .order_by(Extension.id.desc())
        .limit(20)
    ).all()


def sign(
    application: Application,
    answer_on: date,
    reason: str,
    by: Actor,
    *,
    version: int | None = None,
) -> None:
    """Send the letter: the new day of the result counts from now on, and is told.

    Raises 403; 409 without a draft, for another version, or while the clock is not the office's;
    422 for a day that is no later working day, or without a reason.
    """
    application, drafted = _locked(application, by, version)
    limits.texts({"reason": reason}, {"reason": LONGEST_REASON}, needed={"reason"})
    days = calendar.current()
    _possible(application, answer_on, days)
    before, status = application.answer_on, Status(application.status)
    application.answer_on = answer_on
    application.due_on = max(clock.today(), _step_due(application, status, answer_on, days))
    application.version += 1
    application.updated_at = clock.now()
    drafted.state, drafted.answer_on, drafted.reason = SENT, answer_on, reason
    drafted.signed_by, drafted.signed_at = by.person_id, clock.now()
    db.session.flush()
    event = audit.record(
        "application",
        application.id,
        "extend",
        by,
        data={
            "extension": drafted.id,
            "answer_before": str(before),
            "answer_on": answer_on.isoformat(),
            "reason": reason,
        },
    )
    emails.send("extended", application, event, reason=reason, extra={"answer_before": before})


def drop(application: Application, by: Actor) -> None:
    """Do not send the letter; nothing is drafted again before the next step is late.

    Raises 403, and 409 without a draft.
    """
    application, drafted = _locked(application, by, None, running=False)
    drafted.state, drafted.dropped_at = DROPPED, clock.now()
    db.session.flush()
    audit.record(
        "application", application.id, "drop_extension", by, data={"extension": drafted.id}
    )


def _locked(
    application: Application, by: Actor, version: int | None, *, running: bool = True
) -> tuple[Application, Extension]:
    application = queries.lock(application.id)
    access.check(Permission.SIGN_EXTENSION, by, application)
    drafted = of(application.id)
    if drafted is None:
        raise Conflict(_("Hồ sơ không có dự thảo thư xin lỗi nào chờ ký."))
    if version is not None and version != application.version:
        raise Conflict(_("Hồ sơ đã thay đổi từ khi anh/chị mở trang. Vui lòng xem lại."))
    if running and Status(application.status) not in RUNNING:
        raise Conflict(_("Hồ sơ đã sang bước khác nên thư này không gửi được nữa."))
    return application, drafted


def _possible(application: Application, answer_on: date, days: Calendar) -> None:
    assert application.answer_on is not None  # a submitted dossier has one (CHECK)
    if answer_on <= max(application.answer_on, clock.today()):
        raise Invalid(
            _(
                "Ngày hẹn mới phải sau hôm nay và sau ngày hẹn cũ (%(day)s).",
                day=format_date(application.answer_on),
            ),
            "answer_on",
        )
    if answer_on > clock.today() + AHEAD:
        raise Invalid(_("Ngày hẹn mới phải trong vòng một năm tới."), "answer_on")
    if not days.is_working_day(answer_on):
        raise Invalid(_("Ngày hẹn mới phải là ngày làm việc."), "answer_on")


def _step_due(application: Application, status: Status, answer_on: date, days: Calendar) -> date:
    """Return when the present step is due, so that the later ones keep their days."""
    call = application.call
    if status in DECISION:
        return answer_on
    left = call.decision_days + (call.appraisal_days if status in RECEPTION else 0)
    return add_working_days(answer_on, -left, days)
