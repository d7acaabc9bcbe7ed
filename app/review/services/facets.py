"""How many dossiers each filter would leave, the other filters being as they are.

A page of its own: the queue itself stays quick. Each number is looked for to `RARE` at most.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, literal, select, union_all

from app.access import Actor
from app.applications.models import Application
from app.extensions import db
from app.review import filters as asked
from app.review.filters import LABELS, Filters
from app.review.services import choosing, naming

# In the order the page shows them.
GROUPS = (
    "status", "due", "officer", "call", "project", "content", "commune", "kind", "priority",
    "warning",
)  # fmt: skip
CODED = ("call", "project", "content", "officer", "commune")


@dataclass(frozen=True)
class Option:
    """One value of a filter, what it is called, and how many dossiers it leaves."""

    value: str
    label: str
    number: int


@dataclass(frozen=True)
class Group:
    """One filter and its values that leave something."""

    name: str
    options: Sequence[Option]


def groups(filters: Filters, by: Actor) -> list[Group]:
    """Return the filters with their counts; two queries for each filter at most."""
    things = naming.known(dict.fromkeys(CODED, ""))
    return [Group(name, list(_options(name, filters, by, things))) for name in GROUPS]


def _options(
    name: str, filters: Filters, by: Actor, things: dict[str, naming.Named]
) -> Iterator[Option]:
    offered = [(value, label) for value, label in LABELS.get(name, {}).items() if value]
    offered += things.get(name, ())
    if name == "officer" and not by.stands_in_for:
        offered = [each for each in offered if each[0] != asked.STANDIN]
    wanted = [_with(filters, name, value) for value, _label in offered]
    for (value, label), number in zip(offered, _counted(wanted, by), strict=True):
        if number or getattr(filters, name) == value:
            yield Option(value, label, number)


def _with(filters: Filters, name: str, value: str) -> Filters:
    change: dict[str, Any] = {name: value, "after": ""}
    return replace(filters, **change)


def _counted(wanted: Sequence[Filters], by: Actor) -> list[int]:
    """Return how many fit each, `RARE` + 1 for more: one query for all of them."""
    if not wanted:
        return []
    parts = [
        select(literal(place).label("place"), choosing.capped(_ids(each, by)).label("number"))
        for place, each in enumerate(wanted)
    ]
    rows = sorted(db.session.execute(union_all(*parts)), key=lambda row: int(row.place))
    return [row.number for row in rows]


def _ids(filters: Filters, by: Actor) -> Any:
    """Return the dossiers that fit, in no order: the database takes whichever index it likes."""
    each = Application.__table__.c
    return select(each.id).where(*choosing.fitting(filters, by, each))


def total(filters: Filters, by: Actor) -> int:
    """Return how many dossiers fit, however many: for a deed on all of them, or a file."""
    each = Application.__table__.c
    query = select(func.count()).select_from(Application)
    return db.session.scalar(query.where(*choosing.fitting(filters, by, each))) or 0
