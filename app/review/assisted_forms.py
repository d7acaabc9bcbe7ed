"""The forms of assisted entry (nhập hộ)."""

from wtforms import BooleanField, EmailField, StringField
from wtforms.validators import Optional, ValidationError

from app.files.services import ACCEPT, MAX_BYTES
from app.forms import Day, Form, Upload, at_most, required
from app.organisations.forms.registration import UnitForm
from app.organisations.services.assisted import Known
from app.text import _


class FindForm(Form):
    """Looking whether an organisation is known already."""

    form_key = None
    code = StringField(_("Mã số thuế"), [required(), at_most(60)])


class KnownForm(UnitForm):
    """Making an organisation known."""

    so_dkhtx = None
    email = EmailField(
        _("Thư điện tử của đơn vị"),
        [Optional(), at_most(254)],
        description=_("Không có thì thư được in ra giấy."),
    )

    def known(self) -> Known:
        """Return the organisation as the service takes it."""
        return Known(
            kind=self.kind.data or "",
            code=self.code.data,
            name=self.name.data,
            commune_code=self.commune_code.data,
            representative=self.representative.data,
            contact_name=self.contact_name.data,
            contact_phone=self.contact_phone.data,
            email=self.email.data or "",
        )


class ConsentForm(Form):
    """Consent to the data notice, given on paper."""

    name = StringField(_("Người đã ký"), [required(), at_most(120)])
    given_on = Day(_("Ngày ký"), [required()])
    scan = Upload(_("Bản quét (PDF, PNG hoặc JPEG, tối đa 10 MB)"), MAX_BYTES, ACCEPT)

    def validate_scan(self, field: Upload) -> None:
        if not field.given:
            raise ValidationError(_("Vui lòng chọn tệp."))


class CodeForm(Form):
    """Giving a sign-in code over the phone."""

    called = BooleanField(
        _("Đã gọi số điện thoại ở trên và người nghe máy xác nhận thuộc đơn vị"),
        [required(_("Cần gọi số lưu trong hồ sơ trước khi cấp mã."))],
    )
    spoke_to = StringField(_("Người nghe máy"), [required(), at_most(120)])
