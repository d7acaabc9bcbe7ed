"""Drafts that say something else than their room would say now: they must get no number."""

from collections.abc import Collection

from app.access import Actor
from app.errors import Conflict
from app.papers import kinds, registry
from app.papers.models import DRAFT, Paper
from app.papers.services import making


def let_go(
    subject: str, subject_id: int, reason: str, by: Actor, only: Collection[str] = ()
) -> None:
    """Withdraw what is stale among the drafts about a thing; `only` of these kinds, if any said.

    Each deed that changes what a paper says calls this, after it.
    """
    for each in making.of_subjects((subject, subject_id)):
        if each.state == DRAFT and (not only or each.kind in only) and _stale(each):
            making.withdraw(each, reason, by)


def _stale(paper: Paper) -> bool:
    try:
        now = registry.of(paper.kind).supply(paper.subject_id).data
    except Conflict:  # nothing is to be said any more
        return True
    return kinds.get(paper.kind).filled(now) != paper.data
