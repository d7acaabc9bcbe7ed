"""The forms of the selection room."""

import re
from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, Field, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, Optional, ValidationError

from app.forms import Checkboxes, Day, Versioned, at_most, chosen, clean, required
from app.programmes.models import Criterion
from app.selection.ranking import points as written
from app.selection.services.sessions import Said
from app.selection.workflow import CAPACITIES, OUTCOMES, QUORUMS, SCALES, Outcome
from app.text import _, row_number


class Points(StringField):  # type: ignore[misc]  # WTForms ships no types
    """Points as people type them, 8,5 or 8.5; kept as whole hundredths."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = clean(valuelist[0]) if valuelist else ""
        self.data = None
        if not typed:
            return
        found = re.fullmatch(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?", typed)
        if not found:
            raise ValueError(_("Vui lòng ghi điểm như 85 hoặc 8,5."))
        self.data = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))

    def _value(self) -> str:
        if self.raw_data:  # as typed, right or wrong
            return str(self.raw_data[0])
        return "" if self.data is None else written(self.data)


class Within:
    """Points from 0 to `most`."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, form: Any, field: Field) -> None:
        if field.data is not None and field.data > self.most * 100:
            raise ValidationError(_("Điểm từ 0 đến %(most)s.", most=self.most))


class SessionForm(Versioned):
    """A session while it is prepared."""

    contents = Checkboxes(_("Nội dung xét chọn"), coerce=row_number)
    founded_number = StringField(
        _("Số quyết định thành lập"),
        [Optional(), at_most(60)],
        description=_("Số của quyết định thành lập cơ quan xét chọn, do văn thư cấp."),
    )
    founded_on = Day(_("Ngày quyết định"), [Optional()])
    meets_on = Day(_("Ngày họp"), [Optional()])
    place = StringField(_("Địa điểm"), [Optional(), at_most(200)])
    scale = RadioField(
        _("Thang điểm mỗi tiêu chí"),
        choices=[SelectChoice(each, _("0 đến %(most)s", most=each)) for each in SCALES],
        coerce=int,
        validators=[chosen()],
    )
    pass_mark = Points(
        _("Điểm đạt"),
        [Optional()],
        description=_("Dưới mức này đề nghị không hỗ trợ. Chưa quy định thì để trống."),
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    quorum = RadioField(
        _("Số thành viên phải chấm"),
        choices=[
            SelectChoice(each, _("Tất cả") if each == "1/1" else _("Ít nhất %(part)s", part=each))
            for each in QUORUMS
        ],
        validators=[chosen()],
        description=_("Tính trên số thành viên được chấm hồ sơ đó, không kể người có xung đột."),
    )

    def said(self) -> Said:
        """Return what was set."""
        return Said(
            founded_number=self.founded_number.data or "",
            founded_on=self.founded_on.data,
            meets_on=self.meets_on.data,
            place=self.place.data or "",
            scale=self.scale.data,
            pass_mark=self.pass_mark.data,
            quorum=self.quorum.data,
        )


class MemberForm(Versioned):
    """Somebody who is to sit."""

    email = StringField(
        _("Thư điện tử"),
        [required(), at_most(254), Email(_("Địa chỉ thư điện tử chưa đúng."))],
        description=_(
            "Cán bộ đã có tài khoản thì dùng địa chỉ đó. Chuyên gia ngoài cơ quan nhận thư mời "
            "và chỉ xem được phiên này."
        ),
        render_kw={"inputmode": "email", "autocomplete": "off"},
    )
    name = StringField(_("Họ tên"), [required(), at_most(120)])
    position = StringField(_("Chức vụ, cơ quan"), [Optional(), at_most(200)])
    capacity = RadioField(
        _("Tư cách"),
        choices=[SelectChoice(key, label) for key, label in CAPACITIES.items()],
        default="member",
        validators=[chosen()],
    )
    votes = BooleanField(_("Có quyền chấm điểm"), default=True)


class DossiersForm(Versioned):
    """Which dossiers come before the session."""

    dossiers = Checkboxes(_("Hồ sơ chờ xét chọn"), coerce=row_number)


class ReasonForm(Versioned):
    """A deed that says why."""

    reason = TextAreaField(_("Lý do"), [required(_("Vui lòng nêu lý do.")), at_most(2000)])


class OutcomeForm(Versioned):
    """Another outcome than the ranking's."""

    outcome = RadioField(
        _("Kết quả"),
        choices=[
            SelectChoice("", _("Theo xếp hạng")),
            *(
                SelectChoice(key.value, look.label)
                for key, look in OUTCOMES.items()
                if key is not Outcome.RETURNED
            ),
        ],
    )
    reason = TextAreaField(
        _("Lý do"),
        [at_most(2000)],
        description=_("Bắt buộc khi khác với xếp hạng; được ghi vào biên bản."),
    )


class ConcludeForm(Versioned):
    """Yes to the ranking as it was shown."""

    saw = HiddenField()


class ScoreForm(Versioned):
    """Base of a member's sheet for one dossier: a mark for each criterion, and a remark.

    Its version is the sheet's; 0 before the first.
    """

    remark = TextAreaField(_("Nhận xét"), [Optional(), at_most(4000)])
    at_the_end = ("remark",)

    def marks(self, criteria: Iterable[Criterion]) -> dict[int, int | None]:
        """Return the marks, hundredths of a point, by criterion."""
        return {each.id: self[f"mark_{each.id}"].data for each in criteria}


def score_form(criteria: Iterable[Criterion], scale: int) -> type[ScoreForm]:
    """Return the form of a sheet for these criteria."""
    fields: dict[str, Field] = {
        f"mark_{each.id}": Points(
            each.label,
            [InputRequired(_("Vui lòng chấm điểm tiêu chí này.")), Within(scale)],
            description=_(
                "Từ 0 đến %(most)s, trọng số %(weight)s%%.", most=scale, weight=each.weight
            ),
            render_kw={"inputmode": "decimal", "autocomplete": "off"},
        )
        for each in criteria
    }
    return type("SheetForm", (ScoreForm,), fields)
