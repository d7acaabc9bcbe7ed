"""Forms of opinions."""

from typing import BinaryIO

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, Optional, ValidationError

from app.files.making import MAX_BYTES
from app.files.services import ACCEPT
from app.forms import Day, Form, Upload, Versioned, Whole, at_most, chosen, required
from app.opinions.models import Agency
from app.opinions.services.answering import Answer
from app.opinions.services.asking import To
from app.text import _

_EMAIL = Email(_("Địa chỉ thư điện tử chưa đúng."))


class AskForm(Form):
    """Whom, what, until when."""

    agency = SelectField(_("Nơi được xin ý kiến"))
    name = StringField(
        _("Nơi khác, ngoài danh bạ"),
        [Optional(), at_most(200)],
        description=_("Chỉ ghi khi không chọn trong danh bạ."),
    )
    email = StringField(
        _("Thư điện tử của nơi khác"),
        [Optional(), at_most(200), _EMAIL],
        description=_("Không có thì thư được in để gửi giấy."),
    )
    address = StringField(_("Địa chỉ của nơi khác"), [Optional(), at_most(300)])
    questions = TextAreaField(
        _("Những điều xin ý kiến"),
        [required(), at_most(8000)],
        description=_("Mỗi dòng một câu hỏi. Không ghi thông tin cá nhân ngoài điều cần hỏi."),
    )
    days = Whole(
        _("Hạn trả lời, tính bằng ngày làm việc"),
        [chosen(_("Vui lòng ghi từ 1 đến 60 ngày làm việc."))],  # 0 is an answer, a wrong one
        default=7,
    )

    def offer(self, agencies: list[Agency]) -> None:
        """Offer the address book."""
        self.agency.choices = [
            SelectChoice("", _("Nơi khác, ghi ở dưới")),
            *(SelectChoice(str(each.id), each.name) for each in agencies),
        ]

    def validate_agency(self, field: SelectField) -> None:
        """Somebody must be asked; said with the other faults, not after them."""
        if not field.data and not self.name.data:
            raise ValidationError(_("Vui lòng chọn nơi được xin ý kiến, hoặc ghi nơi khác ở dưới."))

    def validate_name(self, field: StringField) -> None:
        """Two recipients are one too many: a choice of the book would silently win."""
        if self.agency.data and field.data:
            raise ValidationError(
                _("Đã chọn một nơi trong danh bạ; vui lòng chỉ chọn hoặc chỉ ghi nơi khác.")
            )

    def to(self, agencies: list[Agency]) -> To:
        """Return whom it is for."""
        chosen = next((each for each in agencies if str(each.id) == self.agency.data), None)
        if chosen is not None:
            return To(chosen.name, chosen.email, chosen.address, chosen.id)
        return To(self.name.data or "", self.email.data or "", self.address.data or "")


class CloseForm(Form):
    """Why nobody waits any more."""

    reason = TextAreaField(_("Lý do khép lại"), [required(_("Vui lòng nêu lý do.")), at_most(1000)])


class AnswerForm(Form):
    """An answer: by an officer from paper, or by who has the link."""

    text = TextAreaField(_("Nội dung trả lời"), [Optional(), at_most(10_000)])
    answerer = StringField(_("Người ký hoặc người trả lời, chức vụ"), [required(), at_most(200)])
    number = StringField(_("Số văn bản trả lời"), [Optional(), at_most(60)])
    signed_on = Day(_("Ngày văn bản trả lời"), [Optional()])
    file = Upload(
        _("Văn bản trả lời (PDF, PNG hoặc JPEG, tối đa 10 MB)"),
        MAX_BYTES,
        ACCEPT,
        validators=[Optional()],
    )

    @property
    def uploads(self) -> list[tuple[BinaryIO, str]]:
        """The file, if one was chosen."""
        return [(self.file.data.stream, self.file.data.filename)] if self.file.given else []

    def answer(self) -> Answer:
        """Return what is filled in, but for the file."""
        return Answer(
            text=self.text.data or "",
            answerer=self.answerer.data or "",
            number=self.number.data or "",
            signed_on=self.signed_on.data,
        )


class LinkForm(AnswerForm):
    """The same, from who has the link: the words are needed."""

    text = TextAreaField(_("Nội dung trả lời"), [required(), at_most(10_000)])
    at_the_end = ("answerer", "number", "signed_on", "file")


class AgencyForm(Versioned):
    """One body of the address book."""

    name = StringField(_("Tên cơ quan, đơn vị, chuyên gia"), [required(), at_most(200)])
    email = StringField(_("Thư điện tử"), [Optional(), at_most(200), _EMAIL])
    phone = StringField(_("Điện thoại"), [Optional(), at_most(40)])
    address = StringField(_("Địa chỉ"), [Optional(), at_most(300)])
    closed = BooleanField(_("Không còn dùng"))

    def values(self) -> dict[str, str]:
        """Return the texts as the service takes them."""
        return {name: self[name].data or "" for name in ("name", "email", "phone", "address")}
