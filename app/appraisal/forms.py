"""Forms of the appraisal."""

from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice

from app.appraisal.services.appraisal import CHECKLIST
from app.forms import Checkboxes, Versioned, at_most, chosen, required
from app.text import _


class AppraisalForm(Versioned):
    """The appraisal and the recommendation."""

    checklist = Checkboxes(
        _("Đã kiểm tra"), choices=[SelectChoice(key, label) for key, label in CHECKLIST.items()]
    )
    opinion = TextAreaField(
        _("Ý kiến thẩm định"), [required(_("Vui lòng ghi ý kiến thẩm định.")), at_most(4000)]
    )
    recommendation = RadioField(
        _("Đề xuất"),
        choices=[
            SelectChoice("approve", _("Đề xuất phê duyệt hỗ trợ")),
            SelectChoice("reject", _("Đề xuất không phê duyệt")),
        ],
        validators=[chosen(_("Vui lòng chọn đề xuất."))],
    )
