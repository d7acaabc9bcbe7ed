"""Forms that set up a call (đợt đăng ký) and act on it."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import BooleanField, Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from app.forms import Checkboxes, Form, Versioned, at_most, required
from app.limits import LARGEST
from app.organisations.kinds import labels as kind_labels
from app.organisations.kinds import priorities as priority_groups
from app.programmes.councils import COUNCILS
from app.programmes.forms.fields import Amount, Count, Moment, between
from app.programmes.forms.set_up import Identity
from app.programmes.models import CallContent, Criterion, SupportContent
from app.programmes.services.call_door import LONGEST_REASON
from app.programmes.services.contents import name_of
from app.programmes.services.set_up_calls import (
    LONGEST,
    LONGEST_CRITERION,
    LONGEST_STEP,
    MOST_CRITERIA,
    MOST_SUPPORTS,
    Line,
)
from app.text import _, row_number


class CallForm(Identity):
    """A call while it is a draft; what is left as proposed is as in the last call."""

    programme_id = SelectField(_("Chương trình, kế hoạch"), [required()], coerce=row_number)
    opens_at = Moment(_("Bắt đầu nhận hồ sơ"))
    closes_at = Moment(_("Hết hạn nhận hồ sơ"))
    kinds = Checkboxes(
        _("Loại hình được đăng ký"),
        choices=[SelectChoice(kind, label) for kind, label in kind_labels()],
    )
    communes = Checkboxes(
        _("Chỉ nhận đơn vị ở các xã, phường"),
        description=_("Không chọn xã, phường nào nghĩa là nhận cả tỉnh."),
    )
    priorities = Checkboxes(
        _("Nhóm ưu tiên được tính"),
        choices=[SelectChoice(code, label) for code, label in priority_groups()],
    )
    council = BooleanField(
        _("Có bước xét chọn"),
        description=_(
            "Hồ sơ đã thẩm định được Hội đồng hoặc Tổ chấm điểm theo tiêu chí của đợt rồi mới "
            "trình phê duyệt."
        ),
    )
    council_word = RadioField(
        _("Tên gọi cơ quan xét chọn"),
        choices=[SelectChoice(word, name) for word, name in COUNCILS.items()],
        default="hoi_dong",
    )
    reception_days = Count(_("Tiếp nhận (ngày làm việc)"), 1, LONGEST_STEP)
    appraisal_days = Count(_("Thẩm định (ngày làm việc)"), 1, LONGEST_STEP)
    decision_days = Count(_("Phê duyệt và trả kết quả (ngày làm việc)"), 1, LONGEST_STEP)
    supplement_days = Count(_("Đơn vị bổ sung hồ sơ (ngày làm việc)"), 1, LONGEST_STEP)
    reserve_days = Amount(
        _("Giữ chỗ dự bị (ngày làm việc)"),
        between(1, LONGEST_STEP),
        description=_("Chưa quy định thì để trống."),
    )
    unsigned_days = Amount(
        _("Đơn vị ký thỏa thuận kể từ ngày ban hành (ngày làm việc)"),
        between(1, LONGEST_STEP),
        description=_(
            "Quá hạn mà thỏa thuận chưa được văn thư ghi số, lượt hỗ trợ kết thúc. Chưa quy định "
            "thì để trống."
        ),
    )
    silence_days = Amount(
        _("Nhắc cán bộ khi hồ sơ chưa có bước mới (ngày làm việc)"),
        between(1, LONGEST_STEP),
        description=_("Để trống thì theo Hồ sơ tỉnh."),
    )
    notice = TextAreaField(
        _("Thông báo"),
        [Optional(), at_most(LONGEST["notice"])],
        description=_("Lời giới thiệu trên trang của đợt."),
    )
    contact_name = StringField(_("Người hướng dẫn"), [Optional(), at_most(LONGEST["contact_name"])])
    contact_phone = StringField(
        _("Điện thoại hướng dẫn"), [Optional(), at_most(LONGEST["contact_phone"])]
    )


class CloneCallForm(Identity):
    """What differs in next year's call."""

    programme_id = SelectField(_("Chương trình, kế hoạch"), [required()], coerce=row_number)
    opens_at = Moment(_("Bắt đầu nhận hồ sơ"))
    closes_at = Moment(_("Hết hạn nhận hồ sơ"))


class ContentsForm(Versioned):
    """Base of the form with a line for each content."""

    project_all = SelectField(
        _("Dự án cho các nội dung chưa chọn riêng"), [Optional()], coerce=row_number
    )

    def lines(self) -> dict[int, Line]:
        """Return the chosen contents as they are to be offered."""
        chosen = [int(name[5:]) for name in self.data if name.startswith("pick_")]
        return {
            key: Line(
                self[f"project_{key}"].data or self.project_all.data,
                self[f"quota_{key}"].data,
                self[f"ceiling_{key}"].data,
            )
            for key in chosen
            if self[f"pick_{key}"].data
        }


