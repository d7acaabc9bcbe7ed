"""Rows waiting to be inserted in bulk, with numbers of their own."""

from collections import defaultdict
from typing import Any, Final

from sqlalchemy import Connection, func, select, text

from app.extensions import Base

CHUNK: Final = 5_000


class Rows:
    """Collects rows by table; `write` inserts them, each table after those it points to."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.waiting: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._last: dict[str, int] = {}

    def add(self, model: type[Base], **values: Any) -> int:
        """Keep a row with an own id and return the id."""
        name = model.__tablename__
        if name not in self._last:
            highest = self.connection.scalar(select(func.max(model.__table__.c.id)))
            self._last[name] = highest or 0
        self._last[name] += 1
        self.waiting[name].append({"id": self._last[name], **values})
        return self._last[name]

    def plain(self, model: type[Base], **values: Any) -> None:
        """Keep a row whose key is in its values."""
        self.waiting[model.__tablename__].append(values)

    def write(self) -> int:
        """Insert everything and return how many rows it was."""
        written = 0
        for table in Base.metadata.sorted_tables:
            rows = self.waiting.pop(table.name, [])
            for start in range(0, len(rows), CHUNK):
                self.connection.execute(table.insert(), rows[start : start + CHUNK])
            written += len(rows)
        if self.connection.dialect.name == "postgresql":
            self._sequences()
        return written

    def _sequences(self) -> None:
        # Numbers were given out here: the database's own counters must go on after them.
        for name, last in self._last.items():
            self.connection.execute(
                text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"),
                {"name": name, "last": last},
            )
