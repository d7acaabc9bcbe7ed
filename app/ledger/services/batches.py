"""Many supports at once: what an import asks of the ledger, writes into it, and takes back whole.

Single supports go through `history.record_given`. The once-only index stands under both.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import aliased

from app import clock
from app.extensions import db
from app.inserting import inserted
from app.ledger.models import BLOCKING, RELEASED, SET_ASIDE, Entry
from app.ledger.services.exceptions import excepted

CHUNK = 900  # ids in one IN list, within what both databases take

COLUMNS = (
    Entry.id,
    Entry.scope,
    Entry.beneficiary_id,
    Entry.content_id,
    Entry.rule_key,
    Entry.state,
    Entry.given_year,
    Entry.document_number,
    Entry.source_reference,
)


def chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield the values, sorted and each once, in lists short enough for one statement."""
    ordered = sorted(set(values))
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def of_beneficiaries(beneficiary_ids: Iterable[int]) -> Iterator[Any]:
    """Yield what the beneficiaries have or hold, in any scope, oldest entry first; read afresh."""
    for some in chunks(beneficiary_ids):
        yield from db.session.execute(
            select(*COLUMNS)
            .where(Entry.beneficiary_id.in_(some), Entry.state != RELEASED)
            .order_by(Entry.id)
        )


def enter_many(rows: Sequence[dict[str, Any]]) -> list[int]:
    """Write the entries and return their ids in the same order.

    The beneficiaries are locked and were asked about under the lock; where the index still
    refuses, the database's error ends the transaction, and nothing is written.
    """
    moment = clock.now()
    return inserted(Entry.id, [{**row, "created_at": moment} for row in rows])


def changed_since(batch_id: int, states: dict[int, tuple[str, int]]) -> list[int]:
    """Return which entries of the batch are no longer as the batch wrote them.

    `states`: entry id → (state, organisation id) as written.
    """
    found = db.session.execute(
        select(Entry.id, Entry.state, Entry.organisation_id).where(Entry.batch_id == batch_id)
    )
    now = {key: (state, organisation_id) for key, state, organisation_id in found}
    return sorted(key for key, was in states.items() if now.get(key) != was)


def resting_on(batch_id: int) -> int:
    """Return how many supports of others block nothing only because one of the batch does.

    They were set aside as duplicates, by a later import or by a joining. What a director's
    exception set aside rests on nothing.
    """
    mine = aliased(Entry)
    return (
        db.session.scalar(
            select(func.count(Entry.id))
            .join(
                mine,
                (mine.scope == Entry.scope)
                & (mine.beneficiary_id == Entry.beneficiary_id)
                & (mine.rule_key == Entry.rule_key),
            )
            .where(
                mine.batch_id == batch_id,
                mine.state.in_(BLOCKING),
                Entry.state == SET_ASIDE,
                Entry.batch_id.is_distinct_from(batch_id),
                Entry.id.not_in(excepted()),
            )
        )
        or 0
    )


def count(batch_id: int) -> int:
    """Return how many entries the batch has in the ledger."""
    return db.session.scalar(select(func.count()).where(Entry.batch_id == batch_id)) or 0


def erase(batch_id: int) -> int:
    """Delete the entries of a batch; the database lets it only while that batch is rolled back."""
    done = db.session.execute(
        delete(Entry).where(Entry.batch_id == batch_id).execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]  # a delete has one
