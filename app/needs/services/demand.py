"""Demand for the estimate (dự toán): by content, commune and year.

**Tổ chức** are beneficiaries, each counted once; **lượt** are contents wanted, each of each need.
What only a partner said, and the organisation has not confirmed, is counted apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from app.extensions import db
from app.needs.models import Need, NeedItem, Partner
from app.needs.workflow import COUNTED, LOOKS, Status
from app.organisations.models import Commune, Identifier, Organisation
from app.programmes.models import ContentVersion, SupportContent
from app.text import Look, _

PAGE = 50
CHUNK = 2_000  # rows an export reads at a time
MOST_CELLS = 100  # lines of the breakdown on the page; the export has all
LIVE = (*COUNTED, Status.UNCONFIRMED)
ITSELF = 0  # in place of a partner: said by the organisation itself


@dataclass(frozen=True)
class Filters:
    """What the desk looks at. Without a status: what counts, and what waits for a confirmation."""

    content_id: int | None = None
    commune: str = ""
    year: int | None = None
    status: str = ""
    partner_id: int | None = None
    after: int | None = None


@dataclass(frozen=True)
class Totals:
    """Over a filter; what is unconfirmed stands apart."""

    organisations: int
    items: int
    unconfirmed_organisations: int
    unconfirmed: int


@dataclass(frozen=True)
class Cell:
    """Demand for one content in one commune for one year."""

    content: str
    commune: str
    year: int
    organisations: int
    items: int
    unconfirmed: int


@dataclass(frozen=True)
class Row:
    """One content of one need, as the list shows it."""

    id: int
    status: str
    organisation_id: int
    organisation: str
    code: str | None
    commune: str
    content: str
    year: int
    partner: str | None
    note: str
    contact_name: str
    contact_phone: str
    created_at: datetime

    @property
    def unconfirmed(self) -> bool:
        return self.status == Status.UNCONFIRMED

    @property
    def look(self) -> Look:
        return LOOKS[Status(self.status)]


_SURE = NeedItem.status != Status.UNCONFIRMED.value
_WHO = Organisation.beneficiary_id


def _counts() -> list[ColumnElement[int]]:
    return [
        func.count(func.distinct(case((_SURE, _WHO)))),
        func.count(case((_SURE, NeedItem.id))),
    ]


def totals(filters: Filters) -> Totals:
    """Return the totals of the whole filter: one statement, whatever the page."""
    query = select(
        *_counts(),
        func.count(func.distinct(case((~_SURE, _WHO)))),
        func.count(case((~_SURE, NeedItem.id))),
    )
    found = db.session.execute(_from(query).where(*conditions(filters))).one()
    return Totals(*found)


def breakdown(filters: Filters, most: int | None = MOST_CELLS) -> list[Cell]:
    """Return demand by content, commune and year, the largest first."""
    sure = _counts()
    query = (
        _from(
            select(
                ContentVersion.name,
                Commune.name,
                Need.wanted_year,
                *sure,
                func.count(case((~_SURE, NeedItem.id))),
            )
        )
        .join(SupportContent, SupportContent.id == NeedItem.content_id)
        .join(ContentVersion, ContentVersion.id == SupportContent.version_id)
        .join(Commune, Commune.code == Need.commune_code)
        .where(*conditions(filters))
        .group_by(
            SupportContent.id, ContentVersion.name, Commune.code, Commune.name, Need.wanted_year
        )
        .order_by(sure[1].desc(), Need.wanted_year, SupportContent.id, Commune.code)
    )
    if most is not None:
        query = query.limit(most)
    return [Cell(*row) for row in db.session.execute(query)]


def page(filters: Filters) -> tuple[list[Row], int | None]:
    """Return a page of the list behind the counts, the latest first; one query."""
    found = _read(filters, PAGE + 1)
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def every(filters: Filters) -> Iterator[Row]:
    """Yield every line of the filter, some thousands at a time."""
    filters = replace(filters, after=None)
    while True:
        rows = _read(filters, CHUNK)
        yield from rows
        if len(rows) < CHUNK:
            return
        filters = replace(filters, after=rows[-1].id)


def _read(filters: Filters, size: int) -> list[Row]:
    code = (
        select(func.min(Identifier.value))
        .where(Identifier.organisation_id == Organisation.id, Identifier.valid_to.is_(None))
        .scalar_subquery()
    )
    query = (
        _from(
            select(
                NeedItem.id, NeedItem.status, Organisation.id, Organisation.name, code,
                Commune.name, ContentVersion.name, Need.wanted_year, Partner.name, Need.note,
                Need.contact_name, Need.contact_phone, Need.created_at,
            )
        )
        .join(SupportContent, SupportContent.id == NeedItem.content_id)
        .join(ContentVersion, ContentVersion.id == SupportContent.version_id)
        .join(Commune, Commune.code == Need.commune_code)
        .outerjoin(Partner, Partner.id == Need.partner_id)
        .where(*conditions(filters))
        .order_by(NeedItem.id.desc())
        .limit(size)
    )  # fmt: skip
    if filters.after is not None:
        query = query.where(NeedItem.id < filters.after)
    return [Row(*row) for row in db.session.execute(query)]


def _from(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        query.select_from(NeedItem)
        .join(Need, Need.id == NeedItem.need_id)
        .join(Organisation, Organisation.id == Need.organisation_id)
    )


def conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """Return what the filter asks of an item, its need and its organisation."""
    live = [status.value for status in LIVE]
    asked = [
        NeedItem.status == filters.status if filters.status else NeedItem.status.in_(live),
        Organisation.is_standin.is_(False),
        NeedItem.content_id == filters.content_id if filters.content_id else None,
        Need.commune_code == filters.commune if filters.commune else None,
        Need.wanted_year == filters.year if filters.year else None,
        _by(filters.partner_id) if filters.partner_id is not None else None,
    ]
    return [each for each in asked if each is not None]


def _by(partner_id: int) -> ColumnElement[bool]:
    return Need.partner_id.is_(None) if partner_id == ITSELF else Need.partner_id == partner_id


def years() -> list[int]:
    """Return the years somebody wanted something for, the latest first."""
    return list(
        db.session.scalars(select(Need.wanted_year).distinct().order_by(Need.wanted_year.desc()))
    )


def statuses() -> list[tuple[str, str]]:
    """Return (status, label) for the filter."""
    return [("", _("Đang có nhu cầu")), *((each.value, LOOKS[each].label) for each in Status)]
