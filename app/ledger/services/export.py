"""The book as a file: no cell is a formula, personal numbers are covered for who only reads."""

from app.access import Actor, Permission, allowed
from app.exports.services import tables
from app.exports.services.tables import Export
from app.ledger.services import book
from app.ledger.services.book import Filters, Row
from app.organisations import identifiers, kinds
from app.spreadsheets.write import Column, Table, Value
from app.text import _

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
    Column(_("Kinh phí hỗ trợ (đồng)"), 18, "money"),
    Column(_("Sản phẩm"), 34, "text"),
    Column(_("Số giấy chứng nhận"), 20, "text"),
    Column(_("Ngày cấp giấy chứng nhận"), 14, "date"),
    Column(_("Nguồn"), 22, "text"),
    Column(_("Phạm vi"), 14, "text"),
)


def of(filters: Filters, by: Actor) -> Export:
    """Return what of the book can be taken away: whole personal numbers by who handles them."""
    whole_codes = allowed(Permission.READ_PERSONAL_CODE, by)

    def count() -> int:
        totals = book.totals(filters)
        return totals.given + totals.held

    return Export("ledger", filters, count, lambda: _table(filters, whole_codes))


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
        row.project or row.project_words,
        row.content,
        row.standard,
        row.look.label,
        row.document_number,
        row.given_on,
        row.amount,
        "; ".join(row.products),
        row.certificate_number,
        row.certificate_on,
        row.source_reference,
        row.scope,
    ]


def register() -> None:
    """Say what can be taken away."""
    tables.provide(
        tables.List("ledger", "so-ho-tro", _("Sổ hỗ trợ"), Permission.READ_LEDGER, Filters, of)
    )
