"""Answers: written down by an officer from paper, or sent by whoever has the letter's link."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app import access, clock, limits
from app.access import Actor, Permission
from app.accounts.services.sign_in import digest
from app.accounts.services.tokens import Dead
from app.applications.models import Application
from app.applications.services import queries
from app.applications.services.reading_for import reader
from app.errors import Conflict, Invalid
from app.extensions import db
from app.files import services as files
from app.files.making import Made
from app.opinions import emails
from app.opinions.models import ANSWERED, ASKED, BY_LINK, BY_OFFICER, CLOSED, Opinion
from app.opinions.services.asking import told
from app.text import _

LONGEST = {"text": 10_000, "answerer": 200, "number": 60}  # characters


@dataclass(frozen=True)
class Answer:
    """What was answered: the words, who signed, and the number and day of their document."""

    text: str
    answerer: str
    number: str = ""
    signed_on: date | None = None
    file: Made | None = None


def record(application: Application, opinion: Opinion, answer: Answer, by: Actor) -> None:
    """Write down an answer that came on paper. Raises 403, 409, 422 without its words or scan."""
    application = queries.lock(application.id)
    access.check(Permission.ASK_OPINION, by, application)
    db.session.refresh(opinion)
    if not answer.text.strip() and answer.file is None:
        raise Invalid(_("Vui lòng ghi nội dung trả lời hoặc tải bản quét."), "text")
    _keep(opinion, answer, by, BY_OFFICER, _since(application))
    db.session.flush()
    told(application, opinion, "answer_opinion", by)


def by_secret(token: str) -> Opinion:
    """Return what the link of a letter asks; raises `Dead` (410), alike for all that is no link."""
    found = db.session.scalar(select(Opinion).where(Opinion.token_hash == digest(token)))
    expired = found is None or found.expires_at is None or clock.now() >= found.expires_at
    if found is None or expired or found.state == CLOSED:
        raise Dead
    return found


def by_link(token: str, answer: Answer) -> Opinion:
    """Take the answer of whoever has the link, once. Raises `Dead`, 409 once answered, 422."""
    opinion = by_secret(token)
    application = queries.lock(opinion.application_id)
    db.session.refresh(opinion)
    if opinion.state == CLOSED:
        raise Dead
    limits.texts({"text": answer.text}, LONGEST, needed=("text",))
    someone = Actor(person_id=None, name=answer.answerer)
    _keep(opinion, answer, someone, BY_LINK, _since(application))
    db.session.flush()
    told(application, opinion, "answer_opinion", someone)
    asker = reader(application, Permission.ASK_OPINION, opinion.asked_by, application.officer_id)
    if asker is not None and asker.email:
        emails.answered(application, opinion, asker.email, asker.name)
    return opinion


def _since(application: Application) -> date:
    """Return the first day on which somebody could be asked about a dossier."""
    assert application.submitted_at is not None
    return clock.local(application.submitted_at).date()


def _keep(opinion: Opinion, answer: Answer, by: Actor, via: str, since: date) -> None:
    said = {"text": answer.text, "answerer": answer.answerer, "number": answer.number}
    limits.texts(said, LONGEST, needed=("answerer",))
    if opinion.state != ASKED:
        raise Conflict(_("Yêu cầu này đã được trả lời hoặc đã khép lại."))
    if answer.signed_on is not None and answer.signed_on > clock.today():
        raise Invalid(_("Ngày văn bản chưa đến. Vui lòng kiểm tra lại."), "signed_on")
    if answer.signed_on is not None and answer.signed_on < since:
        raise Invalid(_("Ngày văn bản không được trước ngày nộp hồ sơ."), "signed_on")
    with db.session.no_autoflush:  # the state and its facts reach the database together
        opinion.file_id = files.keep(answer.file, by).id if answer.file else None
        opinion.state, opinion.answered_at = ANSWERED, clock.now()
        opinion.answer_via = via
        opinion.answer_text = answer.text.strip()
        opinion.answerer = answer.answerer.strip()
        opinion.answer_number = answer.number.strip()
        opinion.answer_on = answer.signed_on
        if via == BY_OFFICER:
            opinion.recorded_by = by.person_id
