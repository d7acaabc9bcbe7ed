"""How many dossiers each filter would leave, the other filters being as they are.

A page of its own: the queue itself stays quick. Each number is looked for to `RARE` at most.
Where one of the other filters is rare, the few dossiers that have it are read once and counted for
all options; else each option is counted along an index of its own, and of the dossiers that have it
no more than `LOOKED_AT` are asked for the other filters: beyond, the number is the least it can be.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Select, func, literal, select, union_all

from app.access import Actor
from app.applications.mark_models import DossierMark
from app.applications.services import foreign
from app.extensions import db
from app.programmes.models import Call, Project, SupportContent
from app.review import filters as asked
from app.review.filters import LABELS, Filters
from app.review.services import choosing, naming
from app.review.services.choosing import Shape
from app.review.services.narrowing import Narrowing, at_most

# In the order the page shows them.
GROUPS: Final = (
    "status", "due", "officer", "call", "project", "content", "commune", "kind", "priority",
    "warning",
)  # fmt: skip
CODED: Final = ("call", "project", "content", "officer", "commune")
_CODES: Final = {"call": Call, "project": Project, "content": SupportContent}
# The name of the option's own condition; a due date has none.
_LEADS: Final = {
    "status": "status",
    "officer": "officer_id",
    "call": "call_id",
    "project": "project_id",
    "content": "content_id",
    "commune": "commune_code",
    "kind": "organisation_kind",
    "priority": "mark1",
    "warning": "mark2",
}
LOOKED_AT: Final = 1_500
Numbers = Counter[tuple[str, str]]  # by filter and value


@dataclass(frozen=True)
class Option:
    """One value of a filter, what it is called, and how many dossiers it leaves."""

    value: str
    label: str
    number: int  # RARE + 1 for more
    at_least: bool = False  # whether there may be more


@dataclass(frozen=True)
class Group:
    """One filter and its values that leave something."""

    name: str
    options: Sequence[Option]


def groups(filters: Filters, by: Actor) -> list[Group]:
    """Return the filters with their counts; about one query for each option at most."""
    things = naming.known(dict.fromkeys(CODED, ""))
    counting = _Counting(by)
    return [Group(name, list(_options(name, filters, by, things, counting))) for name in GROUPS]


def _options(
    name: str, filters: Filters, by: Actor, things: dict[str, naming.Named], counting: "_Counting"
) -> Iterator[Option]:
    offered = [(value, label) for value, label in LABELS.get(name, {}).items() if value]
    offered += things.get(name, ())
    if name == "officer" and not by.stands_in_for:
        offered = [each for each in offered if each[0] != asked.STANDIN]
    for value, label in offered:
        number, at_least = counting.of(_with(filters, name, value), name)
        if number or at_least or getattr(filters, name) == value:
            yield Option(value, label, number, at_least)


def _with(filters: Filters, name: str, value: str) -> Filters:
    change: dict[str, Any] = {name: value, "after": "", "sort": asked.DUE}
    return replace(filters, **change)


class _Counting:
    """Counts for one page: what was read for one option serves the others."""

    def __init__(self, by: Actor) -> None:
        self.by = by
        self.nothing_foreign = not foreign.has_any(by)
        self.read: dict[Filters, Numbers | None] = {}

    def of(self, filters: Filters, name: str) -> tuple[int, bool]:
        """Return how many fit, `RARE` + 1 for more, and whether there may be more than said.

        `name` is the filter whose options differ.
        """
        # Of the statuses some have ended: then the others are counted among what has.
        rest = asked.OVER if name == "status" and filters.over else asked.OPEN
        beside = _with(filters, name, rest if name == "status" else "")
        if beside not in self.read:
            self.read[beside] = _few(beside, self.by)
        numbers = self.read[beside]
        if numbers is not None:
            return numbers[name, getattr(filters, name)], False
        shape, values = choosing.counting(filters, self.by, foreign_too=self.nothing_foreign)
        lead = next((one for one in shape.found if one.name == _LEADS.get(name)), None)
        if lead is None or (len(shape.found) == 1 and lead.is_column):
            return db.session.execute(_capped(shape), values).scalar_one(), False
        number = db.session.execute(_capped_among(shape, lead), values).scalar_one()
        if number > choosing.RARE:
            return number, False
        looked_at = db.session.execute(_having(lead, shape.over), values).scalar_one()
        return number, looked_at > LOOKED_AT


@lru_cache(choosing.KEPT)
def _capped(shape: Shape) -> Select[int]:
    """Ask how many fit: the database takes whichever index it likes."""
    return select(choosing.capped(choosing.fitting(shape)))


@lru_cache(choosing.KEPT)
def _capped_among(shape: Shape, lead: Narrowing) -> Select[int]:
    return select(choosing.capped(choosing.fitting_among(shape, lead, LOOKED_AT)))


@lru_cache(choosing.KEPT)
def _having(lead: Narrowing, over: bool) -> Select[int]:
    found = lead.first(over=over).limit(at_most(LOOKED_AT + 1))
    return select(func.count()).select_from(found.subquery())


def _few(filters: Filters, by: Actor) -> Numbers | None:
    """Return all options' numbers among the few that fit; None where they are not few."""
    choice = choosing.chosen(filters, by, choosing.RARE)
    if not choice.counted:
        return None
    rows = db.session.execute(_columns(choice.shape), choice.values).all()
    codes = _codes()
    found: Numbers = Counter()
    for row in rows:
        found.update(_facts(row, codes, by))
    kinds = select(DossierMark.mark).where(DossierMark.application_id.in_([row.id for row in rows]))
    found.update(_group_of(mark) for mark in db.session.scalars(kinds))
    return found


