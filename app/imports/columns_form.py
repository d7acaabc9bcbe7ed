"""The form of the sheets and columns of one file: its fields are made from what was guessed."""

from dataclasses import dataclass, replace
from typing import Any

from wtforms import BooleanField, Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from app.errors import Invalid
from app.forms import Versioned, Whole, Year, at_most
from app.imports.headers import Field as Column
from app.imports.services.reading import Settings, SheetChoice
from app.programmes.services import choices, contents
from app.text import _

MOST_SHEETS = 12  # shown; a file with more has them read as they were guessed

LABELS: dict[Column, str] = {
    Column.NAME: _("Tên đơn vị"),
    Column.CODE: _("Mã số thuế"),
    Column.KIND: _("Loại hình"),
    Column.KIND_COMPANY: _("Đánh dấu doanh nghiệp"),
    Column.KIND_COOPERATIVE: _("Đánh dấu hợp tác xã"),
    Column.COMMUNE: _("Xã, phường"),
    Column.ADDRESS: _("Địa chỉ"),
    Column.REPRESENTATIVE: _("Người đại diện"),
    Column.PHONE: _("Điện thoại"),
    Column.EMAIL: _("Thư điện tử"),
    Column.CONTENT: _("Nội dung hỗ trợ"),
    Column.STANDARD: _("Tiêu chuẩn, công cụ"),
    Column.YEAR: _("Năm"),
    Column.DATE: _("Ngày"),
    Column.DOCUMENT_NUMBER: _("Số văn bản"),
    Column.DOCUMENT_DATE: _("Ngày văn bản"),
    Column.PROJECT: _("Dự án"),
    Column.MONEY: _("Kinh phí hỗ trợ"),
    Column.PRODUCTS: _("Sản phẩm"),
    Column.CERTIFICATE_NUMBER: _("Số giấy chứng nhận"),
    Column.CERTIFICATE_DATE: _("Ngày cấp giấy chứng nhận"),
}


@dataclass(frozen=True)
class Part:
    """The fields of one sheet, and what is shown beside them."""

    sheet: SheetChoice
    use: Field
    first: Field
    columns: list[tuple[Field, str]]  # the field and its samples


class ColumnsForm(Versioned):
    """What holds for the whole file; `columns_form` adds the sheets."""

    programme = SelectField(_("Chương trình"))
    project = SelectField(_("Dự án"))
    year = Year(_("Năm hỗ trợ, khi bảng không có"), description=_("Để trống khi bảng có cột năm."))
    document = StringField(_("Số văn bản, khi bảng không có"), [at_most(120)])
    content = SelectField(_("Nội dung, khi cả bảng nói về một nội dung"))
    sheets = StringField(_("Trang tính"))  # only for a refusal that is about the sheets

    def parts(self, settings: Settings) -> list[Part]:
        """Return the fields sheet by sheet, for the page."""
        return [
            Part(
                sheet,
                self[f"use_{at}"],
                self[f"first_{at}"],
                [
                    (self[f"col_{at}_{column}"], _samples(sheet, column))
                    for column in range(len(sheet.headings))
                ],
            )
            for at, sheet in enumerate(settings.sheets[:MOST_SHEETS])
        ]


def _samples(sheet: SheetChoice, column: int) -> str:
    said = [row[column] for row in sheet.samples if column < len(row) and row[column]]
    return _("Ví dụ: %(samples)s", samples=" · ".join(said)) if said else ""


def columns_form(settings: Settings) -> type[ColumnsForm]:
    """Return the form for a file, filled with what was guessed or chosen before."""
    columns = [("", _("Không đọc")), *((key.value, label) for key, label in LABELS.items())]
    attributes: dict[str, Any] = {
        "programme": SelectField(
            _("Chương trình"),
            choices=_with(_("Theo năm của từng dòng"), choices.programmes()),
            default=str(settings.programme_id or ""),
        ),
        "project": SelectField(
            _("Dự án"),
            choices=_with(_("Không ghi dự án"), choices.projects()),
            default=str(settings.project_id or ""),
        ),
        "content": SelectField(
            _("Nội dung, khi cả bảng nói về một nội dung"),
            choices=_with(_("Theo từng dòng"), contents.names()),
            default=str(settings.content_id or ""),
        ),
    }
    for at, sheet in enumerate(settings.sheets[:MOST_SHEETS]):
        attributes[f"use_{at}"] = BooleanField(
            _("Đọc trang “%(name)s”", name=sheet.name), default=sheet.use
        )
        attributes[f"first_{at}"] = Whole(_("Dòng đầu tiên có dữ liệu"), default=sheet.first_row)
        meant = {column: key for key, column in sheet.columns.items()}
        for column, heading in enumerate(sheet.headings):
            attributes[f"col_{at}_{column}"] = SelectField(
                _("Cột “%(heading)s”", heading=heading),
                choices=[SelectChoice(value, label) for value, label in columns],
                default=meant.get(column, ""),
            )
    return type("ColumnsOf", (ColumnsForm,), attributes)


def _with(none: str, found: list[tuple[int, str]]) -> list[SelectChoice]:
    return [SelectChoice("", none), *(SelectChoice(str(key), name) for key, name in found)]


def taken(form: ColumnsForm, settings: Settings) -> Settings:
    """Return the settings as chosen on the page; raises 422 for a column chosen twice."""
    shown = [_sheet(form, at, each) for at, each in enumerate(settings.sheets[:MOST_SHEETS])]
    return Settings(
        sheets=shown + settings.sheets[MOST_SHEETS:],
        programme_id=int(form.programme.data) if form.programme.data else None,
        project_id=int(form.project.data) if form.project.data else None,
        year=form.year.data,
        document=form.document.data or "",
        content_id=int(form.content.data) if form.content.data else None,
    )


def _sheet(form: ColumnsForm, at: int, sheet: SheetChoice) -> SheetChoice:
    columns: dict[str, int] = {}
    for column in range(len(sheet.headings)):
        name = f"col_{at}_{column}"
        key = form[name].data
        if key and key in columns:
            raise Invalid(_("Mục này đã chọn cho một cột khác của trang."), name)
        if key:
            columns[key] = column
    return replace(
        sheet,
        use=bool(form[f"use_{at}"].data),
        first_row=form[f"first_{at}"].data or sheet.first_row,
        columns=columns,
    )