def contents_form(
    contents: Iterable[SupportContent], projects: Sequence[SelectChoice], word: str
) -> type[ContentsForm]:
    """Return the form: for each content a box, its project, quota and ceiling."""
    fields: dict[str, Field] = {}
    for content in contents:
        key, name = content.id, name_of(content)
        fields[f"pick_{key}"] = BooleanField(name)
        fields[f"project_{key}"] = SelectField(
            _("%(word)s – %(content)s", word=word.capitalize(), content=name),
            [Optional()],
            coerce=row_number,
            choices=list(projects),
        )
        fields[f"quota_{key}"] = Amount(
            _("Chỉ tiêu (lượt) – %(content)s", content=name), between(0, MOST_SUPPORTS)
        )
        fields[f"ceiling_{key}"] = Amount(
            _("Mức tối đa (đồng) – %(content)s", content=name), between(1, LARGEST)
        )
    return type("ContentsOfCallForm", (ContentsForm,), fields)


def offered_data(rows: Iterable[CallContent]) -> dict[str, Any]:
    """Return what the form shows of what the call offers already."""
    data: dict[str, Any] = {}
    for row in rows:
        data |= {
            f"pick_{row.content_id}": True,
            f"project_{row.content_id}": row.project_id,
            f"quota_{row.content_id}": row.quota,
            f"ceiling_{row.content_id}": row.ceiling,
        }
    return data


class CriteriaForm(Versioned):
    """Base of the form with a line for each criterion."""

    def wanted(self) -> list[tuple[str, int]]:
        """Return the criteria that were filled in, as (label, weight)."""
        lines = [
            (self[f"label_{at}"].data or "", self[f"weight_{at}"].data)
            for at in range(1, MOST_CRITERIA + 1)
        ]
        return [(label, weight) for label, weight in lines if label and weight]

    def validate(self, extra_validators: Any = None) -> bool:
        right = bool(super().validate(extra_validators))
        for at in range(1, MOST_CRITERIA + 1):
            label, weight = self[f"label_{at}"], self[f"weight_{at}"]
            if bool(label.data) != bool(weight.data) and not weight.errors:
                wrong = weight if label.data else label
                wrong.errors = [*wrong.errors, _("Vui lòng điền cả tiêu chí và trọng số.")]
                right = False
        return right


def criteria_form() -> type[CriteriaForm]:
    """Return the form with room for every criterion."""
    fields: dict[str, Field] = {}
    for at in range(1, MOST_CRITERIA + 1):
        fields[f"label_{at}"] = StringField(
            _("Tiêu chí %(number)s", number=at), [Optional(), at_most(LONGEST_CRITERION)]
        )
        fields[f"weight_{at}"] = Amount(
            _("Trọng số của tiêu chí %(number)s (%%)", number=at), between(1, 100)
        )
    return type("CriteriaOfCallForm", (CriteriaForm,), fields)


def criteria_data(rows: Iterable[Criterion]) -> dict[str, Any]:
    """Return what the form shows of the criteria there are."""
    data: dict[str, Any] = {}
    for at, row in enumerate(rows, start=1):
        data |= {f"label_{at}": row.label, f"weight_{at}": row.weight}
    return data


def _reason(description: str) -> TextAreaField:
    return TextAreaField(
        _("Lý do"),
        [required(_("Vui lòng nêu lý do.")), at_most(LONGEST_REASON)],
        description=description,
    )


_IN_HISTORY = _("Ghi trong lịch sử thay đổi của đợt.")


class PublishForm(Versioned):
    """Making a call public."""


class ArchiveForm(Versioned):
    """Taking a closed call off the list."""


class DiscardForm(Versioned):
    """Throwing a draft away."""


class ExtendForm(Versioned):
    """A later end."""

    closes_at = Moment(_("Hạn mới"))
    reason = _reason(_IN_HISTORY)


class NoticeForm(Versioned):
    """The words of a published call."""

    notice = TextAreaField(_("Thông báo"), [Optional(), at_most(LONGEST["notice"])])
    contact_name = StringField(_("Người hướng dẫn"), [Optional(), at_most(LONGEST["contact_name"])])
    contact_phone = StringField(
        _("Điện thoại hướng dẫn"), [Optional(), at_most(LONGEST["contact_phone"])]
    )
    reason = _reason(_IN_HISTORY)


class QuotaForm(Versioned):
    """How many supports can be approved."""

    quota = Amount(
        _("Chỉ tiêu (lượt)"),
        between(0, MOST_SUPPORTS),
        description=_("Để trống nghĩa là không giới hạn."),
    )
    reason = _reason(_IN_HISTORY)


class CloseForm(Versioned):
    """The end of a call."""

    reason = TextAreaField(
        _("Lý do"),
        [at_most(LONGEST_REASON)],
        description=_("Phải nêu khi đóng trước hạn. Ghi trong lịch sử thay đổi của đợt."),
    )


class NewsForm(Form):
    """Which contents one wants news of."""

    contents = Checkboxes(_("Nội dung"), coerce=int)
