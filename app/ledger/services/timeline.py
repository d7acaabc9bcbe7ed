"""What happened to one support, in words, oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.audit import services as audit
from app.audit.models import Event
from app.ledger.models import Entry, ExceptionRequest
from app.text import _

# The events of a batch of history (đợt nhập lịch sử) that wrote its rows.
_WROTE = {"finish", "finish_partly"}
_TITLES = {
    "record_given": _("Ghi vào sổ hỗ trợ"),
    "set_aside": _("Chuyển thành không chặn; vẫn được tính và hiển thị"),
    "add_result": _("Ghi kết quả của sản phẩm"),
    "count_again": _("Lại tính 01 lần: lượt trùng đã được kết luận không tính"),
    "close": _("Kết luận về việc chấm dứt trước thời hạn"),
    "propose_exception": _("Đề nghị cho phép thêm"),
    "approve_exception": _("Đồng ý cho phép thêm"),
    "refuse_exception": _("Không đồng ý cho phép thêm"),
    "withdraw_exception": _("Rút đề nghị cho phép thêm"),
}


@dataclass(frozen=True)
class Line:
    """A line of the timeline."""

    at: datetime
    title: str
    text: str


def of_entry(entry: Entry, requests: Sequence[ExceptionRequest]) -> list[Line]:
    """Return the events of an entry and of the proposals about it; first the import it came by.

    An import leaves one event for all it writes, of the batch.
    """
    events = list(audit.history("ledger_entry", entry.id))
    for request in requests:
        events += audit.history("exception_request", request.id)
    lines = [_line(event) for event in sorted(events, key=lambda event: event.id)]
    return [*_brought_in(entry), *lines]


def _brought_in(entry: Entry) -> list[Line]:
    if entry.batch_id is None:
        return []
    title = _("Ghi vào sổ từ đợt nhập lịch sử số %(number)s", number=entry.batch_id)
    wrote = (
        event
        for event in audit.history("import_batch", entry.batch_id)
        if event.action in _WROTE and event.at >= entry.created_at
    )
    return [Line(event.at, title, _who(event)) for event in wrote][:1]


def _who(event: Event) -> str:
    return event.actor_name if event.actor_id else _("hệ thống")


def _line(event: Event) -> Line:
    said = [_who(event)]
    if product := event.data.get("product"):
        said.append(str(product))
    if document := event.data.get("document"):
        said.append(_("văn bản số %(number)s", number=document))
    if reason := event.data.get("reason"):
        said.append(str(reason))
    if event.data.get("because") == "joined":
        said.append(_("khi gộp, hợp nhất tổ chức"))
    return Line(event.at, _TITLES.get(event.action, event.action), "; ".join(said))
