"""Which dossiers a page of the queue shows, chosen so that no table's size is felt.

Each filter knows how to count who has it, to `RARE` at most, along an index of its own. Few enough:
those few are looked at, and sorted. Else the list is walked along the index of its order, and the
first rows that fit fill the page soon (`walking`). Words that are common, and have not met where
the list begins, are looked for together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from app import clock
from app.access import Actor
from app.extensions import db
from app.review import filters as asked
from app.review.filters import Filters
from app.review.services import narrowing, order, walking
from app.review.services.narrowing import Form, Narrowing, Values
from app.review.services.walking import Shape, capped

Counts = tuple[ColumnElement[int], ...]
LONGEST = 100_000  # dossiers that have a word, for its list to be laid beside another's
KEPT = 500  # statements of pages; one is some 20 kB


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
    weighing = _weighing(found, over, walking.RARE if most is None else most, beside)
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
    """Choose the first `most` rows after the page before; one query at most, hardly ever three.

    If one is asked, what stands `beside` is counted in it.
    """
    shape, values = _asked(filters, by, most)
    if not shape.found:
        return Choice(shape, values)
    if len(shape.found) == 1 and shape.order is order.DUE and shape.found[0].is_in_order:
        return Choice(replace(shape, alone=True), values)
    terms = tuple(one for one in shape.found if one.is_word)
    tried = (_meeting(terms, filters.over),) if len(terms) > 1 else ()
    numbers = weigh(shape.found, values, over=filters.over, beside=(*tried, *beside))
    weights, met = numbers[: len(shape.found)], numbers[len(shape.found) :][: len(tried)]
    counted = numbers[len(shape.found) + len(tried) :]
    few = shape.found[weights.index(min(weights))] if min(weights) <= walking.RARE else None
    if few is None and met == [0]:
        few = _together(terms, values)
    if few is not None:
        return Choice(replace(shape, few=few), values, beside=counted)
    plain = len(shape.found) == 1 and shape.found[0].is_column
    plain = plain and not (shape.bounds or shape.own)
    return Choice(shape, values, walking.RARE + 1 if plain else None, counted)


@lru_cache(KEPT)
def _meeting(terms: tuple[Narrowing, ...], over: bool) -> ColumnElement[int]:
    found: ColumnElement[int] = walking.meeting(terms, over=over)
    return found


def _together(terms: tuple[Narrowing, ...], values: Values) -> Narrowing | None:
    """Return the words at once, if few dossiers have them all; two queries, of bounded lists."""
    weights = weigh(terms, values, over=False, most=LONGEST)
    several = tuple(one for one, number in zip(terms, weights, strict=True) if number <= LONGEST)
    if len(several) < 2:
        return None
    both = Narrowing("+".join(one.name for one in several), Form.TOGETHER, several)
    (number,) = weigh((both,), values, over=False)
    return both if number <= walking.RARE else None


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
