"""The dossier in words: answers as people read them, and the timeline the applicant may see."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.applications.models import PAPER_WITHDRAWAL, Application
from app.applications.services import shared, tasks
from app.applications.workflow import CANCELLED, LOOKS, Action, Status
from app.audit import services as audit
from app.audit.models import Event
from app.organisations import kinds
from app.organisations.identifiers import display, mask
from app.organisations.services.queries import profile_snapshot
from app.programmes.models import Question, RequiredDocument
from app.text import _, format_date, format_measure, format_money, format_number

WORDS: dict[str, Callable[[Any], str]] = {
    "yes_no": lambda value: _("Có") if value else _("Không"),
    "money": format_money,
    "number": format_measure,
    "date": lambda value: format_date(date.fromisoformat(value)),
    "choices": ", ".join,
}


@dataclass(frozen=True)
class TableAnswer:
    """The rows of a table as people read them; as text, one row after the other."""

    columns: tuple[str, ...]
    table_rows: tuple[tuple[str, ...], ...]

    def __str__(self) -> str:
        return "; ".join(
            ", ".join(
                f"{name}: {text}" for name, text in zip(self.columns, row, strict=True) if text
            )
            for row in self.table_rows
        )


Said = str | TableAnswer


def shown(question: Question, value: Any) -> Said:
    """Return an answer as people read it; empty when there is none."""
    if tasks.empty(value):
        return ""
    if question.kind == "table":
        return TableAnswer(
            tuple(column["label"] for column in question.columns),
            tuple(
                tuple(_cell(column["kind"], row.get(column["key"])) for column in question.columns)
                for row in value
            ),
        )
    text = WORDS.get(question.kind, str)(value)
    return f"{text} {question.unit}".strip() if question.kind == "number" else text


def _cell(kind: str, value: Any) -> str:
    return "" if tasks.empty(value) else WORDS.get(kind, str)(value)


def answers(application: Application) -> list[tuple[str, Said]]:
    """Return (question, answer) in order, with the named standard first where one is asked.

    What the other answers do not call for is left out.
    """
    rows: list[tuple[str, Said]] = [
        (question.label, shown(question, value))
        for question, value in tasks.asked_rows(application)
    ]
    if application.content.rule == "standard":
        rows.insert(0, (_("Tiêu chuẩn, công cụ đăng ký"), application.standard))
    return rows


def form_answers(drafts: Sequence[Application]) -> list[tuple[str, list[tuple[str, Said]]]]:
    """Return (heading, answers) of a phiếu: the common ones first, then each content's own."""
    found = []
    for section in shared.sections(drafts, tasks.asked_rows):
        rows: list[tuple[str, Said]] = [
            (item.question.label, shown(item.question, item.value)) for item in section.asked
        ]
        if section.standard_of is not None:
            rows.insert(0, (_("Tiêu chuẩn, công cụ đăng ký"), section.standard_of.standard))
        found.append((section.heading, rows))
    return found


def profile(application: Application, *, masked: bool = False) -> list[tuple[str, str]]:
    """Return the organisation as the dossier says it: frozen once submitted, live before.

    `masked` hides most of a personal number (số định danh) from those who do not handle it.
    """
    said = application.profile or profile_snapshot(application.organisation)
    personal = said["scheme"] == "so_dinh_danh"
    women = said["women_owned"]
    groups = dict(kinds.priorities())
    return [
        (_("Tên đơn vị"), said["name"]),
        (_("Tên viết tắt, tên giao dịch"), said["short_name"]),
        (_("Loại hình"), said["kind_name"]),
        (
            _("Mã số thuế (số định danh)") if personal else _("Mã số thuế"),
            mask(said["code"]) if personal and masked else display(said["code"]),
        ),
        (_("Giấy chứng nhận đăng ký"), said["registration_paper"]),
        (_("Địa chỉ"), _joined(said["address"], said["commune"])),
        (_("Địa điểm sản xuất"), said["production_site"]),
        (_("Điện thoại"), said["phone"]),
        (_("Thư điện tử"), said["email"]),
        (
            _("Người đại diện"),
            f"{said['representative']}, {said['representative_title']}".strip(", "),
        ),
        (_("Người liên hệ"), f"{said['contact_name']}, {said['contact_phone']}".strip(", ")),
        (_("Lĩnh vực chính"), said["field_of_business"]),
        (_("Lao động tham gia BHXH"), format_number(said["insured_workers"])),
        (_("Tổng nguồn vốn"), format_money(said["capital"])),
        (_("Doanh thu năm trước liền kề"), format_money(said["revenue"])),
        (_("Quy mô"), said["size_name"]),
        (
            _("Doanh nghiệp do phụ nữ làm chủ"),
            "" if women is None else (_("Có") if women else _("Không")),
        ),
        (
            _("Nhóm ưu tiên"),
            ", ".join(groups[code] for code in said["priorities"] if code in groups),
        ),
        (_("Hệ thống quản lý, chứng nhận hiện có"), said["certificates"]),
        (_("Đã được Nhà nước hỗ trợ"), said["earlier_support"]),
    ]


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def document_labels(documents: Sequence[RequiredDocument]) -> dict[str, str]:
    """Return what each document is called, by its key."""
    return {item.key: item.label for item in documents} | {
        PAPER_WITHDRAWAL: _("Đơn rút hồ sơ trên giấy")
    }


@dataclass(frozen=True)
class Moment:
    """One line of a timeline."""

    at: datetime
    title: str
    text: str = ""


def public_timeline(application: Application) -> list[Moment]:
    """Return what happened, in the public's words, newest last.

    A line appears when the public label changes, so steps inside the Sở, and decisions that are
    not issued, leave no trace; no names of staff, no internal notes.
    """
    return list(_public(audit.history("application", application.id)))


def _public(events: Sequence[Event]) -> Iterator[Moment]:
    label = ""
    for event in events:
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
