"""The forms about organisations."""

from collections.abc import Callable
from typing import Any

from wtforms import (
    BooleanField,
    EmailField,
    Field,
    RadioField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional, ValidationError

from app.accounts import addresses, names, passwords
from app.accounts.forms import Secret, new_password
from app.errors import Invalid
from app.forms import Checkboxes, Form, Versioned, Whole, at_most, chosen, required
from app.limits import LARGEST
from app.organisations import identifiers, kinds
from app.organisations.services import communes
from app.organisations.services.profile import LONGEST, NUMBERS
from app.text import _


def _rule(check: Callable[..., Any], *args: Any) -> None:
    """Ask a pure rule early, so that all faults of a form show at once."""
    try:
        check(*args)
    except Invalid as error:
        raise ValidationError(error.message) from error


def _plain_name(_form: Form, field: Field) -> None:
    _rule(names.plain, field.data)


def _kinds() -> list[SelectChoice]:
    return [SelectChoice(code, label) for code, label in kinds.labels()]


def _communes() -> list[SelectChoice]:
    listed = [SelectChoice(commune.code, commune.name) for commune in communes.offered()]
    return [SelectChoice("", _("Chọn xã, phường")), *listed]


def _commune() -> SelectField:
    # The service knows the list; a value outside it is refused there.
    return SelectField(_("Xã, phường"), [chosen()], choices=_communes, validate_choice=False)


def amount(label: str, description: str = "", most: int = LARGEST) -> Whole:
    """Return an optional field of a whole number."""
    return Whole(
        label,
        [Optional(), NumberRange(0, most, _("Số này lớn hơn mức có thể."))],
        description=description,
        render_kw={"inputmode": "numeric"},
    )


class UnitForm(Form):
    """Registering an organisation, by someone who has an account."""

    kind = RadioField(_("Loại hình tổ chức"), [chosen()], choices=_kinds, validate_choice=False)
    code = StringField(
        _("Mã số thuế"),
        [required(), at_most(60)],
        description=_(
            "10 chữ số, hoặc 13 chữ số với chi nhánh. Hộ kinh doanh dùng số định danh 12 chữ số."
        ),
        render_kw={"inputmode": "numeric"},
    )
    name = StringField(
        _("Tên đơn vị"),
        [required(), at_most(LONGEST["name"]), _plain_name],
        description=_("Như trên giấy chứng nhận đăng ký."),
    )
    so_dkhtx = StringField(
        _("Số đăng ký hợp tác xã"),
        [Optional(), at_most(LONGEST["registration_paper"])],
        description=_("Chỉ với hợp tác xã có số đăng ký khác mã số thuế."),
    )
    commune_code = _commune()
    representative = StringField(
        _("Người đại diện theo pháp luật"),
        [required(), at_most(LONGEST["representative"]), _plain_name],
    )
    contact_name = StringField(
        _("Họ và tên người liên hệ"),
        [required(), at_most(LONGEST["contact_name"]), _plain_name],
        render_kw={"autocomplete": "name"},
    )
    contact_phone = TelField(
        _("Điện thoại liên hệ"),
        [required(), at_most(40)],
        description=_("Di động hoặc cố định, ví dụ 0912 345 678."),
        render_kw={"autocomplete": "tel"},
    )

    def validate_code(self, field: Field) -> None:
        _rule(identifiers.parse, self.kind.data or "", field.data)

    def validate_contact_phone(self, field: Field) -> None:
        _rule(addresses.phone, field.data)


class RegistrationForm(UnitForm):
    """Registering an organisation and its first person."""

    contact_email = EmailField(
        _("Địa chỉ thư điện tử"),
        [required(), at_most(254)],
        description=_("Dùng để đăng nhập và nhận thư về hồ sơ."),
        render_kw={"autocomplete": "email"},
    )
    password = new_password(_("Mật khẩu"))
    consent = BooleanField(
        _("Tôi đã đọc và đồng ý với thông báo xử lý dữ liệu cá nhân"),
        [required(_("Cần đồng ý với thông báo thì mới đăng ký được."))],
    )

    def validate_contact_email(self, field: Field) -> None:
        _rule(addresses.canonical, field.data)

    def validate_password(self, field: Field) -> None:
        own = (self.code.data, self.contact_email.data, self.name.data, self.contact_name.data)
        _rule(lambda: passwords.check(field.data, own=[word for word in own if word]))


class ConfirmForm(Form):
    """Confirming a registration from its letter."""

    password = Secret(
        _("Mật khẩu đã chọn khi đăng ký"),
        [required()],
        render_kw={"autocomplete": "current-password"},
    )


class ClaimAnswerForm(Form):
    """Letting someone in, or not; the button pressed says which."""

    # The first three only where others made the organisation known; an officer answers those.
    same = RadioField(_("Đơn vị này là"), choices=[], validate_choice=False)
    phoned = BooleanField(_("Đã gọi số điện thoại lưu trong hồ sơ, người nghe máy xác nhận"))
    verified = StringField(
        _("Đã xác minh bằng cách nào"),
        [at_most(500)],
        description=_("Hồ sơ không lưu số điện thoại. Ví dụ: đến trụ sở ngày 05/04/2026."),
    )
    reason = TextAreaField(
        _("Lý do từ chối"),
        [Optional(), at_most(1000)],
        description=_("Chỉ cần khi từ chối. Người yêu cầu đọc được lý do này."),
        render_kw={"rows": 3},
    )


def _sizes() -> list[SelectChoice]:
    listed = [SelectChoice(code, label) for code, label in kinds.sizes()]
    return [SelectChoice("", _("Chưa xác định")), *listed]


def _priorities() -> list[SelectChoice]:
    return [SelectChoice(code, label) for code, label in kinds.priorities()]


WOMEN_OWNED = {"": None, "yes": True, "no": False}


class ProfileForm(Versioned):
    """The profile, after the form of NĐ 80/2021/NĐ-CP."""

    name = StringField(_("Tên đơn vị"), [required(), at_most(LONGEST["name"]), _plain_name])
    short_name = StringField(
        _("Tên viết tắt, tên giao dịch"), [Optional(), at_most(LONGEST["short_name"])]
    )
    registration_paper = StringField(
        _("Giấy chứng nhận đăng ký"),
        [Optional(), at_most(LONGEST["registration_paper"])],
        description=_("Số, ngày cấp, nơi cấp."),
    )
    address = StringField(
        _("Địa chỉ trụ sở chính"),
        [required(), at_most(LONGEST["address"])],
        description=_("Số nhà, đường, thôn hoặc khối."),
        render_kw={"autocomplete": "street-address"},
    )
    commune_code = _commune()
    production_site = StringField(
        _("Địa điểm sản xuất áp dụng"),
        [Optional(), at_most(LONGEST["production_site"])],
        description=_("Nếu khác trụ sở chính."),
    )
    phone = TelField(_("Điện thoại của đơn vị"), [required(), at_most(40)])
    email = EmailField(_("Thư điện tử của đơn vị"), [required(), at_most(254)])
    representative = StringField(
        _("Người đại diện theo pháp luật"),
        [required(), at_most(LONGEST["representative"]), _plain_name],
    )
    representative_title = StringField(
        _("Chức vụ của người đại diện"), [required(), at_most(LONGEST["representative_title"])]
    )
    contact_name = StringField(
        _("Họ và tên người liên hệ"), [required(), at_most(LONGEST["contact_name"]), _plain_name]
    )
    contact_phone = TelField(_("Điện thoại liên hệ"), [required(), at_most(40)])
    field_of_business = StringField(
        _("Lĩnh vực sản xuất, kinh doanh chính"),
        [required(), at_most(LONGEST["field_of_business"])],
    )
    insured_workers = amount(
        _("Số lao động tham gia bảo hiểm xã hội"),
        _("Bình quân năm, người."),
        most=NUMBERS["insured_workers"][1],
    )
    capital = amount(_("Tổng nguồn vốn"), _("Đồng. Ví dụ 1.500.000.000."))
    revenue = amount(_("Tổng doanh thu năm trước liền kề"), _("Đồng."))
    size = SelectField(_("Quy mô tự xác định"), [Optional()], choices=_sizes, validate_choice=False)
    women_owned = SelectField(
        _("Doanh nghiệp do phụ nữ làm chủ"),
        [Optional()],
        choices=lambda: [
            SelectChoice("", _("Không trả lời")),
            SelectChoice("yes", _("Có")),
            SelectChoice("no", _("Không")),
        ],
        validate_choice=False,
        description=_("Phụ nữ sở hữu từ 51% vốn trở lên và có phụ nữ quản lý, điều hành."),
    )
    priorities = Checkboxes(
        _("Thuộc nhóm ưu tiên"), [Optional()], choices=_priorities, validate_choice=False
    )
    certificates = TextAreaField(
        _("Hệ thống quản lý, chứng nhận hiện có"),
        [Optional(), at_most(LONGEST["certificates"])],
        description=_("Mỗi dòng một chứng nhận: tên, số, ngày cấp, ngày hết hạn."),
        render_kw={"rows": 3},
    )
    earlier_support = TextAreaField(
        _("Đã được Nhà nước hỗ trợ nội dung nào, năm nào"),
        [
            required(_("Vui lòng điền; nếu chưa từng được hỗ trợ, ghi “Chưa”.")),
            at_most(LONGEST["earlier_support"]),
        ],
        description=_("Nếu chưa từng được hỗ trợ, ghi “Chưa”."),
        render_kw={"rows": 3},
    )

    def validate_phone(self, field: Field) -> None:
        _rule(addresses.phone, field.data)

    def validate_contact_phone(self, field: Field) -> None:
        _rule(addresses.phone, field.data)

    def validate_email(self, field: Field) -> None:
        _rule(addresses.canonical, field.data)

    def values(self) -> dict[str, Any]:
        """Return the profile's fields as the service takes them."""
        kept = {
            name: value
            for name, value in self.data.items()
            if name not in {"version", "form_key", "csrf_token"}
        }
        for name in (
            "email",
            "short_name",
            "registration_paper",
            "production_site",
            "certificates",
            "size",
        ):
            kept[name] = kept[name] or ""
        return kept | {
            "women_owned": WOMEN_OWNED.get(self.women_owned.data or ""),
            "priorities": list(self.priorities.data or []),
        }


class ProfileWithoutEmail(ProfileForm):
    """The profile of an organisation whose letters go on paper."""

    email = EmailField(_("Thư điện tử của đơn vị"), [Optional(), at_most(254)])
