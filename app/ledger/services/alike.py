"""What organisations that may be the applicant hold of the content asked for: for the officer."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from app.extensions import db
from app.ledger.models import BLOCKING, GIVEN, Entry
from app.organisations.likeness import CONVINCING
from app.organisations.models import Organisation
from app.organisations.services import candidates, words
from app.organisations.services.candidates import Candidate

MOST = 5


@dataclass(frozen=True)
class Holding:
    """An organisation that may be the applicant, and its supports of the same content."""

    candidate: Candidate
    entries: Sequence[Entry]


def holdings(organisation: Organisation, content_id: int) -> list[Holding]:
    """Return who may be the same as `organisation`, and what they have of the content.

    Who is only possibly the same is named when they have something: a second registration
    under another name must not pass unseen. Two queries, the second only when someone is like.
    """
    found = candidates.like(
        words.described(organisation), 2 * MOST, without=[organisation.beneficiary_id]
    )
    if not found:
        return []
    had: dict[int, list[Entry]] = defaultdict(list)
    for entry in db.session.scalars(
        select(Entry)
        .where(
            Entry.beneficiary_id.in_({one.beneficiary_id for one in found}),
            Entry.content_id == content_id,
            Entry.state.in_({*BLOCKING, *GIVEN}),
        )
        .options(lazyload("*"))
        .order_by(Entry.given_year, Entry.id)
    ):
        had[entry.beneficiary_id].append(entry)
    return [
        Holding(one, had[one.beneficiary_id])
        for one in found
        if one.likeness.level in CONVINCING or had[one.beneficiary_id]
    ][:MOST]