@lru_cache(choosing.KEPT)
def _columns(shape: Shape) -> Select[Any]:
    return select(*choosing.rows(shape).c)


def _codes() -> dict[tuple[str, int], str]:
    """Return the codes of what rows name by number."""
    parts = [
        select(literal(name), model.__table__.c.id, model.__table__.c.code)
        for name, model in _CODES.items()
    ]
    return {(name, key): code for name, key, code in db.session.execute(union_all(*parts))}


def _facts(row: Any, codes: dict[tuple[str, int], str], by: Actor) -> Iterator[tuple[str, str]]:
    """Yield the options a dossier is counted for, but those it has marks for."""
    yield "status", row.status
    yield "status", asked.OPEN if row.is_open else asked.OVER
    yield "commune", row.commune_code
    yield "kind", row.organisation_kind
    for name in _CODES:
        if (key := getattr(row, f"{name}_id")) is not None:
            yield name, codes[name, key]
    yield from (("officer", value) for value in _officers(row.officer_id, by))
    yield from (("due", value) for value in _dues(row.due_on))


def _officers(officer_id: int | None, by: Actor) -> Iterator[str]:
    if officer_id is None:
        yield asked.NOBODY_YET
        return
    yield str(officer_id)
    if officer_id == by.person_id:
        yield asked.ME
    if officer_id in by.stands_in_for:
        yield asked.STANDIN


def _dues(day: date) -> Iterator[str]:
    for value in LABELS["due"]:
        bounds = choosing.due(Filters(due=value))
        if bounds.get("first", day) <= day <= bounds.get("last", day):
            yield value


def _group_of(mark: str) -> tuple[str, str]:
    """Return the filter and the value that a mark is found by."""
    kind, _colon, value = mark.partition(":")
    return ("priority", value) if kind == "p" else ("warning", value or asked.ANY_WARNING)


def total(filters: Filters, by: Actor) -> int:
    """Return how many dossiers fit, however many: for a deed on all of them, or a file."""
    shape, values = choosing.counting(filters, by)
    found = choosing.fitting(shape).order_by(None).subquery()
    return db.session.execute(select(func.count()).select_from(found), values).scalar_one()
