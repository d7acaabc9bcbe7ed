"""Asking for an opinion: several of a dossier may wait at once, and its clock goes on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app import access, clock, limits
from app.access import Actor, Permission
from app.accounts.services.sign_in import digest
from app.applications.models import Application
from app.applications.services import foreign, queries
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.opinions import emails
from app.opinions.models import ANSWERED, ASKED, CLOSED, Opinion
from app.programmes.services import calendar
from app.programmes.working_days import add_working_days, end_of_day
from app.text import _

PAGE = 100
MOST_OPEN, MOST_QUESTIONS, MOST_DAYS = 10, 10, 60
LINK_LIVES = timedelta(days=30)  # after the deadline: late answers are answers too
LONGEST = {"name": 200, "email": 200, "address": 300}
LOOKS = {ASKED: _("Chờ trả lời"), ANSWERED: _("Đã trả lời"), CLOSED: _("Đã khép lại")}


@dataclass(frozen=True)
class To:
    """Whom: a body of the address book, or one typed for this once."""

    name: str
    email: str = ""
    address: str = ""
    agency_id: int | None = None


def ask(
    application: Application, to: To, questions: Sequence[str], days: int, by: Actor
) -> Opinion:
    """Ask `to`, until `days` working days from today; by e-mail with a link, else on paper.

    Raises 403, 409 for a dossier that ended or has too many open requests, 422.
    """
    application = queries.lock(application.id)
    access.check(Permission.ASK_OPINION, by, application)
    if not application.is_open:
        raise Conflict(_("Hồ sơ đã kết thúc nên không xin ý kiến nữa."))
    wanted = [line.strip() for line in questions if line.strip()]
    _check(application, to, wanted, days)
    assert by.person_id is not None
    deadline = add_working_days(clock.today(), days, calendar.current())
    secret = token_urlsafe(32) if to.email else ""
    opinion = Opinion(
        application_id=application.id,
        agency_id=to.agency_id,
        name=to.name.strip(),
        email=to.email.strip(),
        address=to.address.strip(),
        questions=wanted,
        deadline_on=deadline,
        asked_by=by.person_id,
        asked_at=clock.now(),
        token_hash=digest(secret) if secret else None,
        expires_at=end_of_day(deadline) + LINK_LIVES if secret else None,
    )
    db.session.add(opinion)
    db.session.flush()
    told(application, opinion, "ask_opinion", by)
    emails.asked(application, opinion, secret)
    return opinion


def _check(application: Application, to: To, wanted: Sequence[str], days: int) -> None:
    limits.texts({"name": to.name, "email": to.email, "address": to.address}, LONGEST)
    if not to.name.strip():
        raise Invalid(_("Vui lòng chọn hoặc ghi nơi được xin ý kiến."), "name")
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(_("Vui lòng ghi từ 1 đến %(most)s ngày làm việc.", most=MOST_DAYS), "days")
    if not wanted or len(wanted) > MOST_QUESTIONS or any(len(each) > 1000 for each in wanted):
        raise Invalid(
            _("Vui lòng ghi từ 1 đến %(most)s câu hỏi, mỗi dòng một câu.", most=MOST_QUESTIONS),
            "questions",
        )
    if sum(each.state == ASKED for each in of_application(application.id)) >= MOST_OPEN:
        raise Conflict(_("Hồ sơ đang chờ quá nhiều ý kiến. Vui lòng khép bớt."))


def told(
    application: Application, opinion: Opinion, deed: str, by: Actor, reason: str = ""
) -> None:
    """Write a deed of an opinion into the dossier's history."""
    data = {"opinion": opinion.id, "agency": opinion.name}
    said = {**data, "reason": reason} if reason else data
    audit.record("application", application.id, deed, by, data=said)


def of_application(application_id: int) -> Sequence[Opinion]:
    """Return what was asked about a dossier, oldest first."""
    return db.session.scalars(
        select(Opinion).where(Opinion.application_id == application_id).order_by(Opinion.id)
    ).all()


def get(application: Application, opinion_id: int) -> Opinion:
    """Return one of the dossier's requests; raises `NotFound`."""
    found = db.session.get(Opinion, opinion_id)
    if found is None or found.application_id != application.id:
        raise NotFound
    return found


def waiting(by: Actor, after: int | None = None) -> tuple[Sequence[Opinion], int | None]:
    """Return a page of what waits for an answer, the earliest due first, and the next page's key.

    The key is the last id of the page before. What `by` has an interest in is left out.
    """
    query = (
        select(Opinion)
        .join(Opinion.application)
        .where(Opinion.state == ASKED, *foreign.others(by, Application))
        .options(contains_eager(Opinion.application))
        .order_by(Opinion.deadline_on, Opinion.id)
        .limit(PAGE + 1)
    )
    last = db.session.get(Opinion, after) if after is not None else None
    if last is not None:
        later = Opinion.deadline_on > last.deadline_on
        query = query.where(
            later | ((Opinion.deadline_on == last.deadline_on) & (Opinion.id > last.id))
        )
    found = db.session.scalars(query).all()
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def close(application: Application, opinion: Opinion, reason: str, by: Actor) -> None:
    """Wait for the answer no more, and say why. Raises 403, 409, 422."""
    application = queries.lock(application.id)
    access.check(Permission.ASK_OPINION, by, application)
    limits.texts({"reason": reason}, {"reason": 1000}, needed=("reason",))
    db.session.refresh(opinion)
    if opinion.state != ASKED:
        raise Conflict(_("Yêu cầu này đã được trả lời hoặc đã khép lại."))
    opinion.state, opinion.close_reason = CLOSED, reason.strip()
    db.session.flush()
    told(application, opinion, "close_opinion", by, reason.strip())
