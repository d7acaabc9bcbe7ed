"""Drafts of a session's papers: what says something else than the session does gets no number."""

from app.access import Actor
from app.papers import kinds, registry
from app.papers.models import CURRENT, DRAFT, Paper
from app.papers.services import making
from app.selection.models import Session
from app.selection.workflow import SUBJECT
from app.text import _


def _drafts(session: Session) -> list[Paper]:
    standing = making.of_subjects((SUBJECT, session.id))
    return [each for each in standing if each.state == DRAFT]


def numbered(session: Session) -> bool:
    """Return whether a paper of the session has its number: what it says stands."""
    return any(each.state == CURRENT for each in making.of_subjects((SUBJECT, session.id)))


def let_go(session: Session, reason: str, by: Actor) -> None:
    """Let every draft count no more."""
    for each in _drafts(session):
        making.withdraw(each, reason, by)


def settle(session: Session, by: Actor) -> None:
    """Let the drafts count no more that the session's papers would not say now."""
    for each in _drafts(session):
        now = registry.of(each.kind).supply(session.id).data
        if kinds.get(each.kind).filled(now) != each.data:
            making.withdraw(each, _("Kết quả của phiên đã thay đổi từ khi lập dự thảo."), by)
