"""Demand as a file: the breakdown and the list; no cell is a formula."""

from collections.abc import Iterator

from app.access import Actor
from app.audit import services as audit
from app.errors import Invalid
from app.needs.services import demand
from app.needs.services.demand import Filters
from app.organisations import identifiers
from app.spreadsheets import write
from app.spreadsheets.write import Column, Table
from app.text import _

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_IN_XLSX = 100_000  # a workbook is built whole in memory; CSV is streamed

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


def noted(filters: Filters, kind: str, by: Actor) -> None:
    """Record who took which part of the demand away."""
    asked = {name: value for name, value in vars(filters).items() if value and name != "after"}
    audit.record("needs", 0, "export", by, data={"as": kind, "filters": asked})


def as_csv(filters: Filters, whole_codes: bool) -> Iterator[bytes]:
    """Yield the list piece by piece, reading as it goes."""
    yield from write.csv(_lines(filters, whole_codes))


def as_xlsx(filters: Filters, whole_codes: bool) -> bytes:
    """Return the breakdown and the list; raises 422 above 100,000 rows, which go as CSV."""
    totals = demand.totals(filters)
    if totals.items + totals.unconfirmed > MOST_IN_XLSX:
        raise Invalid(
            _("Bộ lọc có hơn 100.000 dòng. Vui lòng thu hẹp bộ lọc hoặc xuất dạng CSV."), "kind"
        )
    cells = (
        (each.content, each.commune, str(each.year), each.organisations, each.items,
         each.unconfirmed)
        for each in demand.breakdown(filters, None)
    )  # fmt: skip
    return write.xlsx([Table(_("Tổng hợp"), CELLS, cells), _lines(filters, whole_codes)])


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
