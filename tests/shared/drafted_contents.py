"""Contents drafted on screen, for tests: questions, tables, publishing."""

from typing import Any

from app.access import Actor, Role
from app.programmes.services import builder, draft_checks
from tests.factories import ISO9001

ADMIN = Actor(1, "Quản trị Vy Lan", frozenset({Role.ADMIN}))
USUAL: dict[str, Any] = {
    "help": "",
    "required": True,
    "unit": "",
    "max_length": None,
    "options": [],
    "columns": [],
    "show_when": None,
}
MACHINES = USUAL | {
    "label": "Máy móc hiện có",
    "kind": "table",
    "columns": [
        {"key": "ten", "label": "Tên máy", "kind": "short_text"},
        {"key": "gia", "label": "Nguyên giá", "kind": "money"},
    ],
}
SIGNED = USUAL | {
    "label": "Tên đơn vị tư vấn",
    "kind": "short_text",
    "show_when": {"question": "da_ky_tu_van", "answer": "co"},
}


def question(values: dict[str, Any], code: str = ISO9001, key: str | None = None) -> None:
    builder.put(builder.of(code), draft_checks.QUESTIONS, key, values, ADMIN)


def publish(code: str = ISO9001) -> int:
    return builder.publish(builder.of(code), "Công văn số 12/SKHCN", ADMIN).number
