"""Which dossiers a page of the queue shows, chosen so that no table's size is felt.

Each filter knows how to count who has it, to `RARE` at most, along an index of its own. Few enough:
those few are looked at, and sorted. Else the list is walked along the index of its order, and the
first rows that fit fill the page soon. A condition that must not lead the database to another index
than that is asked whether it is true (`(x = 1) IS TRUE`): both databases then only test it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    bindparam,
    func,
    literal_column,
    select,
    true,
    tuple_,
)

from app import clock
from app.access import Actor
from app.applications.models import NARROWED_BY, Application
from app.applications.services import foreign, search
from app.applications.workflow import Status
from app.extensions import db
from app.review import filters as asked
from app.review.filters import Filters
from app.review.services import narrowing, order
from app.review.services.narrowing import Columns, Narrowing, Values, at_most, only_tested

RARE = search.RARE
Counts = tuple[ColumnElement[int], ...]
KEPT = 500  # statements of pages; one is some 20 kB
# What a row is asked, and sorted by: an index holds what is asked, and one of the orders.
ASKED = (*NARROWED_BY, "submitted_at", "reference", "sort_name")


def capped(ids: Select[int], most: int | None = None) -> Any:
    """Return how many there are, to one more than `most` (`RARE`): a question of a fixed price."""
    found = ids.limit(at_most((RARE if most is None else most) + 1)).subquery()
    return select(func.count()).select_from(found).scalar_subquery()


def weigh(
    found: tuple[Narrowing, ...],
    values: Values,
    *,
    over: bool,
    most: int | None = None,
    beside: Counts = (),
) -> list[int]:
    """Return of each filter how many dossiers have it, `most` (`RARE`) + 1 for more: one query.

    `beside`: what else is counted in the same query; those numbers stand behind the others.
    """
    weighing = _weighing(found, over, RARE if most is None else most, beside)
    return list(db.session.execute(weighing, values).one())


@lru_cache(KEPT)
def _weighing(found: tuple[Narrowing, ...], over: bool, most: int, beside: Counts) -> Select[Any]:
    return select(*(capped(each.first(over=over), most) for each in found), *beside)


def due(filters: Filters) -> dict[str, date]:
    """Return the bounds of the due date, "first" and "last"; a week ends with its Sunday."""
    today = clock.today()
    sunday = today + timedelta(days=6 - today.weekday())
    bounds = {
        asked.OVERDUE: {"last": today - timedelta(days=1)},
        asked.TODAY: {"first": today, "last": today},
        asked.WEEK: {"first": today, "last": sunday},
        asked.LATER: {"first": sunday + timedelta(days=1)},
    }
    return bounds.get(filters.due, {})


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


@dataclass(frozen=True)
class Choice:
    """The dossiers of a page, and how many fit in all where that is cheap to know."""

    shape: Shape
    values: Values
    total: int | None = None  # RARE + 1 for more
    beside: Sequence[int] = ()  # what was counted when the filters were weighed

    @property
    def counted(self) -> bool:
        """Whether each row carries the exact number as `total`."""
        return self.shape.few is not None or self.shape.alone


def chosen(filters: Filters, by: Actor, most: int, beside: Counts = ()) -> Choice:
    """Choose the first `most` rows after the page before; at most one query is asked here.

    If one is, what stands `beside` is counted in it.
    """
    shape, values = _asked(filters, by, most)
    if not shape.found:
        return Choice(shape, values)
    if len(shape.found) == 1 and shape.order is order.DUE and shape.found[0].is_in_order:
        return Choice(replace(shape, alone=True), values)
    numbers = weigh(shape.found, values, over=filters.over, beside=beside)
    weights, counted = numbers[: len(shape.found)], numbers[len(shape.found) :]
    lightest = min(weights)
    if lightest <= RARE:
        few = shape.found[weights.index(lightest)]
        return Choice(replace(shape, few=few), values, beside=counted)
    plain = len(shape.found) == 1 and shape.found[0].is_column
    plain = plain and not (shape.bounds or shape.own)
    return Choice(shape, values, RARE + 1 if plain else None, counted)


def _asked(filters: Filters, by: Actor, most: int) -> tuple[Shape, Values]:
    """Return how the page is asked for, and with which values."""
    found, values = narrowing.asked_for(filters, by)
    bounds, wanted = due(filters), order.of(filters)
    key = order.decode(wanted, filters.after)
    values |= bounds
    values |= {"person": by.person_id, "own": sorted(by.organisation_ids)}
    if key is not None:
        values |= {"after_value": key[0], "after_id": key[1]}
    return Shape(
        found, wanted, filters.over, frozenset(bounds), bool(by.organisation_ids),
        key is not None, most,
    ), values  # fmt: skip


def counting(filters: Filters, by: Actor, *, foreign_too: bool = False) -> tuple[Shape, Values]:
    """Return how to ask which dossiers fit, however many, in no order."""
    shape, values = _asked(replace(filters, after="", sort=asked.DUE), by, 0)
    return replace(shape, foreign_too=foreign_too), values


def fitting(shape: Shape) -> Select[int]:
    """Return who fits, for counting: the database takes whichever index it likes."""
    each = Application.__table__.c
    return select(each.id).where(
        *_state(shape, each, order.DUE),
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
    return _state(shape, each, by)


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


def _state(shape: Shape, each: Columns, by: order.Order) -> list[ColumnElement[bool]]:
    """Dealt with, or over; a draft is neither, and has none of what lists are sorted by."""
    if not shape.over:
        return [each.is_open.is_(True)]
    return [each.is_open.is_(False), by.present(each), each.status != Status.DRAFT.value]


def _ordered(shape: Shape, query: Select[Any], each: Columns) -> Subquery:
    """Begin after the row the key names, in the order asked for."""
    wanted = shape.order
    place = wanted.place(each)
    if shape.after:
        here = tuple_(*place)
        there = tuple_(
            *(
                bindparam(name, type_=column.type)
                for name, column in zip(("after_value", "after_id"), place, strict=True)
            )
        )
        query = query.where(and_(here < there if wanted.descending else here > there))
    ways = [column.desc() if wanted.descending else column.asc() for column in place]
    return query.order_by(*ways).limit(at_most(shape.most)).subquery("chosen")
