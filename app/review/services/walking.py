"""How the SQL of a page is written: along which index it walks, and what it asks on its way.

A condition that must not lead the database to another index is asked whether it is true
(`(x = 1) IS TRUE`): both databases then only test it.
"""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    true,
    union_all,
)

from app.applications.models import NARROWED_BY, Application
from app.applications.services import foreign, search
from app.applications.workflow import Status
from app.review.services import order
from app.review.services.narrowing import Columns, Narrowing, at_most, only_tested

RARE = search.RARE
TRIED = 200
# What a row is asked, and sorted by: an index holds what is asked, and one of the orders.
ASKED = (*NARROWED_BY, "submitted_at", "reference", "sort_name")


def capped(ids: Select[int], most: int | None = None) -> Any:
    """Return how many there are, to one more than `most` (`RARE`): a question of a fixed price."""
    found = ids.limit(at_most((RARE if most is None else most) + 1)).subquery()
    return select(func.count()).select_from(found).scalar_subquery()


@dataclass(frozen=True)
class Shape:
    """All that decides how the SQL of a page is written; what is put into it is not here."""

    found: tuple[Narrowing, ...]
    order: order.Order
    over: bool
    bounds: frozenset[str]  # of the due date: "first", "last"
    own: bool  # whether the person has organisations of their own
    after: bool = False  # whether a key of the page before is given
    most: int = 0
    few: Narrowing | None = None  # the rarest filter, if it is rare
    alone: bool = False  # one filter, along whose index the page is walked and counted
    foreign_too: bool = False  # where it is known that there are none to leave out


def fitting(shape: Shape) -> Select[int]:
    """Return who fits, for counting: the database takes whichever index it likes."""
    each = Application.__table__.c
    return select(each.id).where(
        *_state(shape.over, each, order.DUE),
        *_others(shape, each),
        *_due(shape, each.due_on),
        *(one.direct(each) for one in shape.found),
    )


def looked_at(shape: Shape, lead: Narrowing | None, most: int, value: Any = None) -> Select[bool]:
    """Return of each of the first `most` that have `lead` whether it fits.

    `value`: what the lead must be, where that is a column of another table and no parameter.
    """
    each = Application.__table__.c
    rest = replace(shape, found=tuple(one for one in shape.found if one != lead))
    if lead is not None and not lead.is_column:
        first = lead.first(over=shape.over, value=value).limit(at_most(most)).subquery().c
        fits = and_(true(), *_narrowed(rest, each, None, order.DUE))
        return select(fits.label("fits")).where(each.id == first[0]).limit(at_most(most))
    begun = [*_state_beside(shape, each, lead, order.DUE), *_due(shape, each.due_on)]
    if lead is not None:
        begun.append(lead.direct(each, value))
    fits = and_(true(), *(one.tested(each) for one in rest.found), *_others(shape, each))
    return (
        select(fits.label("fits"))
        .where(*begun)
        .order_by(each.due_on, each.id)
        .limit(at_most(most))
        .correlate_except(Application)
    )


def meeting(terms: tuple[Narrowing, ...], *, over: bool) -> Any:
    """Return whether one of the first `TRIED` of the list has all these words: 1 or 0."""
    each = Application.__table__.c
    first = select(each.id).where(*_state(over, each, order.DUE))
    tried = first.order_by(each.due_on, each.id).limit(at_most(TRIED)).subquery().c
    return capped(select(tried.id).where(*(one.direct(tried) for one in terms)), 0)


def having(shape: Shape, few: Narrowing) -> tuple[Columns, list[ColumnElement[bool]]]:
    """Return the rows that have a filter that not many have, and what else they must be to fit."""
    each = Application.__table__.c
    if few.is_column:
        return each, _narrowed(shape, each, few, order.DUE)
    # The limit, which is never reached, keeps both databases from beginning elsewhere.
    those = (
        select(*(each[name] for name in ASKED))
        .where(each.id.in_(few.ids(over=shape.over)))
        .limit(at_most(RARE))
        .subquery("those")
        .c
    )
    rest = replace(shape, found=tuple(one for one in shape.found if one != few))
    return those, _narrowed(rest, those, None, order.DUE)


