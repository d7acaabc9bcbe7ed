"""What the checker looks at, and what it says when a law is broken."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Executable, Row, bindparam, text


@dataclass(frozen=True)
class Fault:
    """One broken law: `subject` is the thing, `words` say what is wrong with it."""

    law: str
    subject: str
    words: str


@dataclass(frozen=True)
class Evidence:
    """One transaction's view of the tables, the folder of the bytes, and the environment."""

    connection: Connection
    files: Path
    environment: str
    deep: bool = False  # read every stored byte, not only its size

    @property
    def dialect(self) -> str:
        return str(self.connection.dialect.name)

    def rows(self, sql: str, **params: object) -> Sequence[Row[Any]]:
        """Return the rows of a statement that both databases understand.

        A parameter that is a collection stands for a list: `status IN :live`.
        """
        lists = {
            name: sorted(value) for name, value in params.items() if isinstance(value, frozenset)
        }
        statement = text(sql).bindparams(*(bindparam(name, expanding=True) for name in lists))
        return self.connection.execute(statement, {**params, **lists}).all()

    def select(self, statement: Executable) -> Sequence[Row[Any]]:
        """Return the rows of a statement built in Python."""
        return self.connection.execute(statement).all()


# A law yields (subject, words) for each breach; its name is the function's.
Found = Iterator[tuple[str, str]]
Law = Callable[[Evidence], Found]
