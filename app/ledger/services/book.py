"""The book of supports (sổ hỗ trợ): filtered, totalled, paged by key.

**Tổ chức** are beneficiaries, each counted once; **lượt** are supports that were given, those set
aside too. What a live dossier holds is given to nobody yet: it is counted by itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Select,
    and_,
    case,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)

from app.extensions import db
from app.ledger.models import ENTRY_LOOKS, GIVEN, HELD, RELEASED, SET_ASIDE, Entry
from app.ledger.services.words import beneficiaries_named
from app.organisations.models import Commune, Identifier, Organisation
from app.programmes.models import ContentVersion, Programme, Project, SupportContent
from app.text import Look

PAGE = 50
CHUNK = 2_000  # rows an export reads at a time
_GIVEN = literal_column("ledger_entry.state IN ('used','set_aside')", Boolean())


@dataclass(frozen=True)
class Filters:
    """What the book shows. Empty values filter nothing; without a state, what was given."""

    year: int | None = None
    programme_id: int | None = None
    project_id: int | None = None
    content_id: int | None = None
    kind: str = ""
    commune: str = ""
    state: str = ""
    query: str = ""
    after: str = ""  # the key of the last row of the page before


@dataclass(frozen=True)
class Row:
    """One line of the book: only what it shows."""

    id: int
    state: str
    given_year: int | None
    given_on: date | None
    standard: str
    document_number: str
    source_reference: str
    scope: str
    organisation_id: int
    organisation: str
    kind: str
    commune: str
    content: str
    programme: str | None
    project: str | None
    code: str | None
    project_words: str  # of a project that is not on the list
    amount: int | None  # đồng
    products: list[str]
    certificate_number: str
    certificate_on: date | None

    @property
    def look(self) -> Look:
        """How its state is shown."""
        return ENTRY_LOOKS[self.state]


@dataclass(frozen=True)
class Page:
    """A page of the book and the key of the next one ("" on the last)."""

    rows: Sequence[Row]
    next_key: str


@dataclass(frozen=True)
class Totals:
    """Over a filter: how many organisations, how many supports; what is held stands apart."""

    organisations: int
    given: int
    set_aside: int
    held: int
    holding: int  # organisations that hold something
    amount: int  # đồng, of what was given and tells its money
    priced: int  # supports that tell it


def page(filters: Filters, size: int = PAGE) -> Page:
    """Return one page, the latest year first: one query, and one more where words are typed."""
    rows = _read(filters, size + 1)
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows, _key(rows[-1]) if more else "")


def every(filters: Filters) -> Iterator[Row]:
    """Yield every line of the filter, some thousands at a time."""
    filters = replace(filters, after="")
    while True:
        rows = _read(filters, CHUNK)
        yield from rows
        if len(rows) < CHUNK:
            return
        filters = replace(filters, after=_key(rows[-1]))


def totals(filters: Filters) -> Totals:
    """Return the totals of the whole filter: two statements, whatever the page."""
    given = func.sum(case((Entry.state.in_(GIVEN), 1), else_=0)).label("given")
    aside = func.sum(case((Entry.state == SET_ASIDE, 1), else_=0)).label("aside")
    held = func.sum(case((Entry.state == HELD, 1), else_=0)).label("held")
    each = (
        select(given, aside, held)
        .where(*_conditions(filters))
        .group_by(Entry.beneficiary_id)
        .subquery()
        .c
    )
    found = db.session.execute(
        select(
            func.sum(case((each.given > 0, 1), else_=0)),
            func.sum(each.given),
            func.sum(each.aside),
            func.sum(each.held),
            func.sum(case((each.held > 0, 1), else_=0)),
        )
    ).one()
    # Apart: the counts are read from an index alone, which knows no money.
    money = db.session.execute(
        select(func.sum(Entry.amount), func.count(Entry.amount)).where(
            Entry.amount.is_not(None), Entry.state.in_(GIVEN), *_conditions(filters)
        )
    ).one()
    return Totals(*(int(number or 0) for number in (*found, *money)))


def _read(filters: Filters, size: int) -> list[Row]:
    return [Row(*row) for row in db.session.execute(_shown(filters, size))]


def _shown(filters: Filters, size: int) -> Select[*tuple[Any, ...]]:
    """Choose the rows from one table, then join what their lines show."""
    by_year = filters.state not in (HELD, RELEASED)
    order = [Entry.given_year.desc(), Entry.id.desc()] if by_year else [Entry.id.desc()]
    # Said in plain words, so that both databases see that the index of what was given fits.
    given = [_GIVEN] if by_year else []
    chosen = (
        select(Entry)
        .where(*given, *_conditions(filters), *_after(filters.after, by_year))
        .order_by(*order)
        .limit(size)
        .subquery()
    )
    each = chosen.c
    code = (
        select(func.min(Identifier.value))
        .where(Identifier.organisation_id == Organisation.id, Identifier.valid_to.is_(None))
        .scalar_subquery()
    )
    return (
        select(
            each.id, each.state, each.given_year, each.given_on, each.standard,
            each.document_number, each.source_reference, each.scope, each.organisation_id,
            Organisation.name, Organisation.kind, Commune.name, ContentVersion.name,
            Programme.name, Project.name, code, each.project_words, each.amount, each.products,
            each.certificate_number, each.certificate_on,
        )
        .select_from(chosen)
        .join(Organisation, Organisation.id == each.organisation_id)
        .join(Commune, Commune.code == Organisation.commune_code)
        .join(SupportContent, SupportContent.id == each.content_id)
        .join(ContentVersion, ContentVersion.id == SupportContent.version_id)
        .outerjoin(Programme, Programme.id == each.programme_id)
        .outerjoin(Project, Project.id == each.project_id)
        .order_by(*([each.given_year.desc()] if by_year else []), each.id.desc())
    )  # fmt: skip


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    asked = [
        Entry.given_year == filters.year if filters.year else None,
        Entry.programme_id == filters.programme_id if filters.programme_id else None,
        Entry.project_id == filters.project_id if filters.project_id else None,
        Entry.content_id == filters.content_id if filters.content_id else None,
        Entry.state == filters.state if filters.state else None,
        Entry.beneficiary_id.in_(beneficiaries_named(filters.query)) if filters.query else None,
    ]
    conditions = [each for each in asked if each is not None]
    of_whom = [
        Organisation.kind == filters.kind if filters.kind else None,
        Organisation.commune_code == filters.commune if filters.commune else None,
    ]
    wanted = [each for each in of_whom if each is not None]
    if wanted:
        conditions.append(Entry.organisation_id.in_(select(Organisation.id).where(and_(*wanted))))
    return conditions


def _key(row: Row) -> str:
    return f"{row.given_year or 0}.{row.id}"


def _after(key: str, by_year: bool) -> list[ColumnElement[bool]]:
    """What comes after a key; a key that is none of ours begins at the beginning."""
    year, _dot, last = key.partition(".")
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in (year, last)):
        return []
    if not by_year:
        return [Entry.id < int(last)]
    # The plain comparison beside the pair lets SQLite walk the index from there.
    return [
        Entry.given_year <= int(year),
        or_(
            Entry.given_year < int(year),
            tuple_(Entry.given_year, Entry.id) < tuple_(int(year), int(last)),
        ),
    ]


def years() -> list[int]:
    """Return every year from the latest support to the earliest: two looks at the index."""
    found: list[int] = []
    latest = db.session.scalar(select(func.max(Entry.given_year)))
    earliest = db.session.scalar(select(func.min(Entry.given_year)))
    if latest is not None and earliest is not None:
        found = list(range(latest, earliest - 1, -1))
    return found
