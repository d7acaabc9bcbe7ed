"""Who gets into which page: a line for every address and method, the tables lie beside this file.

The columns are the callers of `tests/house`: `own` (owner) is a member of the dossier's
organisation, `str` (stranger) of another; `off` is the officer it was assigned to, `oth` is
another one; `par` speaks for members (đối tác giới thiệu). The first {name} of an address is a
thing of the house, further ones are parts of it. `in` is the way to the sign-in page; a POST
carries a CSRF token and nothing else, so that 422 says "may, but has filled in nothing". Lines are
sorted by address.
"""

from dataclasses import dataclass
from pathlib import Path

from tests import house


@dataclass(frozen=True)
class Line:
    """A line of a table."""

    method: str
    address: str
    answers: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.address}"


def _line(text: str) -> Line:
    method, address, *answers = text.split()
    return Line(method, address, dict(zip(house.ROLES, answers, strict=True)))


TABLES = sorted(Path(__file__).parent.glob("*.txt"))
LINES = [
    _line(text)
    for table in TABLES
    for text in table.read_text(encoding="utf-8").splitlines()
    if text and not text.startswith("#")
]
