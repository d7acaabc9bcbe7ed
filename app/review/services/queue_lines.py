"""The queue as a table to take away: read a page at a time by key, however long it is."""

from collections.abc import Iterator

from app.access import Actor
from app.audit import services as audit
from app.errors import Invalid
from app.review.filters import Filters, written
from app.review.services import facets, queue
from app.spreadsheets import write
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


MOST = 10_000  # rows written while somebody waits for them


def take_away(filters: Filters, by: Actor) -> bytes:
    """Return the whole view as a workbook, and write down who took what.

    Raises 422 above 10,000 rows.
    """
    if facets.total(filters, by) > MOST:
        raise Invalid(_("Bộ lọc có hơn 10.000 hồ sơ. Vui lòng thu hẹp bộ lọc rồi xuất tệp."))
    audit.record("queue", 0, "export", by, data={"as": "xlsx", "filters": written(filters)})
    return write.xlsx([table(filters, by)])


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
