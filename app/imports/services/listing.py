"""The rows of a batch, in the file's order, filtered and paged by key."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from app.extensions import db
from app.imports.models import JUDGEMENTS, OPEN, OUTCOMES, ImportRow
from app.organisations.services import intake
from app.programmes.services.contents import names
from app.text import nfc

PAGE = 50
MOST = 100


@dataclass(frozen=True)
class Filters:
    """What the list shows; empty values filter nothing."""

    judgement: str = ""
    outcome: str = ""
    query: str = ""
    after: int = 0  # the position of the last row of the page before
    size: int = PAGE


@dataclass(frozen=True)
class Page:
    """A page of rows, what their contents and known organisations are called, and the next key."""

    rows: Sequence[ImportRow]
    contents: dict[int, str]
    organisations: dict[int, str]
    next_key: int


def page(batch_id: int, filters: Filters) -> Page:
    """Return one page of the rows: three queries, however many rows there are."""
    size = max(1, min(filters.size, MOST))
    rows = db.session.scalars(_chosen(batch_id, filters).limit(size + 1)).all()
    shown = rows[:size]
    known = intake.of_ids(row.match_id for row in shown if row.match_id is not None)
    return Page(
        shown,
        dict(names()),
        {key: one.name for key, one in known.items()},
        shown[-1].position if len(rows) > size else 0,
    )


def _chosen(batch_id: int, filters: Filters) -> Any:
    query = (
        select(ImportRow)
        .where(ImportRow.batch_id == batch_id, ImportRow.position > filters.after)
        .order_by(ImportRow.position)
    )
    if filters.judgement in JUDGEMENTS:
        query = query.where(ImportRow.judgement == filters.judgement)
    if filters.outcome in OUTCOMES:
        query = query.where(ImportRow.outcome == filters.outcome)
    if words := nfc(filters.query).strip():
        # As the file has it: this is a look into one file, not the search of the house.
        query = query.where(
            or_(
                ImportRow.name.icontains(words, autoescape=True),
                ImportRow.code.startswith(words, autoescape=True),
            )
        )
    return query


def next_open(row: ImportRow) -> ImportRow | None:
    """Return the next row of the file that waits for a decision; after the last, the first."""
    return db.session.scalars(
        select(ImportRow)
        .where(
            ImportRow.batch_id == row.batch_id,
            ImportRow.outcome == OPEN,
            ImportRow.id != row.id,
        )
        .order_by(ImportRow.position < row.position, ImportRow.position)
        .limit(1)
    ).first()


def group_of(row: ImportRow) -> Sequence[ImportRow]:
    """Return the other rows of the file that are the same organisation, at most a page."""
    return db.session.scalars(
        select(ImportRow)
        .where(
            ImportRow.batch_id == row.batch_id,
            ImportRow.group_key == row.group_key,
            ImportRow.id != row.id,
        )
        .order_by(ImportRow.position)
        .limit(PAGE)
    ).all()
