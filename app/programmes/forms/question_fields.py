"""The field that a question of a content is answered in: for the dossier and for the preview."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from wtforms import Field, FieldList, FormField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.utils import unset_value
from wtforms.validators import Optional

from app.forms import Checkboxes, Day, Form, Whole, at_most
from app.programmes.answering import LONG, MOST_ROWS, SHORT, measured
from app.programmes.asking import NO, YES
from app.programmes.forms.fields import Measure
from app.programmes.models import Question
from app.text import _

FIRST_ROWS = 3  # empty rows that a table begins with
UNITS = {"money": _("đồng")}


class Kept(Optional):  # type: ignore[misc]  # WTForms ships no types
    """A required question may be left empty while drafting; only the mark "optional" is missing."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags: dict[str, Any] = {}


def _may_be_empty(question: Question) -> Optional:
    return Kept() if question.required else Optional()


def _choices(question: Question) -> list[SelectChoice]:
    return [SelectChoice(option, option) for option in question.options]


def _text(kind: Any, longest: int) -> Callable[[Question, dict[str, Any]], Field]:
    def make(question: Question, common: dict[str, Any]) -> Field:
        limit = at_most(question.max_length or longest)
        return kind(validators=[_may_be_empty(question), limit], **common)

    return make


def _number(question: Question, common: dict[str, Any]) -> Field:
    kind, keys = (Measure, "decimal") if measured(question.unit) else (Whole, "numeric")
    return kind(validators=[_may_be_empty(question)], render_kw={"inputmode": keys}, **common)


class Row(Form):
    """One row of a table; its cells are added by `_table`."""

    form_key = None  # the page's form has one

    class Meta(Form.Meta):
        csrf = False


class Rows(FieldList):  # type: ignore[misc]  # WTForms ships no types
    """The rows of a table: those filled in, and a few empty ones."""

    def __init__(self, question: Question, common: dict[str, Any], **options: Any) -> None:
        self.columns = question.columns
        cells = {f"c_{column['key']}": _cell(column) for column in question.columns}
        row = FormField(type("QuestionRow", (Row,), cells))
        super().__init__(row, max_entries=MOST_ROWS, **common, **options)
        # Only the mark: the validator would wipe away the faults of the cells.
        self.flags.optional = not question.required
        self.faults: list[str] = []  # of the table as a whole; a cell has its own

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(formdata, data, extra_filters)
        if not formdata:
            self.more(max(FIRST_ROWS - len(self.entries), 1))

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        # WTForms takes "²" for a number here, and fails over it.
        numbered = re.compile(re.escape(prefix) + r"-([0-9]{1,4})-")
        return (int(found[1]) for name in formdata if (found := numbered.match(name)))

    def more(self, rows: int = FIRST_ROWS) -> None:
        """Add empty rows, up to the most there may be."""
        for _row in range(min(rows, MOST_ROWS - len(self.entries))):
            self.append_entry()

    @property
    def said(self) -> list[dict[str, Any]]:
        """The rows in which something is said, as they are stored."""
        rows = [
            {
                column["key"]: stored(column["kind"], entry.form[f"c_{column['key']}"].data)
                for column in self.columns
            }
            for entry in self.entries
        ]
        return [row for row in rows if any(value not in (None, "") for value in row.values())]


def _cell(column: dict[str, str]) -> Field:
    unit = UNITS.get(column["kind"])
    label = f"{column['label']} ({unit})" if unit else column["label"]
    if column["kind"] == "date":
        return Day(label, [Optional()])
    if column["kind"] in {"number", "money"}:
        return Whole(label, [Optional()], render_kw={"inputmode": "numeric"})
    return StringField(label, [Optional(), at_most(SHORT)])


FIELDS: dict[str, Callable[[Question, dict[str, Any]], Field]] = {
    "short_text": _text(StringField, SHORT),
    "long_text": _text(TextAreaField, LONG),
    "number": _number,
    "money": lambda question, common: Whole(
        validators=[_may_be_empty(question)], render_kw={"inputmode": "numeric"}, **common
    ),
    "date": lambda question, common: Day(validators=[_may_be_empty(question)], **common),
    "choice": lambda question, common: RadioField(
        choices=_choices(question), validators=[_may_be_empty(question)], **common
    ),
    "choices": lambda question, common: Checkboxes(
        choices=_choices(question), validators=[_may_be_empty(question)], **common
    ),
    "yes_no": lambda question, common: RadioField(
        choices=[SelectChoice(YES, _("Có")), SelectChoice(NO, _("Không"))],
        validators=[_may_be_empty(question)],
        **common,
    ),
    "table": Rows,
}


def field_name(question: Question) -> str:
    """Return the name of a question's field in the form."""
    return f"q_{question.key}"


def field_for(question: Question, condition: str = "") -> Field:
    """Return the (unbound) field of a question; `condition` says when it is asked."""
    unit = question.unit or UNITS.get(question.kind, "")
    common = {
        "label": f"{question.label} ({unit})" if unit else question.label,
        "description": " ".join(part for part in (condition, question.help) if part),
    }
    return FIELDS[question.kind](question, common)


def conditions(questions: Iterable[Question]) -> dict[str, dict[str, str]]:
    """Return, by the name of a field that waits for an answer, the other field and the answer."""
    return {
        field_name(question): {
            "field": f"q_{question.show_when['question']}",
            "answer": question.show_when["answer"],
        }
        for question in questions
        if question.show_when
    }


def stored(kind: str, data: Any) -> Any:
    """Return what a field of `kind` holds, as it is stored."""
    if kind == "yes_no":
        return {YES: True, NO: False}.get(data)
    if kind == "date":
        return data.isoformat() if data else None
    if kind in {"short_text", "long_text"}:
        return data or ""
    return data


def answer(question: Question, field: Field) -> Any:
    """Return the answer in `field` as it is stored."""
    return field.said if isinstance(field, Rows) else stored(question.kind, field.data)


def shown(question: Question, value: Any) -> Any:
    """Return a stored answer as its field takes it."""
    if question.kind == "table":
        return [
            {
                f"c_{column['key']}": _shown(column["kind"], row.get(column["key"]))
                for column in question.columns
            }
            for row in value or ()
        ]
    return _shown(question.kind, value)


def _shown(kind: str, value: Any) -> Any:
    if kind == "yes_no":
        return None if value is None else (YES if value else NO)
    return date.fromisoformat(value) if kind == "date" and value else value
