"""Hỏi đáp: the organisation asks about its dossier, the office answers; both are told by letter."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import BinaryIO

from sqlalchemy import Select, func, select

from app import access, clock, limits
from app.access import Actor, Permission
from app.applications.models import Application
from app.applications.services import queries
from app.applications.services.reading_for import reader
from app.applications.workflow import ENDED
from app.audit import services as audit
from app.audit.models import Event
from app.correspondence import emails
from app.correspondence.models import LONGEST_MESSAGE, Message, Thread
from app.errors import Conflict, DomainError, NotFound
from app.extensions import db
from app.files import services as files
from app.files.models import StoredFile
from app.programmes.services import calendar
from app.programmes.working_days import add_working_days
from app.text import _

ANSWER_DAYS = 3  # working days in which a question is owed its answer
OPEN_AFTER_END = timedelta(days=30)
MOST_A_DAY = 10  # questions of one dossier in 24 hours
SHOWN = 100
Attached = tuple[BinaryIO, str]


def of(application_id: int) -> Thread | None:
    """Return where the questions of a dossier stand, or None when nothing was asked."""
    return db.session.get(Thread, application_id)


def messages(application_id: int) -> Sequence[Message]:
    """Return the newest hundred messages, oldest first."""
    found = db.session.scalars(
        select(Message)
        .where(Message.application_id == application_id)
        .order_by(Message.id.desc())
        .limit(SHOWN)
    ).all()
    return found[::-1]


def open_until(application: Application) -> datetime | None:
    """Return until when one may write: thirty days after the end; None while it goes on."""
    if application.is_open or application.status not in ENDED:
        return None
    ended = db.session.scalar(
        select(func.max(Event.at)).where(
            Event.subject == "application",
            Event.subject_id == application.id,
            Event.after == application.status,
        )
    )
    return (ended or application.updated_at) + OPEN_AFTER_END


def is_open(application: Application) -> bool:
    """Return whether one may still write."""
    until = open_until(application)
    return until is None or clock.now() < until


def ask(application: Application, text: str, attached: Attached | None, by: Actor) -> Message:
    """Ask about one's dossier. Raises 403, 409 when it is closed, 422, 429 for too many."""
    access.check(Permission.ASK_QUESTION, by, application)
    stored = _stored(attached, by)
    application, thread = _open(application)
    since = clock.now() - timedelta(days=1)
    asked = db.session.scalar(
        select(func.count()).where(
            Message.application_id == application.id, ~Message.inside, Message.at > since
        )
    )
    if (asked or 0) >= MOST_A_DAY:
        raise DomainError(
            429, _("Đơn vị đã gửi nhiều câu hỏi trong ngày. Vui lòng gửi tiếp vào ngày mai.")
        )
    message = _write(application, text, stored, by, inside=False)
    thread.unread_inside += 1
    thread.unread_outside = 0  # who asks has read what stands above
    if thread.waiting_since is None:
        owed = add_working_days(clock.today(), ANSWER_DAYS, calendar.current())
        thread.waiting_since, thread.due_on = message.at, owed
    db.session.flush()
    officer = reader(application, Permission.ANSWER_QUESTION, application.officer_id)
    if officer is not None and officer.email:
        emails.asked(application, message, officer.email, officer.name)
    return message


def latest(application_id: int) -> int:
    """Return the id of the newest message, 0 before the first: what a form has seen."""
    query = select(func.max(Message.id)).where(Message.application_id == application_id)
    return db.session.scalar(query) or 0


def answer(
    application: Application,
    text: str,
    attached: Attached | None,
    by: Actor,
    *,
    seen: int | None = None,
) -> Message:
    """Answer the organisation; an answer ends what waits.

    `seen`: the newest message its writer had before them. What was asked since is not answered by
    it, and what a colleague answered since needs no second answer: 409. Raises 403, 409 too when
    it is closed or nothing was asked, 422.
    """
    access.check(Permission.ANSWER_QUESTION, by, application)
    if of(application.id) is None:
        raise Conflict(_("Đơn vị chưa hỏi gì về hồ sơ này."))
    stored = _stored(attached, by)
    application, thread = _open(application)
    if seen is not None and latest(application.id) != seen:
        raise Conflict(
            _("Hỏi đáp vừa có tin mới. Vui lòng đọc tin mới, sửa câu trả lời nếu cần rồi gửi lại.")
        )
    message = _write(application, text, stored, by, inside=True)
    thread.waiting_since = thread.due_on = None
    thread.unread_inside = 0
    thread.unread_outside += 1
    db.session.flush()
    emails.answered(application, message)
    return message


def mark_read(application: Application, by: Actor) -> None:
    """Say that one's side has read everything; what waits for an answer goes on waiting."""
    inside = access.allowed(Permission.ANSWER_QUESTION, by, application)
    if not inside:
        access.check(Permission.ASK_QUESTION, by, application)
    queries.lock(application.id)
    thread = of(application.id)
    if thread is None:
        return
    db.session.refresh(thread)
    if inside:
        thread.unread_inside = 0
    else:
        thread.unread_outside = 0
    db.session.flush()
    audit.record("application", application.id, "read_messages", by)


def attachment(application_id: int, message_id: int) -> StoredFile:
    """Return the file of a message of the dossier; raises `NotFound`."""
    message = db.session.get(Message, message_id)
    if message is None or message.application_id != application_id or message.file is None:
        raise NotFound
    return message.file


def waiting() -> Select[int, date | None]:
    """Select (dossier, day the answer is owed) of the questions that wait for an answer."""
    each = Thread.__table__.c
    return select(each.application_id, each.due_on).where(each.due_on.is_not(None))


def _open(application: Application) -> tuple[Application, Thread]:
    """Lock the dossier and return it with its thread; raises 409 once it is closed."""
    application = queries.lock(application.id)
    if not is_open(application):
        raise Conflict(_("Hồ sơ đã kết thúc quá 30 ngày nên hỏi đáp đã đóng."))
    thread = of(application.id)
    if thread is None:
        thread = Thread(application_id=application.id, unread_inside=0, unread_outside=0)
        db.session.add(thread)
    else:
        db.session.refresh(thread)
    return application, thread


def _stored(attached: Attached | None, by: Actor) -> StoredFile | None:
    """Check and keep the file before anything is locked: it may take seconds."""
    return files.save(*attached, by) if attached else None


def _write(
    application: Application, text: str, stored: StoredFile | None, by: Actor, *, inside: bool
) -> Message:
    limits.texts({"text": text}, {"text": LONGEST_MESSAGE}, needed={"text"})
    assert by.person_id is not None  # the policy lets in only who is signed in
    message = Message(
        application_id=application.id,
        inside=inside,
        person_id=by.person_id,
        author=by.name,
        text=text.strip(),
        file_id=stored.id if stored else None,
        at=clock.now(),
    )
    db.session.add(message)
    db.session.flush()
    action = "answer_question" if inside else "ask_question"
    audit.record("application", application.id, action, by, data={"message": message.id})
    return message
