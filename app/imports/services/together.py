"""Rows that lack the same thing and say the same: an officer answers once for all of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.imports.checks import worded
from app.imports.models import ERROR, OPEN, ImportRow
from app.imports.services.known import contents
from app.imports.told import Told, place_of
from app.programmes.models import SupportContent
from app.text import fold

CONTENT, STANDARD, YEAR = "content", "standard", "year"
LACKS = (CONTENT, STANDARD, YEAR)  # a missing name is another one in each row

R = ImportRow


@dataclass
class Group:
    """The open rows of a batch that lack one thing and say the same, in the file's order."""

    key: str
    lack: str  # content, standard, year
    says: str  # as the file has it; for a year the sheet, for rows of a sheet share their years
    words: str  # what is lacking
    content_id: int | None
    example: str  # where the first row stands
    name: str  # of the first row
    ids: list[int] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many rows wait for the one answer."""
        return len(self.ids)


def found(batch_id: int) -> list[Group]:
    """Return the groups, the largest first: two queries and one pass over the open errors.

    A row that lacks two things is in two groups.
    """
    known = contents()
    groups: dict[str, Group] = {}
    for row in db.session.execute(_errors(batch_id)):
        for group in _groups(row, known):
            groups.setdefault(group.key, group).ids.append(row.id)
    return sorted(groups.values(), key=lambda group: -group.count)


def find(batch_id: int, key: str) -> Group | None:
    """Return the group, or None when no row of it is open any more."""
    return next((group for group in found(batch_id) if group.key == key), None)


def _errors(batch_id: int) -> Any:
    return (
        select(
            R.id,
            R.sheet,
            R.row_number,
            R.name,
            R.code_state,
            R.content_text,
            R.content_id,
            R.standard,
            R.programme_id,
            R.given_year,
            R.faults,
        )
        .where(
            R.batch_id == batch_id,
            R.judgement == ERROR,
            R.outcome == OPEN,
            R.settled.is_(False),
        )
        .order_by(R.position)
    )


def _groups(row: Any, known: dict[int, SupportContent]) -> Iterator[Group]:
    told = Told(
        sheet=row.sheet,
        row_number=row.row_number,
        name=row.name,
        code_state=row.code_state,
        content_text=row.content_text,
        content_id=row.content_id,
        standard=row.standard,
        programme_id=row.programme_id,
        given_year=row.given_year,
    )
    lacks = worded(told, known.get(row.content_id or 0), row.faults)
    for (place, _now), (_cell, words) in lacks.items():
        if place not in LACKS:
            continue
        says = row.sheet if place == YEAR else _said(row.content_text, row.standard)
        yield Group(
            _key(place, says, words, row.content_id if place == STANDARD else None),
            place,
            says,
            words,
            row.content_id if place == STANDARD else None,
            place_of(row.sheet, row.row_number),
            row.name,
        )


def _said(text: str, standard: str) -> str:
    """Return the words of the file: the content, and the standard where it says more."""
    more = standard if fold(standard) not in fold(text) else ""
    return ", ".join(each for each in (text, more) if each)


def _key(*parts: str | int | None) -> str:
    """Return a short name for the address, the same for "VietGap" and "vietgap"."""
    folded = "\n".join(fold(str(part)) for part in parts)
    return sha256(folded.encode()).hexdigest()[:16]
