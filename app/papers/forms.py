"""The forms of the room."""

from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from app.files.making import MIB
from app.forms import Day, FileForm, Form, Upload, at_most, chosen, required
from app.papers import kinds
from app.papers.frame import Signing
from app.papers.services.numbers import LONGEST
from app.text import _

CAPACITY_WORDS = {
    "": _("Người đứng đầu trực tiếp ký"),
    "TM.": _("TM. (thay mặt tập thể)"),
    "Q.": _("Q. (quyền, được giao quyền)"),
    "KT.": _("KT. (ký thay người đứng đầu)"),
    "TL.": _("TL. (thừa lệnh)"),
    "TUQ.": _("TUQ. (thừa ủy quyền)"),
}


class CodeForm(Form):
    """The code printed beside the QR of a paper."""

    code = StringField(
        _("Mã văn bản"),
        [required(), at_most(40)],
        description=_("12 chữ và số in dưới mã QR, ví dụ K7Q2-M9XT-4HBD."),
        render_kw={"autocomplete": "off"},
    )


class MakeForm(Form):
    """Which paper to make, and who is to sign it."""

    kind = SelectField(_("Loại văn bản"), [chosen()])
    capacity = SelectField(
        _("Quyền hạn ký"),
        choices=[SelectChoice(value, label) for value, label in CAPACITY_WORDS.items()],
    )
    title = StringField(
        _("Chức vụ người ký"),
        [at_most(100)],
        description=_("Để trống nếu người đứng đầu ký. Ví dụ: Phó Giám đốc."),
    )
    name = StringField(_("Họ tên người ký"), [at_most(100)])

    def offer(self, keys: list[str]) -> None:
        """Let one of these kinds be chosen."""
        self.kind.choices = [SelectChoice(key, kinds.get(key).title) for key in keys]

    @property
    def signing(self) -> Signing:
        """Who is to sign, as it was said."""
        return Signing(self.capacity.data or "", self.title.data or "", self.name.data or "")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in (self.title, self.name):
            field.flags.optional = True


class NumberForm(Form):
    """Số, ký hiệu and date of a paper: only the clerk's."""

    number = StringField(
        _("Số, ký hiệu văn bản"),
        [required(), at_most(LONGEST)],
        description=_(
            "Số do văn thư cấp, ví dụ 123/TB-SKHCN. Chỉ ghi số thì ký hiệu như trên dự thảo."
        ),
        render_kw={"autocomplete": "off"},
    )
    dated_on = Day(_("Ngày văn bản"), [required()])


class WithdrawForm(Form):
    """Why a paper counts no more."""

    reason = TextAreaField(_("Lý do thu hồi"), [required(), at_most(500)])


class TemplateForm(FileForm):
    """A Word template of the office's own."""

    file = Upload(_("Tệp mẫu (.docx, tối đa 2 MB)"), 2 * MIB, ".docx")
