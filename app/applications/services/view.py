"""The dossier in words: answers as people read them, and the timeline the applicant may see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.applications.models import PAPER_WITHDRAWAL, Application
from app.applications.services import shared, tasks
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
