"""The forms of the room."""

from wtforms import HiddenField, StringField, SubmitField, TextAreaField

from app.forms import Form, at_most, required
from app.outbox.wording import LONGEST_BODY, LONGEST_SUBJECT
from app.text import _


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
