"""Drafts of a session's papers: what says something else than the session does gets no number."""

from app.access import Actor
from app.papers.models import CURRENT, DRAFT
from app.papers.services import making, stale
from app.selection.models import Session
from app.selection.workflow import SUBJECT
from app.text import _


def numbered(session: Session) -> bool:
    """Return whether a paper of the session has its number: what it says stands."""
    return any(each.state == CURRENT for each in making.of_subjects((SUBJECT, session.id)))


def let_go(session: Session, reason: str, by: Actor) -> None:
    """Let every draft count no more."""
    for each in making.of_subjects((SUBJECT, session.id)):
        if each.state == DRAFT:
            making.withdraw(each, reason, by)


def settle(session: Session, by: Actor) -> None:
    """Let the drafts count no more that the session's papers would not say now."""
    reason = _("Kết quả của phiên đã thay đổi từ khi lập dự thảo.")
    stale.let_go(SUBJECT, session.id, reason, by)
