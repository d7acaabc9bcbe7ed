"""A support that ended before its end (chấm dứt giữa chừng): a director says whether it counts.

Ended by the organisation's own fault, it counts; for an objective cause and with nothing spent, it
is freed. The plans name no rule for it, so the director's document decides
(docs/quy-tac-01-lan.md). The deed that ends the support itself belongs to delivery.
"""

from datetime import date

from sqlalchemy import select

from app import access
from app.access import Actor, Permission
from app.audit import services as audit
from app.errors import Conflict
from app.extensions import db
from app.ledger.models import RELEASED, SET_ASIDE, USED, Entry
from app.ledger.services import paper
from app.ledger.services.exceptions import excepted, lock_entry
from app.text import _


def why_not(entry: Entry) -> str | None:
    """Return in words why the entry cannot be closed, or None."""
    if entry.state == USED:
        return None
    return _("Chỉ kết luận được với lượt đã hỗ trợ hoặc đang hỗ trợ và đang tính 01 lần.")


def close(
    entry: Entry,
    *,
    counts: bool,
    document_number: str,
    document_on: date,
    reason: str,
    by: Actor,
) -> Entry:
    """Record that the support ended early and whether it counts as the one time.

    Where it does not count, the slot is free again and nothing was given; a support that was
    set aside only as a duplicate of it counts in its place. Raises 403 for others than a
    director, 422 without a document or a reason, 409 for an entry that is not in use.
    """
    access.check(Permission.CLOSE_ENTRY, by, entry)
    paper.check(document_number, document_on, reason)
    entry = lock_entry(entry.id)
    if words := why_not(entry):
        raise Conflict(words)
    before = entry.state
    entry.state = USED if counts else RELEASED
    db.session.flush()
    audit.record(
        "ledger_entry",
        entry.id,
        "close",
        by,
        before=before,
        after=entry.state,
        data={
            "counts": counts,
            "document": document_number,
            "document_on": document_on.isoformat(),
            "reason": reason,
        },
    )
    if not counts:
        _count_the_next(entry, by)
    return entry


def _count_the_next(freed: Entry, by: Actor) -> None:
    """Let the oldest duplicate of the freed support block in its place, if there is one.

    It was given, and only one of them ever counted. What a director's exception set aside stays.
    """
    following = db.session.scalars(
        select(Entry)
        .where(
            Entry.scope == freed.scope,
            Entry.beneficiary_id == freed.beneficiary_id,
            Entry.rule_key == freed.rule_key,
            Entry.state == SET_ASIDE,
            Entry.id.not_in(excepted()),
        )
        .order_by(Entry.given_year, Entry.id)
        .limit(1)
        .execution_options(populate_existing=True)
    ).first()
    if following is None:
        return
    following.state = USED
    db.session.flush()
    audit.record(
        "ledger_entry",
        following.id,
        "count_again",
        by,
        before=SET_ASIDE,
        after=USED,
        data={"freed": freed.id},
    )
