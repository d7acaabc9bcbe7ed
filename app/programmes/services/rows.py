"""Bringing a row to what a file says, and telling what changed."""

from datetime import date
from typing import Any


def bring(row: Any, values: dict[str, Any]) -> dict[str, list[Any]]:
    """Set `values` on `row`; return what changed as name → [before, after], fit for an event."""
    changed: dict[str, list[Any]] = {}
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            changed[name] = [_plain(before), _plain(value)]
    return changed


def _plain(value: Any) -> Any:
    # datetime is a date too: both are written as ISO 8601
    return value.isoformat() if isinstance(value, date) else value
