"""Counting the queries of a request: what the database is asked, not how it is told to begin."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

HOUSEKEEPING = ("PRAGMA", "BEGIN", "SET ", "SAVEPOINT", "RELEASE", "ROLLBACK")


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that `engine` executes meanwhile, save those that open and close."""
    asked: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(HOUSEKEEPING):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)
