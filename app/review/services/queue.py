"""The queue: earliest due first, filtered and searched, paged by key; flat with depth."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select, tuple_

from app.access import Actor
from app.accounts.models import Person
from app.applications.models import Application
from app.applications.services import search
from app.applications.workflow import LOOKS, Look, Status
from app.extensions import db
from app.organisations.models import Commune, Organisation
from app.programmes.models import ContentVersion

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
    """Return one page of the queue in one query."""
    size = max(1, min(filters.size, MOST))
    query = _filtered(_columns(), filters, by)
    if key := decode(filters.after):
        query = query.where(tuple_(Application.due_on, Application.id) > tuple_(*key))
    query = query.order_by(Application.due_on, Application.id).limit(size + 1)
    rows = [Row(*row) for row in db.session.execute(query)]
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows, encode(rows[-1].due_on, rows[-1].id) if more else "")


def _columns() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Application.id,
            Application.reference,
            Application.status,
            Application.due_on,
            Application.is_open,
            Organisation.name,
            Commune.name,
            ContentVersion.name,
            Person.name,
        )
        .join(Organisation, Organisation.id == Application.organisation_id)
        .join(Commune, Commune.code == Application.commune_code)
        .join(ContentVersion, ContentVersion.id == Application.version_id)
        .outerjoin(Person, Person.id == Application.officer_id)
    )


def _filtered(query: Select[Any], filters: Filters, by: Actor) -> Select[Any]:
    if filters.status:
        query = query.where(Application.status == filters.status)
    else:
        query = query.where(Application.is_open.is_(True))
    if filters.content_id is not None:
        query = query.where(Application.content_id == filters.content_id)
    if filters.commune:
        query = query.where(Application.commune_code == filters.commune)
    if filters.mine:
        query = query.where(Application.officer_id == by.person_id)
    for condition in search.matching(filters.query):
        query = query.where(condition)
    return query


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
