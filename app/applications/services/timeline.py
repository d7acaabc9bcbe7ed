"""What happened to a dossier, in order: in the public's words, and for the staff."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.applications.models import Application
from app.applications.workflow import CANCELLED, LOOKS, Action, Status
from app.audit import services as audit
from app.audit.models import Event
from app.text import _, format_date


@dataclass(frozen=True)
class Moment:
    """One line of a timeline."""

    at: datetime
    title: str
    text: str = ""


def public_timeline(application: Application, *, visits: bool = False) -> list[Moment]:
    """Return what happened, in the public's words, newest last.

    A line appears when the public label changes, so steps inside the Sở, and decisions that are
    not issued, leave no trace; no names of staff, no internal notes. `visits`: also the visits on
    the spot that the organisation has letters about, which are nobody else's business.
    """
    return list(_public(audit.history("application", application.id), visits))


# What an organisation reads about a visit (khảo sát thực tế), by the deed.
VISITS = {
    "plan_visit": _("Hẹn khảo sát thực tế ngày %(day)s"),
    "record_visit": _("Đã khảo sát thực tế theo lịch hẹn ngày %(day)s"),
    "cancel_visit": _("Hủy chuyến khảo sát thực tế ngày %(day)s"),
}


def visits_ahead(application: Application) -> list[date]:
    """Return the days of the visits that are planned, neither written down nor cancelled."""
    planned: dict[int, date] = {}
    for event in audit.history("application", application.id):
        if event.action == "plan_visit":
            planned[event.data["visit"]] = date.fromisoformat(event.data["day"])
        elif event.action in VISITS:
            planned.pop(event.data["visit"], None)
    return sorted(planned.values())


def _public(events: Sequence[Event], visits: bool) -> Iterator[Moment]:
    label = ""
    for event in events:
        if visits and event.action in VISITS:
            day = format_date(date.fromisoformat(event.data["day"]))
            yield Moment(
                event.at, VISITS[event.action] % {"day": day}, event.data.get("reason", "")
            )
        if event.action == "support_cancelled":
            yield Moment(event.at, CANCELLED[event.data["why"]].label)
        if event.action == EXTEND:
            yield Moment(event.at, INSIDE[EXTEND], _extended(event.data))
        if event.after is None or event.after not in LOOKS or event.after == Status.DRAFT:
            continue
        now = LOOKS[Status(event.after)].label
        if now != label:
            label = now
            yield Moment(event.at, now, _public_text(event))


def _extended(data: dict[str, Any]) -> str:
    return _(
        "Ngày hẹn trả kết quả mới: %(day)s. Lý do: %(reason)s",
        day=format_date(date.fromisoformat(data["answer_on"])),
        reason=data["reason"],
    )


def _public_text(event: Event) -> str:
    data = event.data
    if event.action == Action.DECLINE:
        return str(data.get("reason", ""))
    if event.action == Action.REQUEST_SUPPLEMENT:
        return "; ".join(data.get("items", ()))
    if event.action in {Action.ISSUE_APPROVAL, Action.ISSUE_REJECTION}:
        text = _(
            "Văn bản số %(number)s ngày %(day)s.",
            number=data.get("number", ""),
            day=format_date(date.fromisoformat(data["issued_on"])),
        )
        if event.action == Action.ISSUE_REJECTION and data.get("reason"):
            text += " " + _("Lý do: %(reason)s", reason=data["reason"])
        return text
    return ""


def outcome(application: Application) -> dict[str, Any] | None:
    """Return number, date and reason of the issued decision, or None."""
    for event in reversed(audit.history("application", application.id)):
        if event.action in {Action.ISSUE_APPROVAL, Action.ISSUE_REJECTION}:
            return {
                "approved": event.action == Action.ISSUE_APPROVAL,
                "number": event.data.get("number", ""),
                "issued_on": date.fromisoformat(event.data["issued_on"]),
                "reason": event.data.get("reason", ""),
            }
    return None


EXTEND = "extend"  # thư xin lỗi và đề nghị gia hạn
INSIDE = {
    "ask_question": _("Đơn vị đặt câu hỏi"),
    "answer_question": _("Trả lời câu hỏi của đơn vị"),
    "note": _("Ghi chú nội bộ"),
    "note_arrival": _("Ghi số đến, ngày đến"),
    "change_officer": _("Bàn giao hồ sơ"),
    EXTEND: _("Xin lỗi và đề nghị gia hạn"),
    "draft_extension": _("Soạn thư xin lỗi và đề nghị gia hạn, chờ ký"),
    "drop_extension": _("Bỏ dự thảo thư xin lỗi"),
    "hand_over": _("Chuyển sang đơn vị đã được xác nhận"),
    "declare_interest": _("Khai có lợi ích liên quan"),
    "plan_visit": _("Lên kế hoạch khảo sát thực tế"),
    "record_visit": _("Lập biên bản khảo sát thực tế"),
    "cancel_visit": _("Hủy chuyến khảo sát thực tế"),
    "sign_visit": _("Tải biên bản khảo sát đã ký"),
    "ask_opinion": _("Gửi xin ý kiến"),
    "remind_opinion": _("Nhắc trả lời ý kiến"),
    "answer_opinion": _("Nhận ý kiến trả lời"),
    "close_opinion": _("Khép lại yêu cầu xin ý kiến"),
    "support_cancelled": _("Lượt hỗ trợ kết thúc trước khi ký thỏa thuận"),
}
QUIET = frozenset(
    {
        "read_messages",
        "rate",
        "save_answers",
        "save_appraisal",
        "save_visit",
        "save_product",
        "remove_product",
        "attach",
        "detach",
        "answer_item",
        "print_form",
        "signature_asked",
        "start",
        "join_form",
        "leave_form",
    }
)


def inside_timeline(application: Application) -> list[Moment]:
    """Return what happened, for the staff: every move with who made it."""
    return moments(audit.history("application", application.id))


def moments(events: Sequence[Event]) -> list[Moment]:
    """Return the events of a dossier in the staff's words."""
    found = []
    known = set(Status)
    for event in events:
        if event.action in QUIET:
            continue
        title = INSIDE.get(event.action, event.action)
        if event.after in known:
            title = LOOKS[Status(event.after)].inside
        who = event.actor_name if event.actor_id else _("Hệ thống")
        text = " · ".join(filter(None, (who, _inside_text(event))))
        found.append(Moment(event.at, title, text))
    return found


def _inside_text(event: Event) -> str:
    data = event.data
    parts = [
        str(data.get("agency", "")),
        str(data.get("reason", "")),
        "; ".join(data.get("items", ())),
        _("giao %(name)s", name=data["officer_name"]) if "officer_name" in data else "",
        _("phối hợp %(names)s", names=data["coordinators"]) if data.get("coordinators") else "",
        _("bút phê: %(text)s", text=data["instruction"]) if data.get("instruction") else "",
        _("số đến %(number)s", number=data["arrival_number"]) if data.get("arrival_number") else "",
        _("thay ông/bà %(name)s", name=data["in_place_of"]) if data.get("in_place_of") else "",
        _("nhập hộ") if data.get("assisted") else "",
        _("nộp thay theo giấy ủy quyền số %(number)s", number=data["mandate"])
        if data.get("mandate")
        else "",
        _("số %(number)s", number=data["number"]) if data.get("number") else "",
        _("người ký %(name)s", name=data["signer"]) if data.get("signer") else "",
    ]
    return " · ".join(part for part in parts if part)
