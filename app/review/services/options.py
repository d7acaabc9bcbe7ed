"""How many dossiers each of many values of one filter has, the other filters being as they are.

All values of a filter are asked for in one query: along the index that begins with that value, of
its first `LOOKED_AT` dossiers those that fit the other filters. Where it has more, and not many of
those fit, the number is the least it can be.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Integer, Select, Subquery, cast, func, literal_column, select, union_all

from app.applications.services import marks
from app.extensions import db
from app.review import filters as asked
from app.review.services import choosing, naming, walking
from app.review.services.narrowing import Form, Narrowing, Values
from app.review.services.walking import Shape

LOOKED_AT: Final = 1_500
_APART: Final = 1_000_000  # more than are ever looked at
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
SINGLE: Final = frozenset({asked.OPEN, asked.OVER, asked.ME, asked.NOBODY_YET, asked.STANDIN})


def one(shape: Shape, lead: Narrowing | None, values: Values) -> Found:
    """Return how many fit, for what is no plain value; `lead` is among the shape's filters."""
    return _understood(db.session.execute(_one(shape, lead), values).scalar_one())


def each(name: str, shape: Shape, values: Values, wanted: Iterable[str]) -> dict[str, Found]:
    """Return how many fit beside each of the `wanted` values of a filter."""
    said = {_said(name, value): value for value in wanted}
    fixed = () if name in asked.FREE else tuple(said)
    rows = db.session.execute(_each(name, shape, fixed), values)
    return {said[value]: _understood(both) for value, both in rows if value in said}


def _understood(both: int) -> Found:
    looked_at, number = divmod(both, _APART)
    if number > walking.RARE:
        return walking.RARE + 1, False
    return number, looked_at > LOOKED_AT


def _said(name: str, value: str) -> str:
    """Return a filter's value as the index says it."""
    if name == "priority":
        return marks.priority(value)
    if name == "warning":
        return marks.WARNED if value == asked.ANY_WARNING else marks.warning(value)
    return value


@lru_cache(choosing.KEPT)
def _one(shape: Shape, lead: Narrowing | None) -> Select[int]:
    return select(_both(shape, lead))


@lru_cache(choosing.KEPT)
def _each(name: str, shape: Shape, fixed: tuple[str, ...]) -> Select[Any]:
    value = _values(name, fixed).c[0]
    # Cast because the numbers of people stand in addresses as texts.
    meant = cast(value, Integer) if name == "officer" else value
    return select(value, _both(shape, LEADS[name], meant))


def _both(shape: Shape, lead: Narrowing | None, value: Any = None) -> Any:
    """Return how many were looked at and how many of them fit, as one number: `_understood`."""
    first = walking.looked_at(shape, lead, LOOKED_AT + 1, value).subquery("first")
    both = func.count() * _APART + func.count().filter(first.c.fits)
    return select(both).select_from(first).scalar_subquery()


def _values(name: str, fixed: tuple[str, ...]) -> Subquery:
    if name in asked.FREE:
        return naming.keys(name).subquery("source")
    return union_all(
        *(select(literal_column(f"'{value}'").label("value")) for value in fixed)
    ).subquery("source")
