"""Forms of the history import."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from app.forms import (
    Asking,
    Form,
    Upload,
    Versioned,
    Whole,
    Year,
    all_or,
    at_most,
    chosen,
    required,
)
from app.imports.looks import BULK, JUDGEMENTS, OUTCOMES
from app.imports.models import ASIDE, DUPLICATE, LIKELY, SKIP, ImportRow
from app.imports.services.correct import LONGEST, Answer
from app.imports.services.decide import BACK, LINK, NEW
from app.programmes.models import SupportContent
from app.programmes.services.contents import name_of
from app.spreadsheets.read import MAX_BYTES
from app.text import _

SPREADSHEETS = ".xlsx,.csv"
THRESHOLDS = (95, 92, 85, 75)  # per cent: 92 is "sure", 75 "likely" (organisations.likeness)


class UploadForm(Form):
    """A file of history."""

    file = Upload(_("Tệp .xlsx hoặc .csv, tối đa 20 MB"), MAX_BYTES, SPREADSHEETS)
    again = BooleanField(_("Tệp này đã nhập trước đây, vẫn nhập lại"))

    def validate_file(self, field: Upload) -> None:
        if not field.given:
            raise ValidationError(_("Vui lòng chọn tệp."))


class FilterForm(Asking):
    """What the list of rows shows."""

    q = StringField(_("Tên hoặc mã số thuế"))
    judgement = SelectField(
        _("Kết quả xét"),
        choices=all_or((key, look.label) for key, look in JUDGEMENTS.items()),
        validate_choice=False,
    )
    outcome = SelectField(
        _("Sẽ làm"),
        choices=all_or((key, look.label) for key, look in OUTCOMES.items()),
        validate_choice=False,
    )


class DecideForm(Versioned):
    """What one row is."""

    decision = RadioField(_("Cách xử lý"), [chosen(_("Vui lòng chọn một cách xử lý."))])

    def offer(self, row: ImportRow) -> None:
        """Offer what fits the row."""
        found = []
        if row.judgement == LIKELY or row.organisation_decision:
            found += [(f"{LINK}:{one['id']}", _candidate(one)) for one in row.candidates]
        if row.judgement == LIKELY:
            found.append((NEW, _("Là đơn vị mới")))
        if row.judgement == DUPLICATE:
            found.append((ASIDE, _("Trùng có thật trong quá khứ: ghi, không chặn")))
        found.append((SKIP, _("Bỏ qua dòng này")))
        if row.support_decision:
            found.append((BACK, _("Bỏ quyết định trước")))
        self.decision.choices = [SelectChoice(value, label) for value, label in found]

    @property
    def choice(self) -> tuple[str, int]:
        """The decision, and the organisation it names."""
        how, _sign, key = str(self.decision.data).partition(":")
        return how, int(key) if key else 0


def _candidate(one: dict[str, Any]) -> str:
    code = f" ({one['code']})" if one["code"] else ""
    place = _("một dòng khác của tệp") if one["id"] < 0 else one["commune"]
    reasons = "; ".join(one["reasons"])
    return _(
        "Là %(name)s%(code)s, %(place)s – giống %(score)s%%: %(reasons)s",
        name=one["name"],
        code=code,
        place=place,
        score=one["score"],
        reasons=reasons,
    )


class CorrectForm(Versioned):
    """What the row says, corrected."""

    name = StringField(_("Tên đơn vị"), [at_most(300)])
    code = StringField(_("Mã số thuế"), [at_most(30)])
    content = SelectField(_("Nội dung hỗ trợ"), validate_choice=True)
    standard = StringField(
        _("Tiêu chuẩn, công cụ"),
        [at_most(120)],
        description=_("Chỉ với nội dung tính theo từng tiêu chuẩn, công cụ; theo danh sách."),
        render_kw={"list": "tieu-chuan"},
    )
    year = Year(_("Năm hỗ trợ"))
    document = StringField(_("Số văn bản"), [at_most(120)])
    project = StringField(
        _("Dự án"),
        [at_most(LONGEST["project"])],
        description=_("Tên hoặc mã như trong danh sách dự án; chưa có thì ghi theo văn bản."),
    )
    amount = Whole(_("Kinh phí hỗ trợ (đồng)"), description=_("Để trống khi chưa biết."))


class ContentForAll(Versioned):
    """What the rows of a group were given for, said once."""

    content = SelectField(_("Nội dung hỗ trợ"), [chosen(_("Vui lòng chọn nội dung hỗ trợ."))])

    def offer(self, contents: Sequence[SupportContent], understood: int | None) -> None:
        """Offer each content, one that counts by standard once for each; the understood first."""
        ordered = sorted(contents, key=lambda each: each.id != understood)
        self.content.choices = [
            SelectChoice("", _("Chưa chọn")),
            *(choice for each in ordered for choice in _choices(each)),
        ]

    @property
    def answer(self) -> Answer:
        """The content, and the standard with it."""
        key, _sign, standard = str(self.content.data).partition(":")
        return Answer(content_id=int(key), standard=standard)


class YearForAll(Versioned):
    """The year of the rows of a group, said once."""

    year = Year(_("Năm hỗ trợ"), [required(_("Vui lòng điền năm hỗ trợ."))])

    @property
    def answer(self) -> Answer:
        """The year."""
        return Answer(given_year=self.year.data)


def _choices(content: SupportContent) -> list[SelectChoice]:
    name = name_of(content)
    if content.rule != "standard":
        return [SelectChoice(f"{content.id}:", name)]
    return [
        SelectChoice(f"{content.id}:{each['name']}", f"{name} – {each['name']}")
        for each in content.standards
    ]


class BulkForm(Versioned):
    """The same decision for every row that still waits and fits."""

    what = RadioField(
        _("Quyết định cho mọi dòng còn chờ"),
        [chosen()],
        choices=[SelectChoice(key, label) for key, label in BULK.items()],
    )
    at_least = SelectField(
        _("Mức giống, khi ghép"),
        choices=[SelectChoice(str(value), f"{value}%") for value in THRESHOLDS],
        default="92",
    )


class ApplyForm(Versioned):
    """Write it into the ledger."""


class RollBackForm(Versioned):
    """Take the whole batch back."""

    reason = TextAreaField(_("Lý do hoàn tác"), [required(_("Vui lòng nêu lý do.")), at_most(1000)])
