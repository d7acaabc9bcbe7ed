"""How many dossiers each of many values of one filter has, the other filters being as they are.

All values of a filter are asked for in one query: along the index that begins with that value, of
its first `LOOKED_AT` dossiers those that fit the other filters. Where fewer than `RARE` fit of so
many, there may be more, and that is said.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Integer, Select, Subquery, cast, literal_column, select, union_all

from app.applications.services import marks
from app.extensions import db
from app.review import filters as asked
from app.review.services import choosing, naming
from app.review.services.choosing import Shape
from app.review.services.narrowing import Form, Narrowing, Values

LOOKED_AT: Final = 1_500
Found = tuple[int, bool]  # how many, `RARE` + 1 for more; whether there may be more than that
# What must be of the dossiers for each value of a filter. A due date is no such thing.
LEADS: Final = {
    "status": Narrowing("status", Form.EQUAL),
    "officer": Narrowing("officer_id", Form.EQUAL),
    "call": Narrowing("call_id", Form.CODED),
    "project": Narrowing("project_id", Form.CODED),
    "content": Narrowing("content_id", Form.CODED),
    "commune": Narrowing("commune_code", Form.EQUAL),
    "kind": Narrowing("organisation_kind", Form.EQUAL),
    "priority": Narrowing("mark1", Form.MARK),
    "warning": Narrowing("mark2", Form.MARK),
}
# Values that are several things at once, or nothing: each is asked for by itself.
APART: Final = frozenset({asked.OPEN, asked.OVER, asked.ME, asked.NOBODY_YET, asked.STANDIN})


def one(shape: Shape, lead: Narrowing | None, values: Values) -> Found:
    """Return how many fit, for what is no plain value; `lead` is among the shape's filters."""
    number, having = db.session.execute(_one(shape, lead), values).one()
    return number, number <= choosing.RARE and having > LOOKED_AT


@lru_cache(choosing.KEPT)
def _one(shape: Shape, lead: Narrowing | None) -> Select[Any]:
    return select(_fits(shape, lead), _having(shape, lead))


def each(name: str, shape: Shape, values: Values, wanted: Iterable[str]) -> dict[str, Found]:
    """Return how many fit beside each of the `wanted` values of a filter: at most two queries."""
    said = {_said(name, value): value for value in wanted}
    fixed = () if name in asked.FREE else tuple(said)
    rows = db.session.execute(_each(name, shape, fixed), values)
    numbers = {said[value]: number for value, number in rows if value in said}
    more: set[str] = set()
    few = {value for value, number in numbers.items() if number <= choosing.RARE}
    if few and (shape.found or not shape.foreign_too):
        having = db.session.execute(_sizes(name, shape.over, fixed))
        more = {said[value] for value, number in having if number > LOOKED_AT and value in said}
    return {value: (number, value in more & few) for value, number in numbers.items()}


def _said(name: str, value: str) -> str:
    """Return a filter's value as the index says it."""
    if name == "priority":
        return marks.priority(value)
    if name == "warning":
        return marks.WARNED if value == asked.ANY_WARNING else marks.warning(value)
    return value


@lru_cache(choosing.KEPT)
def _each(name: str, shape: Shape, fixed: tuple[str, ...]) -> Select[Any]:
    value = _values(name, fixed).c[0]
    return select(value, _fits(shape, LEADS[name], _as_asked(name, value)))


@lru_cache(choosing.KEPT)
def _sizes(name: str, over: bool, fixed: tuple[str, ...]) -> Select[Any]:
    value = _values(name, fixed).c[0]
    having = LEADS[name].first(over=over, value=_as_asked(name, value))
    return select(value, choosing.capped(having, LOOKED_AT))


def _values(name: str, fixed: tuple[str, ...]) -> Subquery:
    if name in asked.FREE:
        return naming.keys(name).subquery("source")
    return union_all(
        *(select(literal_column(f"'{value}'").label("value")) for value in fixed)
    ).subquery("source")


def _as_asked(name: str, value: Any) -> Any:
    return cast(value, Integer) if name == "officer" else value


def _fits(shape: Shape, lead: Narrowing | None, value: Any = None) -> Any:
    those = choosing.looked_at(shape, lead, LOOKED_AT, value).subquery("those")
    return choosing.capped(choosing.fitting_among(shape, those.c, lead))


def _having(shape: Shape, lead: Narrowing | None) -> Any:
    return choosing.capped(choosing.looked_at(shape, lead, LOOKED_AT + 1), LOOKED_AT)
