"""The form in which one question of a content is made: kind, options, columns, condition."""

from typing import Any

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from app.forms import Form, Versioned, Whole, at_most, required
from app.programmes.answering import MOST_ROWS
from app.programmes.asking import DECIDING, NO, YES, answer_words, condition_words
from app.programmes.forms.builder import choices, lines
from app.programmes.forms.question_fields import conditions, field_for, field_name
from app.programmes.keys import key_for
from app.programmes.models import Question
from app.programmes.services import builder, draft_checks
from app.programmes.services.draft_checks import LONGEST_COLUMN, LONGEST_OF_ROW
from app.programmes.shapes import MOST_COLUMNS, CellKind, QuestionKind
from app.text import _

KINDS = {
    QuestionKind.SHORT_TEXT: _("Chữ, một dòng"),
    QuestionKind.LONG_TEXT: _("Chữ, nhiều dòng"),
    QuestionKind.NUMBER: _("Số, có đơn vị tính"),
    QuestionKind.MONEY: _("Số tiền (đồng)"),
    QuestionKind.DATE: _("Ngày"),
    QuestionKind.CHOICE: _("Chọn một trong danh sách"),
    QuestionKind.CHOICES: _("Chọn nhiều trong danh sách"),
    QuestionKind.YES_NO: _("Có hoặc không"),
    QuestionKind.TABLE: _("Bảng, tối đa %(most)s dòng", most=MOST_ROWS),
}
CELLS = {
    CellKind.SHORT_TEXT: _("Chữ"),
    CellKind.NUMBER: _("Số"),
    CellKind.MONEY: _("Số tiền"),
    CellKind.DATE: _("Ngày"),
}


ONE_MORE = "them-cot"
FEWEST_COLUMNS = 2


