"""What may be answered to a question of a content: its kind, its list, its length; pure.

A question that is not answered yet fits always: what lacks is asked for before submission.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from app.errors import Invalid
from app.limits import LARGEST
from app.text import _, format_number, nfc

SHORT, LONG = 300, 4000  # characters, where the question names no limit of its own
MOST_ROWS = 20  # of a table
# Units of what is measured, by their first word: such a number may have a part after the comma.
# What is counted (người, hộ, sản phẩm), or has no unit, is whole.
MEASURED = frozenset({
    "ha", "sào", "m", "km", "m2", "m²", "km2", "km²", "m3", "m³", "lít", "ml", "%",
    "g", "kg", "yến", "tạ", "tấn", "kw", "kwh", "mw", "giờ", "triệu", "tỷ",
})  # fmt: skip


class Asked(Protocol):
    """What is needed of a question: a row of the database."""

    key: str
    kind: str
    options: list[str]
    unit: str
    max_length: int | None
    columns: list[dict[str, str]]


def measured(unit: str) -> bool:
    """Return whether a number of this unit can be divided: 1,5 ha, and never 1,5 hộ."""
    first = re.match(r"[^\s/(]+", nfc(unit).lower())
    return first is not None and first[0] in MEASURED


def check(question: Asked, value: Any) -> None:
    """Raise 422 beside the question's field for an answer that it cannot have."""
    if fault := _fault(question, value):
        raise Invalid(fault, f"q_{question.key}")


def _fault(question: Asked, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if question.kind == "table":
        return _table(question.columns, value)
    if question.kind in {"choice", "choices"}:
        chosen = value if question.kind == "choices" else [value]
        listed = isinstance(chosen, list) and all(each in question.options for each in chosen)
        return "" if listed else _("Vui lòng chọn một mục trong danh sách.")
    if question.kind == "number" and measured(question.unit):
        return _measure(value)
    return CHECKS[question.kind](value, question.max_length)


def _table(columns: list[dict[str, str]], value: Any) -> str:
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        return _("Nội dung chưa hợp lệ. Vui lòng kiểm tra lại.")
    if len(value) > MOST_ROWS:
        return _("Bảng có tối đa %(most)s dòng.", most=MOST_ROWS)
    kinds = {column["key"]: column["kind"] for column in columns}
    for row in value:
        for key, cell in row.items():
            if key not in kinds:
                return _("Nội dung chưa hợp lệ. Vui lòng kiểm tra lại.")
            if cell not in (None, "") and (fault := CHECKS[kinds[key]](cell, None)):
                return fault
    return ""


def _text(longest: int) -> Callable[[Any, int | None], str]:
    def check_text(value: Any, own: int | None) -> str:
        most = own or longest
        if not isinstance(value, str) or len(value) > most:
            return _("Nội dung dài tối đa %(max)s ký tự.", max=format_number(most))
        return ""

    return check_text


def _number(value: Any, _own: int | None) -> str:
    right = type(value) is int and 0 <= value <= LARGEST  # exact: True is an int to Python
    return "" if right else _("Vui lòng điền một số nguyên, ví dụ 1.500.000.")


def _measure(value: Any) -> str:
    exact = isinstance(value, str) and re.fullmatch(r"[0-9]{1,13}\.[0-9]?[1-9]", value)
    if exact and Decimal(value) <= LARGEST:
        return ""
    if exact or type(value) is not int:
        return _("Vui lòng điền một số, ví dụ 1.500,25.")
    return _number(value, None)


def _date(value: Any, _own: int | None) -> str:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return _("Ngày không hợp lệ. Vui lòng ghi như 05/04/2021.")
    return ""


def _yes_no(value: Any, _own: int | None) -> str:
    return "" if isinstance(value, bool) else _("Vui lòng chọn một mục.")


CHECKS: dict[str, Callable[[Any, int | None], str]] = {
    "short_text": _text(SHORT),
    "long_text": _text(LONG),
    "number": _number,
    "money": _number,
    "date": _date,
    "yes_no": _yes_no,
}
