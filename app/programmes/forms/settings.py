"""Forms of the working days, the province's profile and its communes."""

from typing import Any

from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from app.files.services import JPEG, PNG
from app.forms import Day, FileForm, Form, Upload, Versioned, Year, at_most, required
from app.programmes.forms.fields import Amount, between
from app.programmes.services import edit_calendar, province
from app.text import _

OFF, WORK = "nghi", "lam"


class DayForm(Form):
    """What an exceptional day is, and its ground."""

    is_working = RadioField(
        _("Ngày này"),
        choices=[
            SelectChoice(OFF, _("Nghỉ lễ, nghỉ bù, hoán đổi thành ngày nghỉ")),
            SelectChoice(WORK, _("Làm bù (thứ Bảy, Chủ nhật)")),
        ],
        default=OFF,
    )
    note = StringField(
        _("Tên ngày, văn bản"),
        [required(), at_most(edit_calendar.LONGEST)],
        description=_("Ví dụ: Nghỉ Tết Nguyên đán, theo thông báo số …"),
    )

    @property
    def works(self) -> bool:
        """Whether the office works on the day."""
        return bool(self.is_working.data == WORK)


class NewDayForm(DayForm):
    """A day the calendar does not have yet."""

    at_the_end = ("is_working", "note")
    day = Day(_("Ngày"), [required()])


class YearForm(Form):
    """The year whose public holidays are brought in."""

    year = Year(_("Năm"), [required()])


class ProvinceForm(Versioned):
    """The province and its offices."""

    name = StringField(_("Tên tỉnh"), [required(), at_most(province.LONGEST)])
    code = StringField(_("Mã tỉnh"), [required(), at_most(10)])
    department = StringField(_("Tên Sở"), [required(), at_most(province.LONGEST)])
    chi_cuc = StringField(_("Chi cục, phòng phụ trách"), [Optional(), at_most(province.LONGEST)])
    address = TextAreaField(_("Địa chỉ"), [Optional(), at_most(province.LONGEST)])
    phone = StringField(_("Điện thoại"), [Optional(), at_most(40)])
    email = StringField(_("Thư điện tử"), [Optional(), at_most(province.LONGEST)])
    website = StringField(_("Trang thông tin"), [Optional(), at_most(province.LONGEST)])
    prefix = StringField(
        _("Ký hiệu đầu mã hồ sơ"),
        [required(), at_most(8)],
        description=_("2 đến 8 chữ cái in hoa, ví dụ NSCL. Hồ sơ đã nộp giữ mã cũ."),
    )

    silence_days = Amount(
        _("Nhắc cán bộ khi hồ sơ chưa có bước mới (ngày làm việc)"),
        between(1, province.LONGEST_SILENCE),
        description=_(
            "Dùng cho các đợt không quy định riêng. Để trống thì nhắc sau %(days)s ngày làm việc.",
            days=province.SILENCE_DAYS,
        ),
    )

    def values(self) -> dict[str, Any]:
        """Return the profile as the service takes it."""
        return {name: self[name].data or "" for name in province.FACTS}


class MarkForm(FileForm):
    """The symbol of the office."""

    file = Upload(_("Ảnh PNG hoặc JPEG, tối đa 500 kB"), province.MARK_BYTES, f"{PNG},{JPEG}")


class CommuneForm(Form):
    """The name of a commune."""

    name = StringField(_("Tên xã, phường"), [required(), at_most(100)])


class NewCommuneForm(CommuneForm):
    """A commune the list does not have yet."""

    at_the_end = ("name",)
    code = StringField(
        _("Mã đơn vị hành chính"), [required(), at_most(5)], description=_("5 chữ số.")
    )