class QuestionForm(Versioned):
    """One question; what its kind does not use stays empty. `question_form` adds the columns."""

    label = StringField(_("Câu hỏi"), [required(), at_most(LONGEST_OF_ROW["label"])])
    help = TextAreaField(_("Giải thích"), [Optional(), at_most(LONGEST_OF_ROW["help"])])
    kind = SelectField(_("Cách trả lời"), choices=choices(KINDS))
    required = BooleanField(_("Bắt buộc trả lời"))
    unit = StringField(
        _("Đơn vị tính"),
        [Optional(), at_most(LONGEST_OF_ROW["unit"])],
        description=_(
            "Cho câu hỏi số. Đơn vị đo (ha, m², kg, tấn, lít, %) nhận đến hai số lẻ; đơn vị đếm "
            "(người, hộ) nhận số nguyên."
        ),
    )
    max_length = Whole(
        _("Số ký tự tối đa"),
        [Optional()],
        description=_("Cho câu hỏi chữ. Để trống: 300 ký tự một dòng, 4.000 ký tự nhiều dòng."),
    )
    options = TextAreaField(
        _("Các lựa chọn"),
        [Optional(), at_most(8000)],
        description=_("Cho câu hỏi chọn. Mỗi dòng một mục."),
    )
    show_when = SelectField(
        _("Chỉ hỏi khi"),
        description=_("Theo câu trả lời của một câu chọn, hoặc có/không, đứng trước."),
    )
    then = StringField()  # the button: what is done instead of saving
    _before: dict[str, Any] | None = None

    @property
    def wants_column(self) -> bool:
        """Whether it was sent for one more column, not to be saved."""
        return bool(self.then.data == ONE_MORE)

    @property
    def columns(self) -> list[tuple[Any, Any]]:
        """The columns on the page: those with a name, two at least, one more when asked for."""
        numbers = range(1, MOST_COLUMNS + 1)
        told = [at for at in numbers if self[f"column_{at}"].data or self[f"column_{at}"].raw_data]
        shown = max([FEWEST_COLUMNS, *told]) + self.wants_column
        return [(self[f"column_{at}"], self[f"cell_{at}"]) for at in numbers if at <= shown]

    def values(self) -> dict[str, Any]:
        """Return the question as the service takes it."""
        kind = self.kind.data
        choosing = kind in {QuestionKind.CHOICE, QuestionKind.CHOICES}
        texts = kind in {QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT}
        key, _sign, at = str(self.show_when.data or "").rpartition(":")
        return {
            "label": self.label.data,
            "help": self.help.data or "",
            "kind": kind,
            "required": bool(self.required.data),
            "unit": (self.unit.data or "") if kind == QuestionKind.NUMBER else "",
            "max_length": self.max_length.data if texts else None,
            "options": lines(self.options.data) if choosing else [],
            "columns": self._columns() if kind == QuestionKind.TABLE else [],
            "show_when": {"question": key, "answer": answers_of(self._before, key)[int(at)]}
            if key
            else None,
        }

    def _columns(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = []
        for number in range(1, MOST_COLUMNS + 1):
            label = self[f"column_{number}"].data
            if label:
                kept = {each["key"] for each in found}
                cell = self[f"cell_{number}"].data
                found.append({"key": key_for(label, kept), "label": label, "kind": cell})
        return found


def answers_of(before: dict[str, Any] | None, key: str) -> list[str]:
    """Return the answers that a question of the draft may be waited for with."""
    row = (before or {}).get(key) or {"kind": "", "options": []}
    return [YES, NO] if row["kind"] == "yes_no" else list(row["options"])


def question_form(draft: builder.Draft, key: str | None) -> QuestionForm:
    """Return the form of a question, or of a new one, filled from the draft."""
    row = draft.item(draft_checks.QUESTIONS, key) if key else None
    before: dict[str, Any] = {}
    for each in draft.texts[draft_checks.QUESTIONS]:
        if each["key"] == key:
            break
        if each["kind"] in DECIDING:
            before[each["key"]] = each
    fields: dict[str, Any] = {"_before": before}
    for number in range(1, MOST_COLUMNS + 1):
        fields[f"column_{number}"] = StringField(
            _("Cột %(number)s", number=number), [Optional(), at_most(LONGEST_COLUMN)]
        )
        fields[f"cell_{number}"] = SelectField(
            _("Kiểu của cột %(number)s", number=number),
            choices=choices(CELLS),
            default=CellKind.SHORT_TEXT.value,  # of the columns that are not on the page
        )
    made: type[QuestionForm] = type("FilledQuestionForm", (QuestionForm,), fields)
    form = made.about(draft, **_shown(row, before))
    form.show_when.choices = choices(
        [("", _("Luôn hỏi")), *((value, label) for value, label in _conditions(before))]
    )
    return form


def _conditions(before: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (f"{key}:{at}", _("“%(question)s” là “%(answer)s”", question=row["label"],
                          answer=answer_words(answer)))
        for key, row in before.items()
        for at, answer in enumerate(answers_of(before, key))
    ]  # fmt: skip


def _shown(row: dict[str, Any] | None, before: dict[str, Any]) -> dict[str, Any]:
    if row is None:
        return {"required": True}
    waits = row["show_when"]
    condition = ""
    if waits and waits["answer"] in (answers := answers_of(before, waits["question"])):
        condition = f"{waits['question']}:{answers.index(waits['answer'])}"
    columns: dict[str, str] = {}
    for number, column in enumerate(row["columns"], start=1):
        columns[f"column_{number}"], columns[f"cell_{number}"] = column["label"], column["kind"]
    return {**row, "options": "\n".join(row["options"]), "show_when": condition, **columns}


class Preview(Form):
    """The questions of a draft as an applicant gets them; it is never sent."""

    form_key = None
    conditions: dict[str, dict[str, str]] = {}  # noqa: RUF012  (set for each preview)


def previewed(rows: list[dict[str, Any]]) -> Preview:
    """Return the form that asks the questions of a draft."""
    questions = [Question(position=at, **row) for at, row in enumerate(rows)]
    fields: dict[str, Any] = {
        field_name(each): field_for(each, condition_words(each, questions)) for each in questions
    }
    made = type("FilledPreview", (Preview,), {**fields, "conditions": conditions(questions)})
    form: Preview = made()
    return form
