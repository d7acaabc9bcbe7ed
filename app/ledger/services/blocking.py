"""What takes a whole content from a beneficiary, said once for one organisation and for many.

At submission `slots.blocker` and `exclusion.check` say it again, under the beneficiary's lock.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from app.extensions import db
from app.ledger.models import BLOCKING, Entry
from app.ledger.services.rule import rule_key
from app.programmes.models import Programme, SupportContent

Lookback = Mapping[str, set[str]]


def lookback() -> Lookback:
    """Return for each scope the other scopes whose supports block in it."""
    found: dict[str, set[str]] = defaultdict(set)
    for scope, others in db.session.execute(select(Programme.scope, Programme.lookback)):
        found[scope].update(others)
    return found


def of_many(beneficiary_ids: Collection[int]) -> dict[int, list[Entry]]:
    """Return what blocks, whatever the content and scope, by beneficiary; oldest first."""
    found: dict[int, list[Entry]] = defaultdict(list)
    for entry in db.session.scalars(
        select(Entry)
        .where(Entry.beneficiary_id.in_(beneficiary_ids), Entry.state.in_(BLOCKING))
        .order_by(Entry.id)
    ):
        found[entry.beneficiary_id].append(entry)
    return found


def taken(
    content: SupportContent, entries: Sequence[Entry], lookback: Lookback
) -> dict[str, Entry]:
    """Return which entry takes the whole content in which scope.

    A content counted by named standard stays open for its other standards; one counted by the
    year is taken for this year only.
    """
    if content.rule in ("standard", "none"):
        return {}
    key = rule_key(content, "")
    found = {
        entry.scope: entry for entry in entries if entry.state in BLOCKING and entry.rule_key == key
    }
    own = dict(found)
    for scope, others in lookback.items():
        if scope not in found and (looked := sorted(others & own.keys())):
            found[scope] = own[looked[0]]
    return found
