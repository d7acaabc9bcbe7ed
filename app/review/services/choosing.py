"""Which dossiers a page of the queue shows, chosen so that no table's size is felt.

Each filter knows how to count who has it, to `RARE` at most, along an index of its own. Few enough:
those few are looked at, and sorted. Else the list is walked along the index of its order, and the
first rows that fit fill the page soon. A condition that must not lead the database to another index
than that is asked of an expression (`coalesce(x, x)`): both databases then only test it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, literal, select, tuple_
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from app import clock
from app.access import Actor
from app.applications.models import Application
from app.applications.services import foreign, marks, search
from app.extensions import db
from app.programmes.models import Call, Project, SupportContent
from app.review import filters as asked
from app.review.filters import Filters
from app.review.services import order

RARE = search.RARE
Columns = ReadOnlyColumnCollection[str, Any]
# What a line shows, is filtered and sorted by.
SHOWN = (
    Application.id,
    Application.reference,
    Application.status,
    Application.due_on,
    Application.submitted_at,
    Application.sort_name,
    Application.is_open,
    Application.call_id,
    Application.project_id,
    Application.content_id,
    Application.officer_id,
    Application.organisation_id,
    Application.organisation_kind,
    Application.commune_code,
    Application.version_id,
    Application.version,
    Application.has_warning,
)


@dataclass(frozen=True)
class Narrowing:
    """One filter: who has it, along its index; whether a row has it; which column it is, if one."""

    ids: Select[int]
    column: str = ""
    value: Any = None
    mark: str = ""
    term: str = ""

    def direct(self, each: Columns) -> ColumnElement[bool]:
        """The condition by which the database may find the rows."""
        if self.column:
            return _equal(each[self.column], self.value)
        return marks.has(each.id, self.mark) if self.mark else search.has(each.id, self.term)

    def tested(self, each: Columns) -> ColumnElement[bool]:
        """The same condition, which leads to no index."""
        if not self.column:
            return self.direct(each)
        column = each[self.column]
        return _equal(func.coalesce(column, column), self.value)


def _equal(column: ColumnElement[Any], value: Any) -> ColumnElement[bool]:
    if value is None:
        return column.is_(None)
    return column.in_(value) if isinstance(value, frozenset) else column == value


# The narrower a filter usually is, the earlier: along which index a list in order of its due
# dates is walked when all that is asked for is common.
_COLUMNS = (
    "commune_code",
    "officer_id",
    "content_id",
    "project_id",
    "call_id",
    "status",
    "organisation_kind",
)


def narrowings(filters: Filters, by: Actor) -> list[Narrowing]:
    """Return the filters that narrow the list, but for its state and its due dates."""
    values = _values(filters, by)
    found = [
        Narrowing(_having(name, values[name], filters), name, values[name])
        for name in _COLUMNS
        if name in values
    ]
    wanted = [marks.priority(filters.priority)] if filters.priority else []
    if filters.warning:
        any_kind = filters.warning == asked.ANY_WARNING
        wanted.append(marks.WARNED if any_kind else marks.warning(filters.warning))
    found += [Narrowing(marks.among(mark), mark=mark) for mark in wanted]
    return found + [
        Narrowing(search.beginning(term), term=term) for term in search.terms(filters.query)
    ]


def _values(filters: Filters, by: Actor) -> dict[str, Any]:
    """Return what the columns must be; a code that nothing has is met by nothing."""
    values: dict[str, Any] = {}
    if filters.status not in {asked.OPEN, asked.OVER}:
        values["status"] = filters.status
    for name, column, model in (
        ("call", "call_id", Call),
        ("project", "project_id", Project),
        ("content", "content_id", SupportContent),
    ):
        if code := getattr(filters, name):
            values[column] = select(model.id).where(model.code == code).scalar_subquery()
    if filters.officer:
        values["officer_id"] = _officer(filters.officer, by)
    if filters.commune:
        values["commune_code"] = filters.commune
    if filters.kind:
        values["organisation_kind"] = filters.kind
    return values


def _officer(wanted: str, by: Actor) -> int | frozenset[int] | None:
    if wanted == asked.NOBODY_YET:
        return None
    if wanted == asked.STANDIN:
        return by.stands_in_for
    return by.person_id if wanted == asked.ME else int(wanted)


def _having(column: str, value: Any, filters: Filters) -> Select[int]:
    each = Application.__table__.c
    state = [] if column == "status" else [each.is_open.is_(not filters.over)]
    return select(each.id).where(_equal(each[column], value), *state)


def capped(ids: Select[int]) -> Any:
    """Return how many there are, to one more than `RARE`: a question of a fixed price."""
    return select(func.count()).select_from(ids.limit(RARE + 1).subquery()).scalar_subquery()


def weigh(found: Sequence[Narrowing]) -> list[int]:
    """Return of each filter how many dossiers have it, `RARE` + 1 for more: one query."""
    return list(db.session.execute(select(*(capped(each.ids) for each in found))).one())


def due(filters: Filters, column: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    """Return the conditions on the due date; a week ends with its Sunday."""
    today = clock.today()
    sunday = today + timedelta(days=6 - today.weekday())
    bounds: dict[str, tuple[date | None, date | None]] = {
        asked.OVERDUE: (None, today - timedelta(days=1)),
        asked.TODAY: (today, today),
        asked.WEEK: (today, sunday),
        asked.LATER: (sunday + timedelta(days=1), None),
    }
    first, last = bounds.get(filters.due, (None, None))
    return [
        *([column >= first] if first else []),
        *([column <= last] if last else []),
    ]


@dataclass(frozen=True)
class Choice:
    """The dossiers of a page, and how many fit in all where that is cheap to know."""

    rows: Subquery
    total: int | None = None  # RARE + 1 for more
    counted: bool = False  # each row carries the exact number as `total`


def chosen(filters: Filters, by: Actor, most: int) -> Choice:
    """Choose the first `most` rows after the page before; at most one query is asked here."""
    found = narrowings(filters, by)
    if not found:
        return Choice(_walked(filters, by, [], most))
    weights = weigh(found)
    lightest = min(weights)
    if lightest <= RARE:
        few = found[weights.index(lightest)]
        rest = [each for each in found if each is not few]
        return Choice(_few(filters, by, few, rest, most), counted=True)
    plain = len(found) == 1 and found[0].column and not (filters.due or by.organisation_ids)
    return Choice(_walked(filters, by, found, most), RARE + 1 if plain else None)


def fitting(filters: Filters, by: Actor, each: Columns) -> list[ColumnElement[bool]]:
    """Return all conditions of the filters, for counting: in no order, from no row."""
    return [
        *_state(filters, each, order.DUE),
        *foreign.others(by, each),
        *due(filters, each.due_on),
        *(one.direct(each) for one in narrowings(filters, by)),
    ]


def _few(
    filters: Filters, by: Actor, few: Narrowing, rest: Sequence[Narrowing], most: int
) -> Subquery:
    """Look at the dossiers that have the rarest filter, count and sort them."""
    # The limit, which is never reached, keeps both databases from beginning elsewhere.
    those = select(*SHOWN).where(Application.id.in_(few.ids)).limit(RARE).subquery("those").c
    state = [
        *_state(filters, those, order.DUE),
        *foreign.others(by, those),
        *due(filters, those.due_on),
    ]
    fitting = (
        select(*those, func.count().over().label("total"))
        .where(*state, *(each.direct(those) for each in rest))
        .subquery("fitting")
    )
    return _ordered(filters, select(*fitting.c), fitting.c, most)


def _walked(filters: Filters, by: Actor, found: Sequence[Narrowing], most: int) -> Subquery:
    """Walk along the index of the order, or of one filter in the order of the due dates."""
    each = Application.__table__.c
    by_due = order.of(filters) is order.DUE
    leading = next((one for one in found if one.column and by_due), None)
    state = _state(filters, each, order.of(filters))
    if leading is not None and leading.column == "status":
        state = []  # its index knows nothing else, and the status says it all
    conditions = [
        *state,
        *foreign.others(by, each),
        *due(filters, each.due_on if by_due else func.coalesce(each.due_on, each.due_on)),
        *(one.direct(each) if one is leading else one.tested(each) for one in found),
    ]
    query = select(*(each[column.key] for column in SHOWN)).where(*conditions)
    return _ordered(filters, query, each, most)


def _state(filters: Filters, each: Columns, by: order.Order) -> list[ColumnElement[bool]]:
    """Dealt with, or over; a draft is neither, and has none of what lists are sorted by."""
    if not filters.over:
        return [each.is_open.is_(True)]
    return [each.is_open.is_(False), by.present(each), each.submitted_at.is_not(None)]


def _ordered(filters: Filters, query: Select[Any], each: Columns, most: int) -> Subquery:
    """Begin after the row the key names, in the order asked for."""
    wanted = order.of(filters)
    place = wanted.place(each)
    if (key := order.decode(wanted, filters.after)) is not None:
        here = tuple_(*place)
        there = tuple_(
            *(literal(part, column.type) for part, column in zip(key, place, strict=True))
        )
        query = query.where(and_(here < there if wanted.descending else here > there))
    ways = [column.desc() if wanted.descending else column.asc() for column in place]
    return query.order_by(*ways).limit(most).subquery("chosen")
