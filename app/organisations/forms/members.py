"""The forms about the people of an organisation."""

from typing import Any

from wtforms import BooleanField, EmailField, RadioField, StringField, TelField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from app.accounts import roles
from app.accounts.forms import new_password
from app.accounts.services import mandates
from app.files.services import ACCEPT, MAX_BYTES
from app.forms import Day, Form, Upload, at_most, chosen, required
from app.organisations.services.invitations import NewPerson
from app.organisations.services.members import AGENT, PREPARER, SIGNATORY
from app.text import _


def _capacities() -> list[SelectChoice]:
    return [SelectChoice(value, roles.capacity(value)) for value in (PREPARER, SIGNATORY, AGENT)]


class MandateFields(Form):
    """What a giấy ủy quyền says."""

    number = StringField(
        _("Số giấy ủy quyền"), [Optional(), at_most(120)], description=_("Ví dụ: 05/GUQ.")
    )
    valid_until = Day(_("Ủy quyền đến hết ngày"), [Optional()])
    submits = BooleanField(_("Được ký nộp, rút hồ sơ thay đơn vị"), [Optional()])
    file = Upload(_("Bản quét giấy ủy quyền (PDF, PNG hoặc JPEG, tối đa 10 MB)"), MAX_BYTES, ACCEPT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Left empty for who needs no mandate; for an agent they are needed, as the page says.
        for field in (self.number, self.valid_until):
            field.flags.optional = False

    def typed(self) -> mandates.Typed:
        """Return the mandate as the service takes it."""
        return mandates.Typed(
            number=self.number.data,
            valid_until=self.valid_until.data,
            submits=bool(self.submits.data),
            stream=self.file.data.stream,
            file_name=self.file.data.filename,
        )

    def lacks_mandate(self) -> bool:
        """Mark what lacks of a mandate; return whether anything does."""
        lacking = [field for field in (self.number, self.valid_until) if not field.data]
        if not self.file.given:
            lacking.append(self.file)
        for field in lacking:
            if not field.errors:  # a day that cannot be read is told as such
                field.errors = [_("Người nộp thay cần giấy ủy quyền: điền mục này.")]
        return bool(lacking)


class MandateForm(MandateFields):
    """Showing a mandate with a claim."""

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        right = bool(super().validate(*args, **kwargs))
        return not self.lacks_mandate() and right


class MemberForm(MandateFields):
    """Inviting somebody to act for the organisation."""

    name = StringField(_("Họ và tên"), [required(), at_most(120)])
    email = EmailField(
        _("Địa chỉ thư điện tử"),
        [required(), at_most(254)],
        description=_("Thư mời gửi đến địa chỉ này."),
    )
    capacity = RadioField(
        _("Tư cách"),
        [chosen()],
        choices=_capacities,
        description=_(
            "Người lập khai hồ sơ; người ký khai và nộp, quản lý người của đơn vị; người nộp thay "
            "là người ngoài đơn vị, làm theo giấy ủy quyền."
        ),
    )

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        right = bool(super().validate(*args, **kwargs))
        if self.capacity.data == AGENT and self.lacks_mandate():
            return False
        return right

    def mandate(self) -> mandates.Typed | None:
        """Return the mandate of an agent."""
        return self.typed() if self.capacity.data == AGENT else None


class ContactForm(Form):
    """Where the letters go."""

    email = EmailField(_("Địa chỉ nhận thư của đơn vị"), [required(), at_most(254)])


class JoinForm(Form):
    """Joining by an invitation, without an account so far."""

    name = StringField(_("Họ và tên"), [required(), at_most(120)])
    phone = TelField(_("Điện thoại"), [required(), at_most(40)])
    password = new_password(_("Mật khẩu"))
    consent = BooleanField(
        _("Tôi đã đọc và đồng ý với thông báo xử lý dữ liệu cá nhân"),
        [required(_("Cần đồng ý với thông báo thì mới tham gia được."))],
    )

    def typed(self) -> NewPerson:
        """Return the person as the service takes them."""
        return NewPerson(name=self.name.data, phone=self.phone.data, password=self.password.data)
