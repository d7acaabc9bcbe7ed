"""The orders of the queue, and the keys of its pages: each key names a row, in one order only."""

import base64
import binascii
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from app.review import filters as asked
from app.review.filters import Filters
from app.text import LARGEST_ID


@dataclass(frozen=True)
class Order:
    """By which column, and which way; dossiers that are equal stand by their number."""

    name: str
    column: str
    kind: type[str] | type[date] | type[datetime]
    descending: bool = False

    def place(self, each: ReadOnlyColumnCollection[str, Any]) -> tuple[ColumnElement[Any], ...]:
        """The columns a row's place is made of."""
        return each[self.column], each.id

    def present(self, each: ReadOnlyColumnCollection[str, Any]) -> ColumnElement[bool]:
        """Whether the row has what it is sorted by: all but drafts do."""
        column: ColumnElement[Any] = each[self.column]
        return column > "" if self.kind is str else column.is_not(None)


DUE = Order(asked.DUE, "due_on", date)
SUBMITTED = Order(asked.SUBMITTED, "submitted_at", datetime, descending=True)
REFERENCE = Order(asked.REFERENCE, "reference", str)
NAME = Order(asked.NAME, "sort_name", str)
ORDERS = {each.name: each for each in (DUE, SUBMITTED, REFERENCE, NAME)}


def of(filters: Filters) -> Order:
    """Return the order asked for."""
    return ORDERS.get(filters.sort, DUE)


def encode(order: Order, value: Any, row_id: int) -> str:
    """Return the opaque key of a row."""
    said = value if isinstance(value, str) else value.isoformat()
    raw = f"{order.name}|{row_id}|{said}".encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode(order: Order, key: str) -> tuple[Any, int] | None:
    """Return the place a key names; nonsense, or another order's, begins at the first page."""
    if not key or len(key) > asked.LONGEST_KEY:
        return None
    try:
        raw = base64.b64decode(key + "=" * (-len(key) % 4), altchars=b"-_", validate=True)
        name, row_id, said = raw.decode().split("|", 2)
        # What no row can have as its id is no key of ours; SQLite could not even compare it.
        if name != order.name or not 0 <= int(row_id) <= LARGEST_ID or "\0" in said:
            return None
        value = said if issubclass(order.kind, str) else order.kind.fromisoformat(said)
    except (ValueError, binascii.Error):
        return None
    if isinstance(value, datetime) and value.tzinfo is None:
        return None
    return value, int(row_id)
