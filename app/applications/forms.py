"""Forms of the dossier; the questions' form is built from the rows of the content's version."""

from collections.abc import Iterable
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
from app.forms import Form, Versioned, at_most, required
from app.programmes.asking import asked, condition_words
from app.programmes.models import Question
from app.programmes.question_fields import (
    Kept,
    Rows,
    answer,
    conditions,
    field_for,
    field_name,
    shown,
)
from app.text import _


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
    def conditions(self) -> dict[str, dict[str, str]]:
        """Which field waits for which answer in which other field, for the page."""
        return conditions(self._questions)

    @property
    def standard_typed(self) -> str:
        """The named standard chosen; "" where none is asked."""
        return str(self["standard"].data or "") if "standard" in self else ""

    def now(self, digest: str) -> None:
        """Let the next saving go over the answers as they are now."""
        self.digest.data = digest

    def differing(self, kept: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
        """Return (question, what is kept now) where this form says something else."""
        typed = {field.label.text: field.data for field in self}
        return [
            (label, text)
            for label, text in kept
            if text and str(typed.get(label, text) or "") != str(text)
        ]

    def answers(self) -> dict[str, Any]:
        """Return the answers by question key, as they are stored."""
        return {
            question.key: answer(question, self[field_name(question)])
            for question in self._questions
        }

    def validate(self, extra_validators: Any = None) -> bool:
        """Check what was typed; what is not asked for stands in nobody's way."""
        valid = super().validate(extra_validators)
        called_for = asked(self._questions, self.answers())
        for question in self._questions:
            if question.key not in called_for:
                self[field_name(question)].errors = []
        return bool(valid) or not self.errors

    def longer(self, name: str) -> None:
        """Give the table in the field `name` more rows."""
        if name in self and isinstance(self[name], Rows):
            self[name].more()

    def ask_for_missing(self) -> bool:
        """Mark required questions without an answer; return whether all are there."""
        complete = True
        answers = self.answers()
        called_for = asked(self._questions, answers)
        for question in self._questions:
            field = self[field_name(question)]
            wanted = question.required and question.key in called_for
            if wanted and tasks.empty(answers[question.key]):
                fault = _("Vui lòng trả lời mục này.")
                field.errors = [*field.errors, fault]
                if isinstance(field, Rows):
                    field.faults.append(fault)
                complete = False
        if "standard" in self and not self["standard"].data:
            self["standard"].errors = [_("Vui lòng chọn tiêu chuẩn, công cụ.")]
            complete = False
        return complete


def questions_form(application: Application) -> QuestionsForm:
    """Return the form of the dossier's version, filled with what was kept."""
    rows = tasks.answer_rows(application)
    fields: dict[str, Any] = {"_questions": tuple(question for question, _value in rows)}
    kept: dict[str, Any] = {"digest": draft.answers_digest(application)}
    if application.content.rule == "standard":
        fields["standard"] = _standard_field(application)
        kept["standard"] = application.standard
    for question, value in rows:
        condition = condition_words(question, fields["_questions"])
        fields[field_name(question)] = field_for(question, condition)
        kept[field_name(question)] = shown(question, value)
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
        validators=[Kept()],
    )


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
        render_kw={"autocomplete": "off", "autocapitalize": "characters"},
    )
    code = StringField(
        _("Mã số thuế"), [required(), at_most(40)], render_kw={"inputmode": "numeric"}
    )
