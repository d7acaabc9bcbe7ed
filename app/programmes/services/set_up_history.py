"""What was set up, by whom, when: the events of a programme, project or call, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.audit import services as audit
from app.audit.models import Event
from app.organisations import kinds
from app.organisations.services import communes
from app.programmes.models import Call, Programme, Project
from app.programmes.services.changes import SUBJECTS
from app.programmes.workflow import LOOKS, MOVES, CallAction, CallState
from app.text import _, format_date, format_datetime, format_money, format_number

LATEST = 50
Called = dict[str, dict[str, str]]  # column → code → name


@dataclass(frozen=True)
class Entry:
    """One line of the history, as `ui.timeline` shows it."""

    at: datetime
    title: str
    text: str


def _labels() -> dict[str, str]:
    return {
        "name": _("Tên"),
        "scope": _("Phạm vi tính 01 lần"),
        "document_number": _("Số văn bản"),
        "issued_on": _("Ngày ban hành"),
        "year_from": _("Từ năm"),
        "year_to": _("Đến năm"),
        "is_open": _("Đang mở"),
        "council": _("Có bước xét chọn"),
        "council_word": _("Tên gọi cơ quan xét chọn"),
        "endorsement": _("Qua lãnh đạo Chi cục"),
        "published_tthc": _("Là thủ tục hành chính đã công bố"),
        "quote": _("Trích văn bản"),
        "parent_id": _("Thuộc chương trình (số)"),
        "project_word": _("Cách gọi dự án"),
        "year": _("Năm"),
        "implementing_unit": _("Đơn vị chủ trì"),
        "budget": _("Kinh phí"),
        "note": _("Ghi chú"),
        "notice": _("Thông báo"),
        "opens_at": _("Bắt đầu nhận hồ sơ"),
        "closes_at": _("Hết hạn nhận hồ sơ"),
        "reception_days": _("Ngày làm việc tiếp nhận"),
        "appraisal_days": _("Ngày làm việc thẩm định"),
        "decision_days": _("Ngày làm việc phê duyệt"),
        "supplement_days": _("Ngày làm việc bổ sung"),
        "reserve_days": _("Ngày làm việc giữ chỗ dự bị"),
        "unsigned_days": _("Ngày làm việc để ký thỏa thuận"),
        "silence_days": _("Ngày làm việc không có bước mới thì nhắc"),
        "kinds": _("Loại hình"),
        "communes": _("Xã, phường"),
        "priorities": _("Nhóm ưu tiên"),
        "contact_name": _("Người hướng dẫn"),
        "contact_phone": _("Điện thoại"),
        "documents": _("Văn bản kèm theo"),
        "criteria": _("Tiêu chí"),
    }


def _deeds() -> dict[str, str]:
    return {
        "add": _("Nạp từ tệp"),
        "change": _("Nạp lại từ tệp"),
        "create": _("Tạo mới"),
        "edit": _("Sửa"),
        **{action.value: MOVES[action].label for action in CallAction},
    }


def of(row: Programme | Project | Call) -> list[Entry]:
    """Return the latest entries of the row's history, the newest first."""
    events = audit.history(SUBJECTS[type(row)], row.id)
    latest = events[-LATEST:]
    changed = {name for event in latest for name in event.data.get("changed", {})}
    called = {name: NAMES[name]() for name in NAMES if name in changed}
    return [_entry(event, called) for event in reversed(latest)]


def _entry(event: Event, called: Called) -> Entry:
    deed = _deeds().get(event.action, event.action)
    who = event.actor_name if event.actor_id is not None else _("hệ thống")
    said = [_change(name, both, called) for name, both in event.data.get("changed", {}).items()]
    if event.after is not None:
        said.insert(0, _("Trạng thái: %(state)s", state=LOOKS[CallState(event.after)].label))
    if origin := event.data.get("origin"):
        said.append(_("Sao chép từ %(code)s", code=origin))
    if reason := event.data.get("reason"):
        said.append(_("Lý do: %(reason)s", reason=reason))
    return Entry(event.at, _("%(deed)s – %(who)s", deed=deed, who=who), "; ".join(said))


def _change(name: str, both: list[Any], called: Called) -> str:
    label = _labels().get(name) or _about_content(name)
    before, after = (_words(name, value, called) for value in both)
    return _("%(label)s: %(before)s → %(after)s", label=label, before=before, after=after)


def _about_content(name: str) -> str:
    """A name like contents.CC-5S.quota."""
    _contents, code, *detail = [*name.split("."), ""][:3]
    if detail == ["quota"]:
        return _("Chỉ tiêu của %(code)s", code=code)
    return _("Nội dung %(code)s", code=code)


def _words(name: str, value: Any, called: Called) -> str:
    if value is None or value == "" or value == []:
        return _("(trống)")
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, list):
        words = called.get(name, {})
        return ", ".join(str(words.get(each, each)) for each in value)
    return FORMATS.get(name, str)(value)


# What the codes in a list are called.
NAMES: dict[str, Callable[[], dict[str, str]]] = {
    "kinds": lambda: dict(kinds.labels()),
    "priorities": lambda: dict(kinds.priorities()),
    "communes": lambda: {each.code: each.name for each in communes.all_communes()},
}
FORMATS: dict[str, Callable[[Any], str]] = {
    "budget": format_money,
    "reception_days": format_number,
    "opens_at": lambda value: format_datetime(datetime.fromisoformat(value)),
    "closes_at": lambda value: format_datetime(datetime.fromisoformat(value)),
    "issued_on": lambda value: format_date(date.fromisoformat(value)),
}
