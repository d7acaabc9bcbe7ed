"""The forms of the room."""

from typing import Any, BinaryIO

from wtforms import HiddenField, RadioField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice

from app.correspondence.models import LONGEST_MESSAGE, LONGEST_REMARK
from app.correspondence.services.ratings import SCORES
from app.files.making import MAX_BYTES
from app.files.services import ACCEPT
from app.forms import Form, Upload, at_most, chosen, required
from app.outbox.wording import LONGEST_BODY, LONGEST_SUBJECT
from app.text import _


class MessageForm(Form):
    """A question, or its answer, with one file where it helps."""

    text = TextAreaField(_("Nội dung"), [required(), at_most(LONGEST_MESSAGE)])
    file = Upload(_("Tệp (PDF, PNG hoặc JPEG, tối đa 10 MB)"), MAX_BYTES, ACCEPT)
    seen = HiddenField()  # the newest message of the page on which it was written

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file.flags.optional = True

    @property
    def attached(self) -> tuple[BinaryIO, str] | None:
        """The file that was chosen, or None."""
        return (self.file.data.stream, self.file.data.filename) if self.file.given else None


class RatingForm(Form):
    """How the handling of a dossier was found."""

    score = RadioField(_("Đơn vị hài lòng đến mức nào"), [chosen()], coerce=int)
    remark = TextAreaField(
        _("Góp ý thêm"),
        [at_most(LONGEST_REMARK)],
        description=_("Không bắt buộc. Không ghi tên, số điện thoại."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.score.choices = [SelectChoice(value, label) for value, label in SCORES.items()]
        self.remark.flags.optional = True


class WordsForm(Form):
    """A letter in the office's own words; looked at first, or saved with a reason."""

    subject = StringField(_("Tiêu đề"), [required(), at_most(LONGEST_SUBJECT)])
    body = TextAreaField(
        _("Nội dung"),
        [required(), at_most(LONGEST_BODY)],
        description=_("Mỗi đoạn cách nhau một dòng trống. Tên Sở, lời cảnh báo thu phí và cách "
                      "liên hệ được tự thêm vào cuối thư."),
        render_kw={"rows": 18},
    )  # fmt: skip
    reference = StringField(
        _("Xem thử với hồ sơ"),
        [at_most(40)],
        description=_("Mã hồ sơ; để trống để xem với số liệu ví dụ."),
        render_kw={"autocomplete": "off"},
    )
    reason = StringField(
        _("Lý do sửa"), [at_most(300)], description=_("Cần ghi khi lưu; lưu kèm phiên bản.")
    )
    seen = HiddenField()
    look = SubmitField(_("Xem trước"))
