"""Forms of the ledger."""

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from app.files.services import ACCEPT, MAX_BYTES
from app.forms import (
    Asking,
    Checkboxes,
    Day,
    Form,
    Upload,
    Versioned,
    Year,
    at_most,
    chosen,
    required,
)
from app.ledger.models import ENTRY_LOOKS
from app.ledger.services import paper, units
from app.text import _


class BookForm(Asking):
    """The book's filters."""

    q = StringField(_("Tên hoặc mã số của tổ chức"))
    year = SelectField(_("Năm"))
    programme = SelectField(_("Chương trình"))
    project = SelectField(_("Dự án"))
    content = SelectField(_("Nội dung"))
    kind = SelectField(_("Loại hình"))
    commune = SelectField(_("Xã, phường"))
    state = SelectField(
        _("Trạng thái"),
        choices=[
            SelectChoice("", _("Đã hỗ trợ (tất cả)")),
            *(SelectChoice(state, look.label) for state, look in ENTRY_LOOKS.items()),
        ],
    )


class DocumentForm(Form):
    """The paper an act of the ledger rests on."""

    document_number = StringField(
        _("Số văn bản"),
        [required(), at_most(paper.LONGEST["document_number"])],
        render_kw={"autocomplete": "off"},
    )
    document_on = Day(_("Ngày văn bản"), [required()])
    reason = TextAreaField(
        _("Lý do"), [required(_("Vui lòng nêu lý do.")), at_most(paper.LONGEST["reason"])]
    )


class ProposeForm(DocumentForm):
    """Proposing an exception."""

    scan = Upload(
        _("Văn bản (PDF, PNG hoặc JPEG, tối đa 10 MB; không bắt buộc)"), MAX_BYTES, ACCEPT
    )


class DecideForm(Versioned):
    """Deciding about an exception."""

    outcome = RadioField(
        _("Quyết định"),
        choices=[
            SelectChoice("approve", _("Đồng ý cho phép thêm")),
            SelectChoice("refuse", _("Không đồng ý")),
        ],
        validators=[chosen(_("Vui lòng chọn quyết định."))],
    )
    reason = TextAreaField(_("Lý do (khi không đồng ý)"), [at_most(paper.LONGEST["reason"])])


class CloseForm(DocumentForm):
    """Whether a support that ended early counts."""

    at_the_end = ("document_number", "document_on", "reason")
    counts = RadioField(
        _("Kết luận"),
        choices=[
            SelectChoice("yes", _("Tính là đã hỗ trợ 01 lần (lý do từ phía đơn vị)")),
            SelectChoice("no", _("Không tính (lý do khách quan, chưa sử dụng kinh phí)")),
        ],
        validators=[chosen(_("Vui lòng chọn kết luận."))],
    )


class ReviewForm(Form):
    """Marking the history of a scope as reviewed."""

    scope = SelectField(_("Phạm vi"), validators=[chosen()])
    year = Year(_("Rà soát đến hết năm"), [required()])
    document_number = StringField(
        _("Số văn bản, biên bản rà soát"), [required(), at_most(paper.LONGEST["document_number"])]
    )
    note = TextAreaField(_("Ghi chú (không bắt buộc)"), [at_most(paper.LONGEST["reason"])])


class UnitForm(DocumentForm):
    """What "một nội dung" is for one content."""

    at_the_end = ("document_number", "document_on", "reason")
    rule = RadioField(_("Đơn vị tính 01 lần"), validators=[chosen()])


class StandardForm(Form):
    """A new standard or tool, or one more name of a known one."""

    name = StringField(_("Tên tiêu chuẩn, công cụ"), [required(), at_most(units.LONGEST["name"])])
    known = SelectField(_("Là tên gọi khác của"))


class LookbackForm(Form):
    """Which other scopes block."""

    scopes = Checkboxes(_("Lượt hỗ trợ thuộc phạm vi này cũng chặn đăng ký"))
    document_number = StringField(
        _("Số văn bản"), [required(), at_most(paper.LONGEST["document_number"])]
    )
