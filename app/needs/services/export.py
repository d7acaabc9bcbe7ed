"""Demand as a file: the breakdown and the list; no cell is a formula."""

from app.access import Actor, Permission, allowed
from app.exports.services import tables
from app.exports.services.tables import Export
from app.needs.services import demand
from app.needs.services.demand import Filters
from app.organisations import identifiers
from app.spreadsheets.write import Column, Table
from app.text import _

CELLS = (
    Column(_("Nội dung"), 50),
    Column(_("Xã, phường"), 22),
    Column(_("Năm"), 8),
    Column(_("Tổ chức"), 10, "number"),
    Column(_("Lượt"), 10, "number"),
    Column(_("Lượt chờ xác nhận"), 12, "number"),
)
LINES = (
    Column(_("Tổ chức"), 40),
    Column(_("Mã số"), 16),
    Column(_("Xã, phường"), 20),
    Column(_("Nội dung"), 40),
    Column(_("Năm"), 8),
    Column(_("Trạng thái"), 22),
    Column(_("Đối tác giới thiệu"), 28),
    Column(_("Người liên hệ"), 22),
    Column(_("Điện thoại"), 16),
    Column(_("Ghi chú"), 50),
    Column(_("Ngày ghi"), 12, "date"),
)


def of(filters: Filters, by: Actor) -> Export:
    """Return what of the demand can be taken away: a workbook has the breakdown in front."""
    whole_codes = allowed(Permission.READ_PERSONAL_CODE, by)

    def count() -> int:
        totals = demand.totals(filters)
        return totals.items + totals.unconfirmed

    return Export(
        "needs",
        filters,
        count,
        lambda: _lines(filters, whole_codes),
        lambda: [_cells(filters)],
    )


def _cells(filters: Filters) -> Table:
    rows = (
        (each.content, each.commune, str(each.year), each.organisations, each.items,
         each.unconfirmed)
        for each in demand.breakdown(filters, None)
    )  # fmt: skip
    return Table(_("Tổng hợp"), CELLS, rows)


def _lines(filters: Filters, whole_codes: bool) -> Table:
    show = identifiers.display if whole_codes else identifiers.mask
    rows = (
        (
            row.organisation, show(row.code or ""), row.commune, row.content, str(row.year),
            row.look.label, row.partner or "", row.contact_name, row.contact_phone, row.note,
            row.created_at,
        )
        for row in demand.every(filters)
    )  # fmt: skip
    return Table(_("Danh sách nhu cầu"), LINES, rows)


def register() -> None:
    """Say what can be taken away."""
    tables.provide(
        tables.List("needs", "nhu-cau", _("Nhu cầu hỗ trợ"), Permission.READ_NEEDS, Filters, of)
    )
