"""The words for what a row is and what becomes of it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.audit.models import Event
from app.imports.models import (
    ASIDE,
    DUPLICATE,
    ERROR,
    KNOWN,
    LIKELY,
    NEW,
    OPEN,
    SKIP,
    USE,
    ImportRow,
)
from app.imports.workflow import Action
from app.text import Look, _

JUDGEMENTS: dict[str, Look] = {
    NEW: Look(_("Đơn vị mới"), "progress"),
    KNOWN: Look(_("Đơn vị đã có"), "good"),
    LIKELY: Look(_("Có thể là đơn vị đã có"), "waiting"),
    DUPLICATE: Look(_("Trùng lượt hỗ trợ"), "waiting"),
    ERROR: Look(_("Lỗi"), "refused"),
}
OUTCOMES: dict[str, Look] = {
    USE: Look(_("Ghi vào sổ"), "good"),
    ASIDE: Look(_("Ghi, không chặn"), "neutral"),
    SKIP: Look(_("Bỏ qua"), "neutral"),
    OPEN: Look(_("Chờ quyết định"), "waiting"),
}
BULK: dict[str, str] = {
    "link_likely": _("Có thể là đơn vị đã có: ghép với đơn vị giống nhất, từ mức giống dưới đây"),
    "new_likely": _("Có thể là đơn vị đã có: tất cả đều là đơn vị mới"),
    "proposal": _("Trùng lượt hỗ trợ: theo đề nghị của từng dòng"),
    "set_aside": _("Trùng lượt hỗ trợ: ghi tất cả, không chặn (trùng có thật trong quá khứ)"),
    "skip_duplicates": _("Trùng lượt hỗ trợ: bỏ qua tất cả (một lượt được ghi hai lần)"),
    "skip_errors": _("Lỗi: bỏ qua tất cả"),
}
CELLS: dict[str, str] = {
    "name": _("Tên đơn vị"),
    "code": _("Mã số thuế"),
    "content": _("Nội dung"),
    "standard": _("Tiêu chuẩn, công cụ"),
    "year": _("Năm"),
    "document": _("Văn bản"),
    "project": _("Dự án"),
}

# What a group of rows says, where the file leaves the cell empty.
UNSAID = _("không ghi nội dung")

EVENTS: dict[str, str] = {
    "upload": _("Tải tệp lên"),
    "decide": _("Quyết định dòng"),
    "judge_again": _("Xét lại với sổ hiện nay"),
    Action.JUDGE: _("Chọn cột, bắt đầu xét"),
    Action.FINISH_JUDGING: _("Xét xong"),
    Action.GIVE_UP: _("Không đọc được, chọn lại cột"),
    Action.APPLY: _("Bắt đầu ghi vào sổ"),
    Action.FINISH: _("Ghi xong"),
    Action.FINISH_PARTLY: _("Ghi xong một phần"),
    Action.RETURN: _("Chưa ghi, dữ liệu vừa thay đổi"),
    Action.RETURN_PARTLY: _("Chưa ghi, dữ liệu vừa thay đổi"),
    Action.ROLL_BACK: _("Bắt đầu hoàn tác"),
    Action.FINISH_ROLL_BACK: _("Hoàn tác xong"),
    Action.KEEP: _("Chưa hoàn tác được"),
    Action.KEEP_PARTLY: _("Chưa hoàn tác được"),
    Action.DISCARD: _("Bỏ đợt nhập"),
}


@dataclass(frozen=True)
class Happening:
    """One thing that was done to a batch, as the page tells it."""

    at: datetime
    title: str
    text: str


def steps(events: Sequence[Event]) -> list[Happening]:
    """Return what was done, newest first."""
    return [
        Happening(
            event.at,
            f"{EVENTS.get(event.action, event.action)} – {event.actor_name or _('hệ thống')}",
            _text(event.data),
        )
        for event in reversed(events)
    ]


def _text(data: dict[str, Any]) -> str:
    """Return why, or for which row or rows."""
    if "together" in data:
        return _("Sửa một loạt %(count)s dòng: %(says)s", count=data["rows"], says=data["says"])
    return str(data.get("reason") or data.get("fault") or data.get("row") or "")


def said(cell: str, words: str) -> str:
    """Return one reason, with the place it belongs to when it has one."""
    if not cell:
        return words
    place = CELLS.get(cell) or _("Ô %(cell)s", cell=cell)
    return f"{place}: {words}"


def noticed(row: ImportRow) -> list[Any]:
    """Return all that stops a row or is worth a look, as [cell, words]."""
    unknown = row.project_words and row.project_id is None
    words = _("“%(words)s” chưa có trong danh sách dự án", words=row.project_words)
    return [*row.faults, *row.hints, *([("project", words)] if unknown else []), *row.why]
