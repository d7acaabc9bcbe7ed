"""The book as a file: no cell is a formula, personal numbers are covered for who only reads."""

from collections.abc import Iterator

from app.access import Actor
from app.audit import services as audit
from app.errors import Invalid
from app.ledger.services import book
from app.ledger.services.book import Filters, Row
from app.organisations import identifiers, kinds
from app.spreadsheets import write
from app.spreadsheets.write import Column, Table, Value
from app.text import _

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_IN_XLSX = 100_000  # a workbook is built whole in memory; CSV is streamed

COLUMNS = (
    Column(_("Năm"), 7, "text"),
    Column(_("Tổ chức"), 40, "text"),
    Column(_("Mã số"), 16, "text"),
    Column(_("Loại hình"), 22, "text"),
    Column(_("Xã, phường"), 18, "text"),
    Column(_("Chương trình"), 34, "text"),
    Column(_("Dự án"), 34, "text"),
    Column(_("Nội dung"), 40, "text"),
    Column(_("Tiêu chuẩn, công cụ"), 20, "text"),
    Column(_("Trạng thái"), 22, "text"),
    Column(_("Số văn bản"), 18, "text"),
    Column(_("Ngày"), 12, "date"),
    Column(_("Nguồn"), 22, "text"),
    Column(_("Phạm vi"), 14, "text"),
)


def noted(filters: Filters, kind: str, by: Actor) -> None:
    """Record who took which part of the book away."""
    asked = {name: value for name, value in vars(filters).items() if value and name != "after"}
    audit.record("ledger", 0, "export", by, data={"as": kind, "filters": asked})


def as_csv(filters: Filters, whole_codes: bool) -> Iterator[bytes]:
    """Yield the file piece by piece, reading as it goes."""
    yield from write.csv(_table(filters, whole_codes))


def as_xlsx(filters: Filters, whole_codes: bool) -> bytes:
    """Return the workbook; raises 422 above 100,000 rows, which go as CSV."""
    totals = book.totals(filters)
    if totals.given + totals.held > MOST_IN_XLSX:
        raise Invalid(
            _("Bộ lọc có hơn 100.000 dòng. Vui lòng thu hẹp bộ lọc hoặc xuất dạng CSV."), "kind"
        )
    return write.xlsx([_table(filters, whole_codes)])


def _table(filters: Filters, whole_codes: bool) -> Table:
    names = dict(kinds.labels())
    rows = (_line(row, names, whole_codes) for row in book.every(filters))
    return Table(_("Sổ hỗ trợ"), COLUMNS, rows)


def _line(row: Row, names: dict[str, str], whole_codes: bool) -> list[Value]:
    code = row.code or ""
    return [
        str(row.given_year or ""),
        row.organisation,
        identifiers.display(code) if whole_codes else identifiers.mask(code),
        names.get(row.kind, row.kind),
        row.commune,
        row.programme or "",
        row.project or "",
        row.content,
        row.standard,
        row.label,
        row.document_number,
        row.given_on,
        row.source_reference,
        row.scope,
    ]