def rows(shape: Shape) -> Subquery:
    """Return the rows of a page: their numbers, what they are sorted by, and `total`."""
    return _walked(shape) if shape.few is None else _few(shape, shape.few)


def _few(shape: Shape, few: Narrowing) -> Subquery:
    """Look at the dossiers that have the rarest filter, count and sort them."""
    each, conditions = having(shape, few)
    fitting = select(*shape.order.place(each), func.count().over().label("total"))
    found = fitting.where(*conditions).subquery("fitting")
    return _ordered(shape, select(*found.c), found.c)


def _walked(shape: Shape) -> Subquery:
    """Walk along the index of the order, or of one filter in the order of the due dates."""
    each = Application.__table__.c
    by_due = shape.order is order.DUE
    lead = next((one for one in shape.found if one.is_column and by_due), None)
    conditions = _narrowed(shape, each, lead, shape.order)
    total: Any = literal_column("NULL")
    if shape.alone:
        total = capped(select(each.id).where(*conditions).order_by(each.due_on, each.id))
    place = shape.order.place(each)
    return _ordered(shape, select(*place, total.label("total")).where(*conditions), each)


def _narrowed(
    shape: Shape, each: Columns, lead: Narrowing | None, by: order.Order
) -> list[ColumnElement[bool]]:
    """Return what a row must be: `lead` and the order find it, all else is only tested."""
    due = _due(shape, each.due_on)
    return [
        *_state_beside(shape, each, lead, by),
        *(due if by is order.DUE else map(only_tested, due)),
        *(one.direct(each) if one is lead else one.tested(each) for one in shape.found),
        *_others(shape, each),
    ]


def _state_beside(
    shape: Shape, each: Columns, lead: Narrowing | None, by: order.Order
) -> list[ColumnElement[bool]]:
    if lead is not None and lead.name == "status":
        return []  # its index begins with nothing else, and the status says it all
    return _state(shape.over, each, by)


def _others(shape: Shape, each: Columns) -> list[ColumnElement[bool]]:
    if shape.foreign_too:
        return []
    own: Any = bindparam("own", expanding=True) if shape.own else None
    return foreign.excluding(each, bindparam("person"), own)


def _due(shape: Shape, column: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    return [
        *([column >= bindparam("first")] if "first" in shape.bounds else ()),
        *([column <= bindparam("last")] if "last" in shape.bounds else ()),
    ]


def _state(over: bool, each: Columns, by: order.Order) -> list[ColumnElement[bool]]:
    """Dealt with, or over; a draft is neither, and has none of what lists are sorted by."""
    if not over:
        return [each.is_open.is_(True)]
    return [each.is_open.is_(False), by.present(each), each.status != Status.DRAFT.value]


def _ordered(shape: Shape, query: Select[Any], each: Columns) -> Subquery:
    """Begin after the row the key names, in the order asked for."""
    most = at_most(shape.most)
    if not shape.after:
        return query.order_by(*_ways(shape, each)).limit(most).subquery("chosen")
    value, number = shape.order.place(each)
    last: Any = bindparam("after_value", type_=value.type)
    last_id: Any = bindparam("after_id", type_=number.type)
    down = shape.order.descending
    behind = value < last if down else value > last
    beside = and_(value == last, number < last_id if down else number > last_id)
    if shape.few is not None:
        query = query.where(or_(beside, behind))
        return query.order_by(*_ways(shape, each)).limit(most).subquery("chosen")
    # Walked one after the other: asked for the pair (value, number) SQLite would begin with the
    # first row of that value, and thousands of dossiers may be due on one day.
    parts = [
        query.where(where).order_by(*_ways(shape, each)).limit(most).subquery()
        for where in (beside, behind)
    ]
    both = union_all(*(select(part) for part in parts)).subquery("both")
    return select(both).order_by(*_ways(shape, both.c)).limit(most).subquery("chosen")


def _ways(shape: Shape, each: Columns) -> list[ColumnElement[Any]]:
    place = shape.order.place(each)
    return [column.desc() if shape.order.descending else column.asc() for column in place]
