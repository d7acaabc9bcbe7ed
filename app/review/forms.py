"""Forms of the desk."""

from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from app.files.making import MAX_BYTES
from app.files.services import ACCEPT
from app.forms import (
    Checkboxes,
    Day,
    Form,
    Upload,
    Versioned,
    Whole,
    at_most,
    chosen,
    required,
)
from app.review.services import decision, documents, notes
from app.text import _, row_number


class ConfirmForm(Versioned):
    """A move that only needs a yes."""


class ReasonForm(Versioned):
    """A move the applicant is told the reason of."""

    reason = TextAreaField(
        _("Lý do"),
        [required(_("Vui lòng nêu lý do.")), at_most(2000)],
        description=_("Đơn vị nộp hồ sơ đọc được lý do này."),
    )


class SendBackForm(Versioned):
    """Returning a dossier inside the Sở."""

    reason = TextAreaField(
        _("Nội dung cần làm rõ"), [required(_("Vui lòng nêu nội dung cần làm rõ.")), at_most(2000)]
    )


class SupplementForm(Versioned):
    """Everything that lacks, one line each."""

    items = TextAreaField(
        _("Nội dung cần bổ sung"),
        [required(_("Vui lòng nêu ít nhất một nội dung cần bổ sung.")), at_most(4000)],
        description=_("Mỗi dòng một mục. Nêu đủ trong một lần; đơn vị trả lời từng mục."),
    )

    def lines(self) -> list[str]:
        """The items, one a line."""
        return [line.strip(" -•\t") for line in (self.items.data or "").splitlines()]


class AssignForm(Versioned):
    """To whom, by when, with whom, and what the leader says."""

    officer = SelectField(
        _("Chuyên viên thụ lý"), [required(_("Vui lòng chọn chuyên viên."))], coerce=row_number
    )
    due_on = Day(
        _("Hạn thẩm định"),
        [Optional()],
        description=_("Để trống thì giữ hạn theo đợt. Ngày/tháng/năm, ví dụ 05/04/2021."),
    )
    coordinators = Checkboxes(_("Chuyên viên phối hợp"), [Optional()], coerce=int)
    instruction = TextAreaField(
        _("Bút phê"),
        [Optional(), at_most(2000)],
        description=_("Ý kiến chỉ đạo. Chỉ cán bộ của Sở đọc được."),
    )


class AcceptForm(Versioned):
    """The reception; số đến and ngày đến where the office keeps them, by the clerk alone."""

    arrival_number = StringField(
        _("Số đến"),
        [Optional(), at_most(30)],
        description=_("Số trong sổ văn bản đến của cơ quan. Không dùng thì để trống."),
        render_kw={"autocomplete": "off"},
    )
    arrived_on = Day(_("Ngày đến"), [Optional()])


class ArrivalForm(AcceptForm):
    """The same, noted or corrected afterwards."""


class FileNeeded:
    """Says that a file is missing, in the form's own words."""

    def __call__(self, _form: Any, field: Upload) -> None:
        if not field.given:
            raise ValidationError(_("Vui lòng chọn tệp."))


class ApproveForm(Versioned):
    """Yes; and how much, where the call sets amounts."""

    amount = Whole(
        _("Số tiền hỗ trợ (đồng)"),
        [required(_("Vui lòng ghi số tiền hỗ trợ."))],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class PaperDecisionForm(Versioned):
    """A decision signed on paper, or in the office's own system."""

    outcome = RadioField(
        _("Kết quả"),
        choices=[
            SelectChoice("approve", _("Phê duyệt hỗ trợ")),
            SelectChoice("reject", _("Không phê duyệt")),
        ],
        validators=[chosen(_("Vui lòng chọn kết quả."))],
    )
    amount = Whole(
        _("Số tiền hỗ trợ (đồng, khi phê duyệt)"),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    reason = TextAreaField(
        _("Lý do (khi không phê duyệt)"),
        [at_most(2000)],
        description=_("Đơn vị nộp hồ sơ đọc được lý do này."),
    )
    signer_name = StringField(_("Người ký"), [required(), at_most(decision.LONGEST["signer_name"])])
    signer_capacity = StringField(
        _("Chức vụ, thẩm quyền ký"),
        [required(), at_most(decision.LONGEST["signer_capacity"])],
        description=_("Ví dụ: KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC"),
    )
    signed_on = Day(_("Ngày ký"), [required()])
    scan = Upload(
        _("Bản quét văn bản đã ký (PDF, PNG hoặc JPEG, tối đa 10 MB)"),
        MAX_BYTES,
        ACCEPT,
        validators=[FileNeeded()],
    )


class PaperWithdrawalForm(Versioned):
    """A withdrawal that an organisation without e-mail signed on paper."""

    reason = TextAreaField(
        _("Lý do đơn vị nêu"),
        [required(), at_most(2000)],
        description=_("Ghi như trong đơn. Đơn không nêu thì ghi “Không nêu lý do”."),
    )
    signed_on = Day(_("Ngày ký đơn"), [required()])
    scan = Upload(
        _("Bản quét đơn rút hồ sơ (PDF, PNG hoặc JPEG, tối đa 10 MB)"),
        MAX_BYTES,
        ACCEPT,
        validators=[FileNeeded()],
    )


class IssueForm(Versioned):
    """Number, date and signed file: only the clerk's."""

    number = StringField(
        _("Số văn bản"),
        [required(), at_most(documents.LONGEST["number"])],
        description=_("Số do văn thư cấp, ví dụ 123/QĐ-SKHCN."),
        render_kw={"autocomplete": "off"},
    )
    issued_on = Day(_("Ngày ban hành"), [required()])
    signed = Upload(
        _("Văn bản đã ký (PDF, PNG hoặc JPEG, tối đa 10 MB)"),
        MAX_BYTES,
        ACCEPT,
        validators=[FileNeeded()],
    )


class NoteForm(Form):
    """An internal note."""

    text = TextAreaField(
        _("Ghi chú nội bộ"),
        [required(_("Vui lòng ghi nội dung ghi chú.")), at_most(notes.LONGEST["text"])],
        description=_("Chỉ cán bộ của Sở đọc được."),
    )


class BulkForm(Form):
    """A deed on many dossiers that only needs a yes."""


class BulkAssignForm(BulkForm):
    """To whom all of them go."""

    officer = SelectField(
        _("Chuyên viên thụ lý"), [required(_("Vui lòng chọn chuyên viên."))], coerce=row_number
    )


class BulkSupplementForm(BulkForm):
    """What all of them lack."""

    items = SupplementForm.items
    lines = SupplementForm.lines


class ViewForm(Form):
    """A name for the filters in the address."""

    query = HiddenField()
    name = StringField(_("Tên cách xem"), [required(), at_most(60)])
    usual = BooleanField(_("Mở danh sách hồ sơ bằng cách xem này"))
    shared = BooleanField(_("Chia sẻ với mọi cán bộ"))
