"""The queue as a table to take away: read a page at a time by key, however long it is."""

from collections.abc import Iterator

from app.access import Actor, Permission
from app.exports.services import tables
from app.exports.services.tables import Export
from app.review.filters import Filters
from app.review.services import facets, queue
from app.spreadsheets.write import Column, Table, Value
from app.text import _

COLUMNS = (
    Column(_("Mã hồ sơ"), 18, "text"),
    Column(_("Đơn vị"), 40, "text"),
    Column(_("Xã, phường"), 18, "text"),
    Column(_("Nội dung"), 40, "text"),
    Column(_("Trạng thái"), 22, "text"),
    Column(_("Hạn"), 12, "date"),
    Column(_("Chuyên viên thụ lý"), 24, "text"),
    Column(_("Cảnh báo"), 12, "text"),
)


def register() -> None:
    """Say what can be taken away."""
    tables.provide(
        tables.List("queue", "ho-so", _("Danh sách hồ sơ"), Permission.READ_DESK, Filters, of)
    )


def of(filters: Filters, by: Actor) -> Export:
    """Return what of the queue can be taken away: the whole view in the address."""
    return Export("queue", filters, lambda: facets.total(filters, by), lambda: table(filters, by))


def table(filters: Filters, by: Actor) -> Table:
    """Return the whole view, in its order; no row is read before it is written."""
    return Table(_("Danh sách hồ sơ"), COLUMNS, _lines(filters, by))


def _lines(filters: Filters, by: Actor) -> Iterator[list[Value]]:
    for row in queue.all_rows(filters, by):
        yield [
            row.reference,
            row.organisation,
            row.commune,
            row.content,
            row.look.inside,
            row.due_on,
            row.officer or "",
            _("có") if row.has_warning else "",
        ]
