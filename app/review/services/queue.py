"""The queue (danh sách hồ sơ): filtered, searched, sorted, paged by key; flat with depth."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Integer, Select, String, literal_column, select

from app import transactions
from app.access import Actor
from app.accounts.models import Person
from app.applications.models import Application
from app.applications.workflow import ENDED, Look, Status, look_of
from app.extensions import db
from app.organisations.models import Commune, Organisation
from app.programmes.models import ContentVersion
from app.review.filters import Filters
from app.review.services import choosing, order, walking
from app.review.services.choosing import Choice
from app.review.services.walking import RARE


class Row(NamedTuple):
    """One line of the queue: only what it shows, no loaded objects."""

    id: int
    reference: str
    status: str
    cancelled: str
    due_on: date
    is_open: bool
    has_warning: bool
    version: int
    organisation: str
    commune: str
    content: str
    officer: str
    key: Any  # what it is sorted by
    total: int | None
    counts: str | None  # of the statuses, if they were asked for beside the rows

    @property
    def look(self) -> Look:
        return look_of(self.status, self.cancelled)


@dataclass(frozen=True)
class Page:
    """A page of the queue and the key of the next one ("" on the last).

    `total`: how many fit in all, `RARE` + 1 for more; None where only walking the whole list
    would tell. `statuses`: `counts`, if they were asked for.
    """

    rows: Sequence[Row]
    next_key: str
    total: int | None
    statuses: Mapping[str, int]


def page(filters: Filters, by: Actor, *, counted: bool = False) -> Page:
    """Return one page of the queue: one query, and one more where filters are weighed first.

    `counted`: with the counts of the statuses, in the first of them; an empty page asks for them.
    """
    transactions.planned_anew()  # a filter has ten dossiers, or most of them
    choice = choosing.chosen(filters, by, filters.size + 1, _COUNTS if counted else ())
    beside = counted and not choice.beside
    found = db.session.execute(_shown(choice.shape, counted=beside), choice.values).all()
    rows = [Row._make(row) for row in found]
    more = len(rows) > filters.size
    rows = rows[: filters.size]
    key = order.encode(order.of(filters), rows[-1].key, rows[-1].id) if more else ""
    statuses: Mapping[str, int] = {}
    if counted:
        statuses = _counted(choice, rows)
    return Page(rows, key, _total(choice, rows, filters, more=more), statuses)


def _counted(choice: Choice, rows: Sequence[Row]) -> Mapping[str, int]:
    if choice.beside:
        return _by_status(choice.beside)
    said = rows[0].counts if rows else None
    return _by_status(map(int, said.split(","))) if said else counts()


def _total(choice: Choice, rows: Sequence[Row], filters: Filters, *, more: bool) -> int | None:
    if choice.counted and rows:
        return rows[0].total
    if not more and not filters.after:
        return len(rows)
    return choice.total


_ORGANISATION, _COMMUNE = Organisation.__table__.c, Commune.__table__.c
_VERSION, _PERSON = ContentVersion.__table__.c, Person.__table__.c


@lru_cache(choosing.KEPT)
def _shown(shape: walking.Shape, *, counted: bool) -> Select[*tuple[Any, ...]]:
    """Return what the lines of the chosen dossiers show.

    Their rows and the other tables are joined to these few numbers: no database joins first and
    sorts then.
    """
    rows = walking.rows(shape)
    each, wanted = Application.__table__.c, shape.order
    place = wanted.place(rows.c)
    return (
        select(
            each.id,
            each.reference,
            each.status,
            each.cancelled,
            each.due_on,
            each.is_open,
            each.has_warning,
            each.version,
            _ORGANISATION.name,
            _COMMUNE.name,
            _VERSION.name,
            _PERSON.name,
            place[0],
            rows.c.total,
            _TOLD if counted else literal_column("NULL"),
        )
        .select_from(
            rows.join(Application.__table__, each.id == rows.c.id)
            .join(Organisation.__table__, _ORGANISATION.id == each.organisation_id)
            .join(Commune.__table__, _COMMUNE.code == each.commune_code)
            .join(ContentVersion.__table__, _VERSION.id == each.version_id)
            .outerjoin(Person.__table__, _PERSON.id == each.officer_id)
        )
        .order_by(*(part.desc() if wanted.descending else part for part in place))
    )


BEING_DEALT_WITH: Final = tuple(
    status for status in Status if status is not Status.DRAFT and status not in ENDED
)
# Written once, as text: the database is asked on each page, and Python shall not build it anew.
# In the order of the index: without it PostgreSQL reads the table for a status that many have.
_ONE: Final = (
    "(SELECT COUNT(*) FROM (SELECT 1 FROM application WHERE status = '%s'"
    " ORDER BY due_on, id LIMIT %d) AS t)"
)
_EACH: Final = [_ONE % (status.value, RARE + 1) for status in BEING_DEALT_WITH]
_COUNTS: Final[choosing.Counts] = tuple(literal_column(count, Integer) for count in _EACH)
_ALONE: Final = select(*_COUNTS)
# The same as one text, which each line of a page can carry: both databases count once.
_TOLD: Final = literal_column(
    " || ',' || ".join(f"CAST({one} AS VARCHAR)" for one in _EACH), String
)


def counts() -> dict[str, int]:
    """Return how many dossiers have each status being dealt with, `RARE` + 1 for more.

    One query that looks at no more than that of each, in the index, whatever the table holds.
    """
    return _by_status(db.session.execute(_ALONE).one())


def _by_status(numbers: Iterable[int]) -> dict[str, int]:
    return {status.value: number for status, number in zip(BEING_DEALT_WITH, numbers, strict=True)}


def all_rows(filters: Filters, by: Actor, most: int | None = None) -> Iterator[Row]:
    """Yield the rows of every page, at most `most`: a page at a time, by key."""
    given, after = 0, ""
    while most is None or given < most:
        size = 1000 if most is None else min(1000, most - given)
        found = page(replace(filters, after=after, size=size), by)
        yield from found.rows
        given, after = given + len(found.rows), found.next_key
        if not after:
            return
