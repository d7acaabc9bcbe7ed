"""The queue: earliest due first, filtered and searched, paged by key; flat with depth."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, Subquery, select, tuple_
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from app.access import Actor
from app.accounts.models import Person
from app.applications.models import Application
from app.applications.services import search
from app.applications.workflow import LOOKS, Look, Status
from app.extensions import db
from app.organisations.models import Commune, Organisation
from app.programmes.models import ContentVersion

SHOWN = (
    Application.id,
    Application.reference,
    Application.status,
    Application.due_on,
    Application.is_open,
    Application.content_id,
    Application.officer_id,
    Application.organisation_id,
    Application.commune_code,
    Application.version_id,
)
PAGE = 50
MOST = 100


@dataclass(frozen=True)
class Filters:
    """What the queue shows. Empty values filter nothing; closed dossiers are asked for."""

    status: str = ""
    content_id: int | None = None
    commune: str = ""
    mine: bool = False
    query: str = ""
    after: str = ""  # the key of the last row of the page before
    size: int = PAGE


@dataclass(frozen=True)
class Row:
    """One line of the queue: only what it shows, no loaded objects."""

    id: int
    reference: str
    status: str
    due_on: date
    is_open: bool
    organisation: str
    commune: str
    content: str
    officer: str

    @property
    def look(self) -> Look:
        return LOOKS[Status(self.status)]


@dataclass(frozen=True)
class Page:
    """A page of the queue and the key of the next one ("" on the last)."""

    rows: Sequence[Row]
    next_key: str


def page(filters: Filters, by: Actor) -> Page:
    """Return one page of the queue: one query, and one more where words are searched for."""
    size = max(1, min(filters.size, MOST))
    rows = [Row(*row) for row in db.session.execute(_shown(_chosen(filters, by, size + 1)))]
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows, encode(rows[-1].due_on, rows[-1].id) if more else "")


def _shown(chosen: Subquery) -> Select[*tuple[Any, ...]]:
    """Return what the lines of the chosen dossiers show."""
    each = chosen.c
    return (
        select(
            each.id,
            each.reference,
            each.status,
            each.due_on,
            each.is_open,
            Organisation.name,
            Commune.name,
            ContentVersion.name,
            Person.name,
        )
        .join(Organisation, Organisation.id == each.organisation_id)
        .join(Commune, Commune.code == each.commune_code)
        .join(ContentVersion, ContentVersion.id == each.version_id)
        .outerjoin(Person, Person.id == each.officer_id)
        .order_by(each.due_on, each.id)
    )


def _chosen(filters: Filters, by: Actor, most: int) -> Subquery:
    """Return the dossiers of the page, from their own table and its indexes alone.

    The other tables are joined to these few rows, so no database ever joins first and sorts then.
    """
    terms = search.terms(filters.query)
    each = _dossiers(terms)
    query = select(*(each[column.key] for column in SHOWN))
    if filters.status:
        query = query.where(each.status == filters.status)
    else:
        query = query.where(each.is_open.is_(True))
    if filters.content_id is not None:
        query = query.where(each.content_id == filters.content_id)
    if filters.commune:
        query = query.where(each.commune_code == filters.commune)
    if by.organisation_ids:  # nobody looks at their own organisation's dossiers from this side
        query = query.where(Application.organisation_id.not_in(by.organisation_ids))
    if filters.mine:
        query = query.where(each.officer_id == by.person_id)
    for term in terms:
        query = query.where(search.has(each.id, term))
    if key := decode(filters.after):
        query = query.where(tuple_(each.due_on, each.id) > tuple_(*key))
    return query.order_by(each.due_on, each.id).limit(most).subquery("chosen")


def _dossiers(terms: list[str]) -> ReadOnlyColumnCollection[str, Any]:
    """Return the columns of all dossiers, or of the few that have a rare word."""
    few = search.rare(terms)
    if few is None:
        return Application.__table__.c
    # The limit, which is never reached, keeps both databases from beginning elsewhere.
    return select(*SHOWN).where(Application.id.in_(few)).limit(search.RARE).subquery("found").c


def encode(due_on: date, row_id: int) -> str:
    """Return the opaque key of a row."""
    return base64.urlsafe_b64encode(f"{due_on.isoformat()}|{row_id}".encode()).decode().rstrip("=")


def decode(key: str) -> tuple[date, int] | None:
    """Return the place a key names; nonsense begins at the first page."""
    if not key or len(key) > 60:
        return None
    try:
        day, row_id = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)).decode().split("|")
        # What no row can have as its id is no key of ours; SQLite could not even compare it.
        return (date.fromisoformat(day), int(row_id)) if 0 <= int(row_id) < 2**62 else None
    except (ValueError, binascii.Error):
        return None
