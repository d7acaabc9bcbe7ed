"""Forms of the dossier; the questions' form is built from the rows of the content's version."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from app.applications.models import Application
from app.applications.services import draft, tasks
from app.forms import Checkboxes, Day, Form, Versioned, Whole, at_most, required
from app.programmes.models import Question
from app.text import _

SHORT, LONG = 300, 4000
YES, NO = "co", "khong"


class _Kept(Optional):  # type: ignore[misc]  # WTForms ships no types
    """A required question may be left empty while drafting; only the mark "optional" is missing."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags: dict[str, Any] = {}


def _may_be_empty(question: Question) -> Optional:
    return _Kept() if question.required else Optional()


def _choices(question: Question) -> list[SelectChoice]:
    return [SelectChoice(option, option) for option in question.options]


def _text(kind: Any, longest: int) -> Callable[[Question, dict[str, Any]], Field]:
    def make(question: Question, common: dict[str, Any]) -> Field:
        limit = at_most(question.max_length or longest)
        return kind(validators=[_may_be_empty(question), limit], **common)

    return make


FIELDS: dict[str, Callable[[Question, dict[str, Any]], Field]] = {
    "short_text": _text(StringField, SHORT),
    "long_text": _text(TextAreaField, LONG),
    "number": lambda question, common: Whole(
        validators=[_may_be_empty(question)], render_kw={"inputmode": "numeric"}, **common
    ),
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
}
UNITS = {"money": _("đồng")}


class QuestionsForm(Form):
    """Base of the form built from a content version's questions."""

    _questions: tuple[Question, ...] = ()
    # The digest of the answers this page was made from: a colleague may save meanwhile.
    digest = HiddenField()

    @property
    def seen(self) -> str:
        """The digest of the answers the person saw."""
        return str(self.digest.data or "")

    @property
    def standard_typed(self) -> str:
        """The named standard chosen; "" where none is asked."""
        return str(self["standard"].data or "") if "standard" in self else ""

    def now(self, digest: str) -> None:
        """Let the next saving go over the answers as they are now."""
        self.digest.data = digest

    def differing(self, kept: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return (question, what is kept now) where this form says something else."""
        typed = {field.label.text: field.data for field in self}
        return [
            (label, text)
            for label, text in kept
            if text and str(typed.get(label, text) or "") != text
        ]

    def answers(self) -> dict[str, Any]:
        """Return the answers by question key, as they are stored."""
        return {
            question.key: _stored(question, self[field_name(question)].data)
            for question in self._questions
        }

    def ask_for_missing(self) -> bool:
        """Mark required questions without an answer; return whether all are there."""
        complete = True
        for question in self._questions:
            field = self[field_name(question)]
            if question.required and tasks.empty(_stored(question, field.data)):
                field.errors = [*field.errors, _("Vui lòng trả lời mục này.")]
                complete = False
        if "standard" in self and not self["standard"].data:
            self["standard"].errors = [_("Vui lòng chọn tiêu chuẩn, công cụ.")]
            complete = False
        return complete


def field_name(question: Question) -> str:
    """Return the name of a question's field in the form."""
    return f"q_{question.key}"


def questions_form(application: Application) -> QuestionsForm:
    """Return the form of the dossier's version, filled with what was kept."""
    rows = tasks.answer_rows(application)
    fields: dict[str, Any] = {"_questions": tuple(question for question, _value in rows)}
    kept: dict[str, Any] = {"digest": draft.answers_digest(application)}
    if application.content.rule == "standard":
        fields["standard"] = _standard_field(application)
        kept["standard"] = application.standard
    for question, value in rows:
        unit = question.unit or UNITS.get(question.kind, "")
        label = f"{question.label} ({unit})" if unit else question.label
        common = {"label": label, "description": question.help}
        fields[field_name(question)] = FIELDS[question.kind](question, common)
        kept[field_name(question)] = _shown(question, value)
    form: QuestionsForm = type("ContentQuestions", (QuestionsForm,), fields)(data=kept)
    return form


def _standard_field(application: Application) -> Field:
    listed = [SelectChoice(item["name"], item["name"]) for item in application.content.standards]
    return SelectField(
        _("Tiêu chuẩn, công cụ đăng ký"),
        choices=[
            SelectChoice("", _("Chọn một mục")),
            *listed,
        ],
        description=_(
            "Mỗi tiêu chuẩn, công cụ chỉ được hỗ trợ 01 lần. Không thấy tên cần tìm thì liên hệ "
            "người hướng dẫn của đợt để bổ sung danh sách."
        ),
        validators=[_Kept()],
    )


def _stored(question: Question, data: Any) -> Any:
    if question.kind == "yes_no":
        return {YES: True, NO: False}.get(data)
    if question.kind == "date":
        return data.isoformat() if data else None
    if question.kind in {"short_text", "long_text"}:
        return data or ""
    return data


def _shown(question: Question, value: Any) -> Any:
    if question.kind == "yes_no":
        return None if value is None else (YES if value else NO)
    return date.fromisoformat(value) if question.kind == "date" and value else value


class ProductForm(Form):
    """A product (sản phẩm đề nghị hỗ trợ)."""

    name = StringField(_("Tên sản phẩm"), [required(), at_most(200)])
    standard = StringField(
        _("Tiêu chuẩn, quy chuẩn áp dụng"),
        [Optional(), at_most(200)],
        description=_("Ví dụ: TCVN, QCVN, tiêu chuẩn cơ sở."),
    )
    output = StringField(
        _("Sản lượng một năm"),
        [Optional(), at_most(120)],
        description=_("Ghi cả đơn vị tính, ví dụ: 20 tấn."),
    )
    ocop_stars = RadioField(
        _("Sản phẩm OCOP"),
        choices=[
            SelectChoice("0", _("Không phải sản phẩm OCOP")),
            SelectChoice("3", _("3 sao")),
            SelectChoice("4", _("4 sao")),
            SelectChoice("5", _("5 sao")),
        ],
        default="0",
    )

    def values(self) -> dict[str, Any]:
        """Return the product as the service takes it."""
        return {
            "name": self.name.data,
            "standard": self.standard.data or "",
            "output": self.output.data or "",
            "ocop_stars": int(self.ocop_stars.data or 0) or None,
        }


class SubmitForm(Versioned):
    """The last word of the applicant."""

    commitment = BooleanField(
        _(
            "Đơn vị cam kết thông tin trong hồ sơ là đúng và chấp hành quy định của pháp luật "
            "khi được hỗ trợ."
        ),
        [required(_("Vui lòng đánh dấu cam kết trước khi nộp."))],
    )


class ItemForm(Form):
    """The answer to one item of a supplement request."""

    text = TextAreaField(
        _("Trả lời"),
        [at_most(4000)],
        description=_("Ghi nội dung bổ sung, hoặc tải tệp ở dưới rồi ghi “xem tệp”."),
    )


class WithdrawForm(Form):
    """Withdrawing; saying why is up to the applicant.

    No version: its number would tell steps apart that the public label does not.
    """

    reason = TextAreaField(_("Lý do rút hồ sơ"), [Optional(), at_most(1000)])


class LookUpForm(Form):
    """The public look-up: reference and tax code together."""

    reference = StringField(
        _("Mã hồ sơ"),
        [required(), at_most(40)],
        description=_("Ví dụ: NSCL-26-00042-K"),
        render_kw={"autocomplete": "off", "autocapitalize": "characters"},
    )
    code = StringField(
        _("Mã số thuế"), [required(), at_most(40)], render_kw={"inputmode": "numeric"}
    )
