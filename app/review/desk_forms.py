"""Forms of the desk's own order: absence, handover, the letter that asks for more time."""

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from app.forms import Checkboxes, Day, Form, Versioned, at_most, chosen, required
from app.text import _, row_number


class AbsenceForm(Form):
    """Who is away, from when until when, and who acts in their place."""

    person = SelectField(_("Người vắng mặt"), [chosen()], coerce=int)
    stand_in = SelectField(
        _("Người xử lý thay"), [required(_("Vui lòng chọn người xử lý thay."))], coerce=row_number
    )
    first_on = Day(_("Từ ngày"), [required()])
    last_on = Day(_("Đến hết ngày"), [required()])
    reason = StringField(_("Lý do"), [Optional(), at_most(500)])


class HandOverForm(Form):
    """To whom, and which dossiers."""

    officer = SelectField(
        _("Người nhận"), [required(_("Vui lòng chọn người nhận."))], coerce=row_number
    )
    dossiers = Checkboxes(
        _("Hồ sơ bàn giao"), [chosen(_("Vui lòng chọn ít nhất một hồ sơ."))], coerce=int
    )


class ExtensionForm(Versioned):
    """The letter "xin lỗi và đề nghị gia hạn", as the officer signs it."""

    answer_on = Day(_("Ngày hẹn trả kết quả mới"), [required()])
    reason = TextAreaField(
        _("Lý do"),
        [required(_("Vui lòng nêu lý do.")), at_most(2000)],
        description=_("Đơn vị nộp hồ sơ đọc được lý do này."),
    )
