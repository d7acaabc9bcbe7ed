"""The forms about needs."""

from wtforms import (
    EmailField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from app.forms import Asking, Checkboxes, FileForm, Form, Upload, at_most, chosen, required
from app.needs.models import PARTNER_KINDS
from app.needs.services import say
from app.organisations import kinds
from app.organisations.services import communes
from app.programmes.services import contents
from app.text import _, row_number

SPREADSHEETS = (
    ".xlsx,.csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,text/csv"
)
MAX_SHEET = 2_000_000  # bytes: 500 rows are far less


def _contents() -> list[SelectChoice]:
    return [SelectChoice(each.code, contents.name_of(each)) for each in contents.listed()]


def _years() -> list[SelectChoice]:
    return [SelectChoice(str(year), str(year)) for year in say.years()]


def _wanted() -> Checkboxes:
    return Checkboxes(
        _("Nội dung muốn được hỗ trợ"), [chosen()], choices=_contents, validate_choice=False
    )


def _year() -> SelectField:
    return SelectField(_("Năm mong muốn"), [chosen()], choices=_years, validate_choice=False)


def _note() -> TextAreaField:
    return TextAreaField(
        _("Sản phẩm, hiện trạng"),
        [Optional(), at_most(say.LONGEST_NOTE)],
        description=_("Vài lời: sản phẩm chính, đã có chứng nhận nào, vì sao cần."),
        render_kw={"rows": 3},
    )


class NeedForm(Form):
    """What an organisation would want, in five fields."""

    contents = _wanted()
    year = _year()
    note = _note()
    contact_name = StringField(_("Người liên hệ"), [required(), at_most(120)])
    contact_phone = TelField(_("Điện thoại liên hệ"), [required(), at_most(40)])

    @property
    def said(self) -> say.Said:
        return say.Said(
            tuple(self.contents.data or ()),
            row_number(self.year.data),
            self.note.data or "",
            self.contact_name.data,
            self.contact_phone.data,
        )


class MemberNeedForm(Form):
    """What a partner says one of its members wants."""

    code = StringField(
        _("Mã số thuế"), [required(), at_most(60)], render_kw={"inputmode": "numeric"}
    )
    name = StringField(_("Tên đơn vị"), [required(), at_most(250)])
    kind = RadioField(
        _("Loại hình tổ chức"),
        [chosen()],
        choices=lambda: [SelectChoice(code, label) for code, label in kinds.labels()],
        validate_choice=False,
    )
    commune_code = SelectField(
        _("Xã, phường"),
        [chosen()],
        choices=lambda: [
            SelectChoice("", _("Chọn xã, phường")),
            *(SelectChoice(each.code, each.name) for each in communes.offered()),
        ],
        validate_choice=False,
    )
    phone = TelField(
        _("Điện thoại của đơn vị"),
        [Optional(), at_most(40)],
        description=_("Cần điện thoại hoặc thư điện tử."),
    )
    email = EmailField(_("Thư điện tử của đơn vị"), [Optional(), at_most(254)])
    contents = _wanted()
    year = _year()
    note = _note()

    @property
    def said(self) -> say.Said:
        return say.Said(
            tuple(self.contents.data or ()), row_number(self.year.data), self.note.data or ""
        )


class SheetForm(FileForm):
    """The template, filled in."""

    file = Upload(_("Tệp .xlsx hoặc .csv, tối đa 2 MB"), MAX_SHEET, SPREADSHEETS)


class RecordForm(Form):
    """The judged rows, carried from the page that shows them."""

    rows = HiddenField()


class PhoneAnswerForm(Form):
    """What the organisation answered an officer."""

    outcome = RadioField(
        _("Đơn vị trả lời"),
        [chosen()],
        choices=lambda: [
            SelectChoice("yes", _("Có nhu cầu")),
            SelectChoice("no", _("Không có nhu cầu")),
        ],
    )
    note = TextAreaField(
        _("Đã gọi ai, số nào, lúc nào"), [required(), at_most(1000)], render_kw={"rows": 2}
    )


class InviteForm(Form):
    """Which needs become invitations."""

    items = Checkboxes(_("Mời"), choices=[], validate_choice=False)

    @property
    def chosen(self) -> set[int]:
        return {number for each in self.items.data if (number := row_number(each)) is not None}


class DemandForm(Asking):
    """The desk's filters."""

    content = SelectField(_("Nội dung"))
    commune = SelectField(_("Xã, phường"))
    year = SelectField(_("Năm"))
    status = SelectField(_("Trạng thái"))
    partner = SelectField(_("Nguồn"))


class PartnerForm(Form):
    """A partner."""

    name = StringField(_("Tên đối tác"), [required(), at_most(250)])
    kind = RadioField(
        _("Loại đối tác"),
        [chosen()],
        choices=[SelectChoice(kind, label) for kind, label in PARTNER_KINDS.items()],
    )
    phone = TelField(_("Điện thoại"), [Optional(), at_most(40)])


class PersonForm(Form):
    """Inviting a person of a partner."""

    name = StringField(_("Họ và tên"), [required(), at_most(120)])
    email = EmailField(_("Địa chỉ thư điện tử"), [required(), at_most(254)])
