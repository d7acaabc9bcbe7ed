"""Forms of declared interests."""

from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice

from app.appraisal.services.interests import LONGEST_REASON
from app.forms import Form, at_most, chosen, required
from app.text import _


class DeclareForm(Form):
    """One's own interest in a dossier, or in its organisation."""

    about = RadioField(
        _("Có lợi ích liên quan đến"),
        choices=[
            SelectChoice("dossier", _("Chỉ hồ sơ này")),
            SelectChoice("organisation", _("Đơn vị nộp hồ sơ, kể cả hồ sơ khác của đơn vị")),
        ],
        validators=[chosen()],
    )
    reason = TextAreaField(
        _("Lý do"),
        [required(_("Vui lòng nêu lý do.")), at_most(LONGEST_REASON)],
        description=_("Ví dụ: người thân là giám đốc đơn vị. Chỉ cán bộ của Sở đọc được."),
    )


class WithdrawForm(Form):
    """Why a declaration stands no more."""

    reason = TextAreaField(
        _("Lý do rút khai báo"),
        [required(_("Vui lòng nêu lý do.")), at_most(LONGEST_REASON)],
    )
