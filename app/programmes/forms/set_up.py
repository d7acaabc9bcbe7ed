"""Forms that set up programmes and projects, and what their documents carry."""

from typing import Any

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from app.files.services import ACCEPT, MAX_BYTES
from app.forms import Day, FileForm, Upload, Versioned, at_most, required
from app.programmes.forms.fields import Amount, CalendarYear, Count, between
from app.programmes.services import public_documents, set_up_programmes, set_up_projects
from app.programmes.services.call_door import LONGEST_REASON
from app.text import _, row_number


class _Setting(Versioned):
    """A form whose fields are what is stored."""

    def values(self) -> dict[str, Any]:
        """Return what was typed under the names of the columns."""
        return {
            field.short_name: field.data if field.data is not None or not _is_text(field) else ""
            for field in self
            if field.type not in ("HiddenField", "CSRFTokenField")
        }


def _is_text(field: Any) -> bool:
    return isinstance(field, StringField) and not isinstance(field, Amount | Count | Day)


class Identity(_Setting):
    """The code stays once given: files and addresses know the thing by it."""

    code = StringField(
        _("Mã"),
        [required(), at_most(40)],
        description=_("Chữ in hoa không dấu, chữ số, dấu gạch nối. Không đổi được về sau."),
        render_kw={"autocomplete": "off"},
    )
    name = StringField(_("Tên"), [required(), at_most(set_up_programmes.LONGEST["name"])])


class ProgrammeForm(Identity):
    """A programme or plan."""

    document_number = StringField(
        _("Số văn bản"), [Optional(), at_most(60)], description=_("Ví dụ 79/KH-UBND.")
    )
    issued_on = Day(_("Ngày ban hành"), [Optional()])
    year_from = CalendarYear(_("Từ năm"))
    year_to = CalendarYear(_("Đến năm"))
    scope = StringField(
        _("Phạm vi tính “một nội dung 01 lần”"),
        [required(), at_most(60)],
        description=_(
            "Các chương trình ghi cùng phạm vi thì tính chung. Ví dụ 2026-2030. Không đổi được khi "
            "đã có đợt công bố hoặc lượt hỗ trợ."
        ),
    )
    parent_id = SelectField(_("Thuộc chương trình, kế hoạch"), [Optional()], coerce=row_number)
    project_word = StringField(
        _("Cách gọi dự án"),
        [required(), at_most(40)],
        description=_("Từ dùng trong văn bản của chương trình: dự án, nhiệm vụ…"),
    )
    budget = Amount(
        _("Kinh phí (đồng)"),
        between(*set_up_programmes.BUDGET["budget"]),
        description=_("Chưa biết thì để trống."),
    )
    endorsement = BooleanField(_("Hồ sơ qua lãnh đạo Chi cục trước khi trình lãnh đạo Sở"))
    published_tthc = BooleanField(_("Là thủ tục hành chính đã công bố"))
    council = BooleanField(
        _("Có bước xét chọn"),
        description=_(
            "Hồ sơ đã thẩm định được Hội đồng hoặc Tổ chấm điểm rồi mới trình phê duyệt. Mỗi đợt "
            "quyết định riêng."
        ),
    )
    is_open = BooleanField(
        _("Đang mở"), description=_("Chỉ chương trình đang mở mới có đợt đăng ký mới.")
    )
    quote = TextAreaField(
        _("Trích nguyên văn quy định về số lần hỗ trợ"), [Optional(), at_most(2000)]
    )
    note = TextAreaField(_("Ghi chú"), [Optional(), at_most(2000)])


class ProjectForm(Identity):
    """A project of a programme in one year."""

    year = CalendarYear(_("Năm"))
    implementing_unit = StringField(
        _("Đơn vị chủ trì"), [Optional(), at_most(set_up_projects.LONGEST["implementing_unit"])]
    )
    budget = Amount(
        _("Kinh phí (đồng)"),
        between(*set_up_programmes.BUDGET["budget"]),
        description=_("Ví dụ 9.230.000.000. Chưa biết thì để trống."),
    )
    note = TextAreaField(
        _("Ghi chú"),
        [Optional(), at_most(2000)],
        description=_("Ví dụ khi số và chữ trong văn bản khác nhau."),
    )


class CloneProgrammeForm(Identity):
    """What differs in the programme's successor."""

    scope = StringField(_("Phạm vi tính “một nội dung 01 lần”"), [required(), at_most(60)])
    year_from = CalendarYear(_("Từ năm"))
    year_to = CalendarYear(_("Đến năm"))


class DocumentForm(FileForm, Versioned):
    """A document for everyone to read."""

    label = StringField(
        _("Tên văn bản"),
        [required(), at_most(public_documents.LONGEST_LABEL)],
        description=_("Ví dụ: Kế hoạch số 79/KH-UBND ngày 05/4/2021. Ai cũng đọc được văn bản."),
    )
    # Again, so that it stands below the label.
    file = Upload(_("Tệp (PDF, PNG hoặc JPEG, tối đa 10 MB)"), MAX_BYTES, ACCEPT)


class ReasonedDocumentForm(DocumentForm):
    """A document added to a call that is public already."""

    reason = TextAreaField(
        _("Lý do"), [required(_("Vui lòng nêu lý do.")), at_most(LONGEST_REASON)],
        description=_("Ghi trong lịch sử thay đổi của đợt."),
    )  # fmt: skip


def programme_choices(rows: Any, none: str = "") -> list[SelectChoice]:
    """Return programmes to choose from, with a first choice of none when it is named."""
    first = [SelectChoice("", none)] if none else []
    return [*first, *(SelectChoice(str(row.id), f"{row.code} – {row.name}") for row in rows)]
