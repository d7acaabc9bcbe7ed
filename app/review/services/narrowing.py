"""What narrows the queue: each filter as SQL without its value, and the values beside it.

The SQL of a page is written once for each combination of filters, not once a page: writing it
took four times as long as the database's answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam, intersect, literal_column, select
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from app.access import Actor
from app.applications.mark_models import DossierMark
from app.applications.models import Application
from app.applications.services import marks, search
from app.programmes.models import Call, Project, SupportContent
from app.review import filters as asked
from app.review.filters import Filters

Columns = ReadOnlyColumnCollection[str, Any]
Values = dict[str, Any]  # the parameters of a statement by their names


class Form(Enum):
    """How a filter asks a row."""

    EQUAL = auto()
    SEVERAL = auto()  # one of these
    NOBODY = auto()  # nothing stands there
    CODED = auto()  # the row of another table that has this code; a code nothing has fits nothing
    WARNED = auto()  # a column says it, and a mark finds it
    MARK = auto()
    WORD = auto()
    DIGITS = auto()  # a word that is part of a number
    TOGETHER = auto()  # several words at once


_COLUMN_FORMS: Final = {Form.EQUAL, Form.SEVERAL, Form.NOBODY, Form.CODED}
_MODELS: Final[dict[str, Any]] = {
    "call_id": Call.__table__.c,
    "project_id": Project.__table__.c,
    "content_id": SupportContent.__table__.c,
}


@dataclass(frozen=True)
class Narrowing:
    """One filter. `name` is its column's, or "mark1", "term2"; its value bears the same name."""

    name: str
    form: Form
    parts: tuple["Narrowing", ...] = ()  # the words that are looked for together

    @property
    def is_column(self) -> bool:
        """Whether a column, which has an index in the order of the due dates, must be something."""
        return self.form in _COLUMN_FORMS

    @property
    def is_word(self) -> bool:
        """Whether a word is looked for."""
        return self.form in {Form.WORD, Form.DIGITS}

    @property
    def is_in_order(self) -> bool:
        """Whether one stretch of its index has them all in the order of the due dates."""
        return self.is_column and self.form is not Form.SEVERAL

    def ids(self, *, over: bool, value: Any = None) -> Select[int]:
        """Return who has it, along its index. `value`: other than its parameter."""
        each = Application.__table__.c
        if self.parts:
            lists = intersect(*(one.ids(over=over) for one in self.parts)).subquery().c
            return select(lists[0])
        if self.is_word:
            return self._found()
        if not self.is_column:
            return marks.among(bindparam(self.name) if value is None else value).correlate_except(
                DossierMark
            )
        state = [] if self.name == "status" else [each.is_open.is_(not over)]
        having = select(each.id).where(self._is(each[self.name], value), *state)
        return having.correlate_except(Application)

    def first(self, *, over: bool, value: Any = None) -> Select[int]:
        """Return them in the order of that index: PostgreSQL would read the table for many."""
        ids = self.ids(over=over, value=value)
        if self.is_column:
            return ids.order_by(Application.__table__.c.due_on, Application.__table__.c.id)
        # The index of the words has no order of the whole.
        return ids if self.is_word or self.parts else ids.order_by(*ids.selected_columns)

    def direct(self, each: Columns, value: Any = None) -> ColumnElement[bool]:
        """Return the condition by which the database may find the rows."""
        if self.is_column:
            return self._is(each[self.name], value)
        if self.form is Form.WARNED:
            warned: ColumnElement[bool] = each.has_warning.is_(True)
            return warned
        if self.form is Form.MARK:
            return marks.has(each.id, bindparam(self.name))
        return search.among(each.id, self._found())

    def tested(self, each: Columns) -> ColumnElement[bool]:
        """Return the same condition, which leads to no index."""
        return only_tested(self.direct(each)) if self.is_column else self.direct(each)

    def _is(self, column: ColumnElement[Any], value: Any = None) -> ColumnElement[bool]:
        if self.form is Form.NOBODY:
            return column.is_(None)
        if self.form is Form.SEVERAL:
            return column.in_(bindparam(self.name, expanding=True))
        wanted = bindparam(self.name) if value is None else value
        if self.form is Form.CODED:
            model = _MODELS[self.name]
            meant = select(model.id).where(model.code == wanted)
            return column == meant.correlate_except(model.id.table).scalar_subquery()
        return column == wanted

    def _found(self) -> Select[int]:
        return search.between(
            bindparam(self.name), bindparam(f"{self.name}_end"), partly=self.form is Form.DIGITS
        )


def asked_for(filters: Filters, by: Actor) -> tuple[tuple[Narrowing, ...], Values]:
    """Return the filters that narrow the list, but for its state and due dates; and their values.

    The narrower a filter usually is, the earlier it stands: along which index a list in order of
    its due dates is walked when all that is asked for is common.
    """
    found: list[Narrowing] = []
    values: Values = {}
    for name, form, value in (*_columns(filters, by), *_marks(filters), *_terms(filters)):
        found.append(Narrowing(name, form))
        values[name] = value
        if form in {Form.WORD, Form.DIGITS}:
            values[f"{name}_end"] = search.end(value)
    return tuple(found), values


def _columns(filters: Filters, by: Actor) -> Iterable[tuple[str, Form, Any]]:
    if filters.commune:
        yield "commune_code", Form.EQUAL, filters.commune
    if filters.officer:
        yield "officer_id", *_officer(filters.officer, by)
    for name, code in (
        ("content_id", filters.content),
        ("project_id", filters.project),
        ("call_id", filters.call),
    ):
        if code:
            yield name, Form.CODED, code
    if filters.status not in {asked.OPEN, asked.OVER}:
        yield "status", Form.EQUAL, filters.status
    if filters.kind:
        yield "organisation_kind", Form.EQUAL, filters.kind


def _officer(wanted: str, by: Actor) -> tuple[Form, Any]:
    if wanted == asked.NOBODY_YET:
        return Form.NOBODY, None
    if wanted == asked.STANDIN:
        return Form.SEVERAL, sorted(by.stands_in_for)
    if wanted == asked.ME and by.stands_in_for:
        return Form.SEVERAL, sorted(by.hats)
    return Form.EQUAL, by.person_id if wanted == asked.ME else int(wanted)


def _marks(filters: Filters) -> Iterable[tuple[str, Form, Any]]:
    if filters.priority:
        yield "mark1", Form.MARK, marks.priority(filters.priority)
    if filters.warning == asked.ANY_WARNING:
        yield "mark2", Form.WARNED, marks.WARNED
    elif filters.warning:
        yield "mark2", Form.MARK, marks.warning(filters.warning)


def _terms(filters: Filters) -> Iterable[tuple[str, Form, Any]]:
    for place, term in enumerate(search.terms(filters.query)):
        yield f"term{place}", Form.DIGITS if search.is_partly(term) else Form.WORD, term


def only_tested(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition so that no database looks for the rows by it.

    PostgreSQL still knows how many rows it leaves, which of a function's value it would not.
    """
    return condition.is_(True)


def at_most(number: int) -> ColumnElement[int]:
    """Return a limit written into the statement: a plan made for any limit would be another."""
    return literal_column(str(number))
