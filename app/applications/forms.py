"""Forms of the dossier; the questions' form is built from the rows of the content's version."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
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
from app.applications.services import draft, products, shared, supplement, tasks, withdraw
from app.forms import Checkboxes, Form, Versioned, at_most, required
from app.programmes.asking import asked, condition_words
from app.programmes.forms.question_fields import (
    Kept,
    Rows,
    answer,
    field_for,
    shown,
)
from app.programmes.models import Question, SupportContent
from app.programmes.services import contents
from app.text import _

_PRODUCT = products.LONGEST


@dataclass(frozen=True)
class Part:
    """One dossier's share of the page: its questions with their fields, its standard's field."""

    application_id: int
    fields: tuple[tuple[Question, str], ...]
    standard: str  # "" where no named standard is asked


class QuestionsForm(Form):
    """Base of the form built from the questions of a phiếu's contents."""

    _parts: tuple[Part, ...] = ()
    # (heading, names of the fields under it), as the page shows them.
    sections: tuple[tuple[str, tuple[str, ...]], ...] = ()
    # The digest of the answers this page was made from: a colleague may save meanwhile.
    digest = HiddenField()

    @property
    def seen(self) -> str:
        """The digest of the answers the person saw."""
        return str(self.digest.data or "")

    @property
    def conditions(self) -> dict[str, dict[str, str]]:
        """Which field waits for which answer in which other field, for the page."""
        found: dict[str, dict[str, str]] = {}
        for part in self._parts:
            names = {question.key: name for question, name in part.fields}
            for question, name in part.fields:
                if question.show_when:
                    found[name] = {
                        "field": names[question.show_when["question"]],
                        "answer": question.show_when["answer"],
                    }
        return found

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

    def said(self) -> dict[int, draft.Said]:
        """Return what was answered, as it is stored, by the ids of the dossiers."""
        return {part.application_id: self._said(part) for part in self._parts}

    def _said(self, part: Part) -> draft.Said:
        values = {question.key: answer(question, self[name]) for question, name in part.fields}
        return draft.Said(values, str(self[part.standard].data or "") if part.standard else "")

    def validate(self, extra_validators: Any = None) -> bool:
        """Check what was typed; what is not asked for stands in nobody's way."""
        valid = super().validate(extra_validators)
        called_for = {name for part in self._parts for name in self._called_for(part)}
        for name in {name for part in self._parts for _question, name in part.fields}:
            if name not in called_for:
                self[name].errors = []
        return bool(valid) or not self.errors

    def _called_for(self, part: Part) -> list[str]:
        keys = asked([question for question, _name in part.fields], self._said(part).values)
        return [name for question, name in part.fields if question.key in keys]

    def longer(self, name: str) -> None:
        """Give the table in the field `name` more rows."""
        if name in self and isinstance(self[name], Rows):
            self[name].more()

    def ask_for_missing(self) -> bool:
        """Mark required questions without an answer; return whether all are there."""
        lacking = dict.fromkeys(name for part in self._parts for name in self._lacking(part))
        fault = _("Vui lòng trả lời mục này.")
        for name in lacking:
            self[name].errors = [*self[name].errors, fault]
            if isinstance(self[name], Rows):
                self[name].faults.append(fault)
        standards = [part.standard for part in self._parts if part.standard]
        unnamed = [name for name in standards if not self[name].data]
        for name in unnamed:
            self[name].errors = [_("Vui lòng chọn tiêu chuẩn, công cụ.")]
        return not (lacking or unnamed)

    def _lacking(self, part: Part) -> list[str]:
        called_for, values = set(self._called_for(part)), self._said(part).values
        return [
            name
            for question, name in part.fields
            if question.required and name in called_for and tasks.empty(values[question.key])
        ]


def questions_form(
    drafts: Sequence[Application], earlier: Mapping[Hashable, Any] | None = None
) -> QuestionsForm:
    """Return the form of a phiếu's questions, filled with what was kept.

    `earlier` holds answers of the phiếu before (by `shared.same_question`), shown where nothing
    was answered yet: nothing of them is kept before somebody has looked and saved.
    """
    fields: dict[str, Any] = {}
    kept: dict[str, Any] = {"digest": draft.answers_digest(*drafts)}
    headings: list[tuple[str, tuple[str, ...]]] = []
    parts: dict[int, list[tuple[Question, str]]] = {each.id: [] for each in drafts}
    standards: dict[int, str] = {}
    for section in shared.sections(drafts):
        names = []
        if of := section.standard_of:
            name = "standard" if len(drafts) == 1 else f"standard_{of.id}"
            standards[of.id] = name
            fields[name], kept[name] = _standard_field(of), of.standard
            names.append(name)
        for item in section.asked:
            asking = [question for question, _value in tasks.answer_rows(item.dossiers[0][0])]
            fields[item.name] = field_for(item.question, condition_words(item.question, asking))
            value = item.value
            if value is None and earlier:
                value = earlier.get(shared.same_question(item.question))
            kept[item.name] = shown(item.question, value)
            names.append(item.name)
            for each, question in item.dossiers:
                parts[each.id].append((question, item.name))
        headings.append((section.heading, tuple(names)))
    made: dict[str, Any] = {
        "_parts": tuple(
            Part(key, tuple(asked), standards.get(key, "")) for key, asked in parts.items()
        ),
        "sections": tuple(headings),
    }
    form: QuestionsForm = type("ContentQuestions", (QuestionsForm,), fields | made)(data=kept)
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


class ContentsForm(Form):
    """Which contents of a call one phiếu is for."""

    contents = Checkboxes(_("Nội dung đăng ký"))


def contents_form(
    offered: Sequence[SupportContent], chosen: Sequence[SupportContent] = ()
) -> ContentsForm:
    """Return the form with the contents offered, those of the phiếu already ticked."""
    form = ContentsForm(data={"contents": [content.code for content in chosen]})
    form.contents.choices = [
        SelectChoice(content.code, contents.name_of(content)) for content in offered
    ]
    return form


class ProductForm(Form):
    """A product (sản phẩm đề nghị hỗ trợ)."""

    name = StringField(_("Tên sản phẩm"), [required(), at_most(_PRODUCT["name"])])
    standard = StringField(
        _("Tiêu chuẩn, quy chuẩn áp dụng"),
        [Optional(), at_most(_PRODUCT["standard"])],
        description=_("Ví dụ: TCVN, QCVN, tiêu chuẩn cơ sở."),
    )
    output = StringField(
        _("Sản lượng một năm"),
        [Optional(), at_most(_PRODUCT["output"])],
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
        [at_most(supplement.LONGEST_ANSWER)],
        description=_("Ghi nội dung bổ sung. Nếu đã tải tệp cho mục này thì không cần ghi."),
    )
    seen = HiddenField()  # the answer over which this one is written


class WithdrawForm(Form):
    """Withdrawing; saying why is up to the applicant.

    No version: its number would tell steps apart that the public label does not.
    """

    reason = TextAreaField(_("Lý do rút hồ sơ"), [Optional(), at_most(withdraw.LONGEST_REASON)])


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
