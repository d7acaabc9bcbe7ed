"""The forms about accounts."""

from collections.abc import Collection
from typing import Any, Self

from wtforms import BooleanField, EmailField, Field, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import PasswordInput

from app.access import Role
from app.accounts import passwords, roles
from app.forms import Checkboxes, Form, Versioned, at_most, chosen, required
from app.outbox import paper, preferences
from app.outbox.letters import NEWS, PROGRESS, QUESTIONS, SORTS, WORK
from app.outbox.models import DAILY, EACH
from app.text import _


class Secret(Field):  # type: ignore[misc]  # WTForms ships no types
    """A password exactly as typed: not trimmed, and never sent back to the page."""

    widget = PasswordInput(hide_value=True)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist else ""

    def _value(self) -> str:
        return ""


def new_password(label: str) -> Secret:
    """Return the field of a password to be chosen."""
    return Secret(
        label,
        [required()],
        description=_(
            "Ít nhất %(n)s ký tự. Vài từ không liên quan ghép lại thì dễ nhớ và khó đoán.",
            n=passwords.SHORTEST,
        ),
        render_kw={"autocomplete": "new-password"},
    )


class SignInForm(Form):
    """Signing in; a kept page may be sent again, so it carries no form key."""

    form_key = None
    email = StringField(
        _("Địa chỉ thư điện tử hoặc số điện thoại"),
        [required()],
        render_kw={"autocomplete": "username", "maxlength": 254},
    )
    password = Secret(
        _("Mật khẩu"),
        [required()],
        description=_("Lần đầu vào bằng số điện thoại: điền mã đăng nhập mà cán bộ đã đọc."),
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()
    kept = HiddenField()


class ForgottenForm(Form):
    """Asking for the reset letter."""

    form_key = None
    email = EmailField(
        _("Địa chỉ thư điện tử"),
        [required(), at_most(254)],
        render_kw={"autocomplete": "username"},
    )


class NewPasswordForm(Form):
    """Choosing a password by the link of a letter."""

    password = new_password(_("Mật khẩu mới"))


class ChangePasswordForm(Form):
    """Changing one's own password."""

    current_password = Secret(
        _("Mật khẩu hiện tại"), [required()], render_kw={"autocomplete": "current-password"}
    )
    password = new_password(_("Mật khẩu mới"))


class ChangeEmailForm(Form):
    """Asking for another e-mail address."""

    email = EmailField(_("Địa chỉ thư mới"), [required(), at_most(254)])
    current_password = Secret(
        _("Mật khẩu hiện tại"), [required()], render_kw={"autocomplete": "current-password"}
    )


class HandedOverForm(Form):
    """Noting how a letter on paper reached its receiver."""

    how = RadioField(
        _("Đã giao bằng cách nào"),
        [chosen()],
        choices=lambda: [SelectChoice(way, label) for way, label in paper.WAYS.items()],
    )
    note = StringField(
        _("Ghi chú"),
        [Optional(), at_most(200)],
        description=_("Ví dụ: người nhận, số bưu gửi."),
    )


def way_words(way: str) -> str:
    """Return how a way of getting letters is called."""
    if way == EACH:
        return _("Gửi ngay từng thư")
    if way == DAILY:
        return _("Gộp vào một thư mỗi ngày, gửi từ %(hour)s giờ", hour=preferences.hour())
    return _("Không nhận")


def _ways(sort: str) -> RadioField:
    return RadioField(
        SORTS[sort],
        [chosen()],
        choices=lambda: [SelectChoice(way, way_words(way)) for way in preferences.offered(sort)],
    )


class ReceivingForm(Versioned):
    """How one wants each sort of letters that may wait; the fields are named as the sorts."""

    progress = _ways(PROGRESS)
    questions = _ways(QUESTIONS)
    news = _ways(NEWS)
    work = _ways(WORK)

    def only(self, sorts: Collection[str]) -> Self:
        """Ask only for sorts of letters that can reach the reader."""
        for name in (PROGRESS, QUESTIONS, NEWS, WORK):
            if name not in sorts:
                del self[name]
        return self

    @property
    def ways(self) -> dict[str, str]:
        """What was chosen, by sort."""
        asked = (PROGRESS, QUESTIONS, NEWS, WORK)
        return {name: self[name].data for name in asked if name in self}


def _role_choices() -> list[SelectChoice]:
    return [SelectChoice(role.value, roles.label(role)) for role in Role]


class RolesForm(Form):
    """The roles of one person; none makes them an ordinary person again."""

    roles = Checkboxes(_("Vai trò"), choices=_role_choices)

    @property
    def chosen(self) -> list[Role]:
        """The roles ticked."""
        return [Role(value) for value in self.roles.data]


class InviteForm(RolesForm):
    """Inviting a member of staff."""

    at_the_end = ("roles",)
    name = StringField(_("Họ và tên"), [required(), at_most(120)])
    email = EmailField(
        _("Địa chỉ thư điện tử"),
        [required(), at_most(254)],
        description=_("Thư mời gửi đến địa chỉ này."),
    )

    def validate_roles(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Vui lòng chọn ít nhất một vai trò."))


class DisableForm(Form):
    """Locking an account; asked again while something is left with its person."""

    anyway = BooleanField(_("Vẫn khóa ngay, bàn giao sau"))
