"""The list of organisations: newest first, found by names they have or had, and by codes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.accounts.models import Membership
from app.extensions import db
from app.organisations.models import Commune, Identifier, Organisation
from app.organisations.services import words
from app.organisations.services.queries import begins_with
from app.text import _

PAGE = 50
# What the list can be narrowed to, and its words.
WHICH = {
    "": _("Tất cả"),
    "chua-co-ma-so": _("Chưa có mã số"),
    "chua-co-nguoi": _("Chưa có người đại diện đăng nhập"),
    "nhap-lich-su": _("Từ nhập lịch sử"),
}


@dataclass(frozen=True)
class Filters:
    """What the list shows; `after` is the id of the last row of the page before."""

    query: str = ""
    which: str = ""
    after: int = 0


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    id: int
    name: str
    kind: str
    commune: str
    code: str
    is_provisional: bool


@dataclass(frozen=True)
class Page:
    """A page and where the next one begins (0 on the last)."""

    rows: Sequence[Row]
    next_after: int


def listed(filters: Filters, size: int = PAGE) -> Page:
    """Return one page: one query. Merged duplicates and stand-ins are in no list."""
    query = (
        select(
            Organisation.id,
            Organisation.name,
            Organisation.kind,
            Commune.name,
            Organisation.is_provisional,
        )
        .join(Commune, Commune.code == Organisation.commune_code)
        .where(*_narrowed(filters))
        .order_by(Organisation.id.desc())
        .limit(size + 1)
    )
    rows = db.session.execute(query).all()
    found_codes = codes([row[0] for row in rows])
    found = [
        Row(key, name, kind, commune, found_codes.get(key, ""), provisional)
        for key, name, kind, commune, provisional in rows[:size]
    ]
    return Page(found, found[-1].id if len(rows) > size else 0)


def count(filters: Filters) -> int:
    """Return how many organisations the list has."""
    query = select(func.count(Organisation.id)).where(*_narrowed(replace(filters, after=0)))
    return db.session.scalar(query) or 0


def chunk(filters: Filters, after: int, size: int) -> Sequence[int]:
    """Return the ids of the next organisations of the list; 0 begins."""
    query = (
        select(Organisation.id)
        .where(*_narrowed(replace(filters, after=after)))
        .order_by(Organisation.id.desc())
        .limit(size)
    )
    return db.session.scalars(query).all()


def codes(organisation_ids: Sequence[int]) -> dict[int, str]:
    """Return the code each organisation goes by now."""
    rows = db.session.execute(
        select(Identifier.organisation_id, Identifier.value)
        .where(Identifier.organisation_id.in_(organisation_ids), Identifier.valid_to.is_(None))
        .order_by(Identifier.id.desc())
    )
    return {row.organisation_id: row.value for row in rows}


def _narrowed(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        Organisation.joined_into_id.is_(None),
        Organisation.is_standin.is_(False),
    ]
    if 0 < filters.after < 2**62:
        conditions.append(Organisation.id < filters.after)
    if filters.which == "chua-co-ma-so":
        conditions.append(Organisation.is_provisional.is_(True))
    if filters.which == "chua-co-nguoi":
        somebody = select(Membership.id).where(Membership.organisation_id == Organisation.id)
        conditions.append(~somebody.exists())
    if filters.which == "nhap-lich-su":
        conditions.append(Organisation.origin == "imported")
    conditions += [Organisation.id.in_(each) for each in _found_by(filters.query)]
    return conditions


def _found_by(typed: str) -> list[Any]:
    """Return who fits each part of what was typed: digits are a code, the rest words of a name."""
    digits = re.sub(r"[\s.\-]", "", typed)
    if re.fullmatch(r"[0-9]{4,13}", digits):
        return [select(Identifier.organisation_id).where(begins_with(digits))]
    return words.named(typed)


def find(typed: str, without: int, limit: int = 10) -> Sequence[Row]:
    """Return the organisations that fit what was typed, but the one that asks."""
    return [row for row in listed(Filters(query=typed), limit).rows if row.id != without]
