"""How many dossiers each filter would leave, the other filters being as they are.

A page of its own: the queue itself stays quick. Each number is looked for to `RARE` at most.
Where some other filter has at most `WHOLE` dossiers, those are read once and counted for all
options; else all options of a filter are asked for in one query (`options`), and of each no more
dossiers are looked at than is cheap: beyond, the number is the least it can be.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Select, func, literal, select, union_all

from app import transactions
from app.access import Actor
from app.applications.mark_models import DossierMark
from app.applications.services import foreign
from app.extensions import db
from app.programmes.models import Call, Project, SupportContent
from app.review import filters as asked
from app.review.filters import LABELS, Filters
from app.review.services import choosing, naming, options, walking
from app.review.services.narrowing import Narrowing, Values
from app.review.services.options import Found
from app.review.services.walking import Shape

# In the order the page shows them.
GROUPS: Final = (
    "status", "due", "officer", "call", "project", "content", "commune", "kind", "priority",
    "warning",
)  # fmt: skip
_CODES: Final = {"call": Call, "project": Project, "content": SupportContent}
WHOLE: Final = 10_000
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
    """Return the filters with their counts; some thirty queries at most."""
    transactions.planned_anew()
    things = naming.known(dict.fromkeys(sorted(asked.FREE), ""))
    counting = _Counting(filters, by)
    return [Group(name, list(_options(name, filters, by, things, counting))) for name in GROUPS]


def _options(
    name: str, filters: Filters, by: Actor, things: dict[str, naming.Named], counting: "_Counting"
) -> Iterator[Option]:
    offered = [(value, label) for value, label in LABELS.get(name, {}).items() if value]
    offered += things.get(name, ())
    if name == "officer" and not by.stands_in_for:
        offered = [each for each in offered if each[0] != asked.STANDIN]
    numbers = counting.of(filters, name, [value for value, _label in offered])
    for value, label in offered:
        number, at_least = numbers.get(value, (0, False))
        if number or at_least or getattr(filters, name) == value:
            yield Option(value, label, number, at_least)


def _with(filters: Filters, name: str, value: str) -> Filters:
    change: dict[str, Any] = {name: value, "after": "", "sort": asked.DUE}
    return replace(filters, **change)


class _Counting:
    """Counts for one page: what was read for one filter serves the others."""

    def __init__(self, filters: Filters, by: Actor) -> None:
        self.asked, self.by = filters, by
        self.nothing_foreign = not foreign.has_any(by)
        self.read: dict[Filters, Numbers | None] = {}

    @cached_property
    def codes(self) -> dict[tuple[str, int], str]:
        return _codes()

    def of(self, filters: Filters, name: str, values: Sequence[str]) -> dict[str, Found]:
        """Return how many fit with each value of the filter `name` beside the other filters."""
        if name != "status":
            return self._beside(_with(filters, name, ""), name, values)
        # Of the statuses some have ended: those are counted among what has.
        over = [value for value in values if _with(filters, name, value).over]
        going_on = [value for value in values if value not in over]
        found = self._beside(_with(filters, name, asked.OPEN), name, going_on)
        return found | self._beside(_with(filters, name, asked.OVER), name, over)

    def _beside(self, beside: Filters, name: str, values: Sequence[str]) -> dict[str, Found]:
        if beside not in self.read:
            # What all other filters stand beside is read for all of them at once.
            all_of_them = beside == _with(self.asked, "status", self.asked.status)
            self.read[beside] = self._whole(beside, GROUPS if all_of_them else (name,))
        numbers = self.read[beside]
        if numbers is not None:
            return {value: (numbers[name, value], False) for value in values}
        apart = [value for value in values if name == "due" or value in options.SINGLE]
        found = {value: self._one(_with(beside, name, value), name) for value in apart}
        others = [value for value in values if value not in found]
        if not others:
            return found
        shape, given = self._shape(beside)
        return found | options.each(name, shape, given, others)

    def _shape(self, filters: Filters) -> tuple[Shape, Values]:
        return choosing.counting(filters, self.by, foreign_too=self.nothing_foreign)

    def _one(self, filters: Filters, name: str) -> Found:
        shape, values = self._shape(filters)
        wanted = options.LEADS[name].name if name in options.LEADS else ""
        lead = next((one for one in shape.found if one.name == wanted), _first(shape))
        return options.one(shape, lead, values)

    def _whole(self, filters: Filters, names: tuple[str, ...]) -> Numbers | None:
        """Return all options' numbers where one filter's dossiers can all be looked at, or None."""
        shape, values = self._shape(filters)
        if not shape.found:
            return None
        weights = choosing.weigh(shape.found, values, over=shape.over, most=WHOLE)
        for weight, few in sorted(zip(weights, shape.found, strict=True), key=itemgetter(0)):
            if weight <= (WHOLE if few.is_column else walking.RARE):
                return self._counted(shape, few, values, names)
        return None

    def _counted(
        self, shape: Shape, few: Narrowing, values: Values, names: tuple[str, ...]
    ) -> Numbers:
        """Count the options of all who fit, of whom each has the filter `few`."""
        found: Numbers = Counter()
        for column, name in _COLUMNS.items():
            if name not in names:
                continue
            for value, number in db.session.execute(_numbers(shape, few, column), values):
                for option in _said(column, value, self.codes, self.by):
                    found[name, option] += number
        if not MARKED.isdisjoint(names):
            for mark, number in db.session.execute(_marks(shape, few), values):
                found[_group_of(mark)] += number
        return found


def _first(shape: Shape) -> Narrowing | None:
    return next((one for one in shape.found if one.is_column), None)


# The filter whose options a column says; those of the others are marks.
_COLUMNS: Final = {
    "status": "status",
    "is_open": "status",
    "due_on": "due",
    "officer_id": "officer",
    "call_id": "call",
    "project_id": "project",
    "content_id": "content",
    "commune_code": "commune",
    "organisation_kind": "kind",
}
MARKED: Final = frozenset({"priority", "warning"})


@lru_cache(choosing.KEPT)
def _numbers(shape: Shape, few: Narrowing, column: str) -> Select[Any, int]:
    each, conditions = walking.having(shape, few)
    return select(each[column], func.count()).where(*conditions).group_by(each[column])


@lru_cache(choosing.KEPT)
def _marks(shape: Shape, few: Narrowing) -> Select[Any]:
    each, conditions = walking.having(shape, few)
    marked = DossierMark.__table__.c
    fitting = marked.application_id.in_(select(each.id).where(*conditions))
    return select(marked.mark, func.count()).where(fitting).group_by(marked.mark)


def _codes() -> dict[tuple[str, int], str]:
    """Return the codes of what rows name by number."""
    parts = [
        select(literal(name), model.__table__.c.id, model.__table__.c.code)
        for name, model in _CODES.items()
    ]
    return {(name, key): code for name, key, code in db.session.execute(union_all(*parts))}


def _said(column: str, value: Any, codes: dict[tuple[str, int], str], by: Actor) -> Iterable[str]:
    """Return the options that a value of a column is counted for."""
    if value is None and column != "officer_id":
        return ()
    match column:
        case "is_open":
            return (asked.OPEN if value else asked.OVER,)
        case "officer_id":
            return _officers(value, by)
        case "due_on":
            return _dues(value)
    name = _COLUMNS[column]
    return (codes[name, value] if name in _CODES else value,)


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
    found = walking.fitting(shape).order_by(None).subquery()
    return db.session.execute(select(func.count()).select_from(found), values).scalar_one()
