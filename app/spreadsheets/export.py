"""A list that somebody takes away as a file: the deed is written down, then the file is made."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.access import Actor
from app.audit import services as audit
from app.errors import Invalid
from app.spreadsheets import write
from app.spreadsheets.write import Table
from app.text import _

MOST_IN_XLSX = 100_000  # rows: a workbook is built whole before it is sent; CSV is streamed


@dataclass(frozen=True)
class Export:
    """What can be taken away: `lines` is the list, read only when it is asked for.

    `subject` is what the event is about, `name` begins the file's name, `count` says how many
    lines there are, `before` are tables a workbook has in front of the list.
    """

    subject: str
    name: str
    filters: object
    count: Callable[[], int]
    lines: Callable[[], Table]
    before: Callable[[], Sequence[Table]] = tuple


def note(export: Export, kind: str, by: Actor) -> None:
    """Record who took which part of the list away, and as what."""
    audit.record(
        export.subject, 0, "export", by, data={"as": kind, "filters": _asked(export.filters)}
    )


def _asked(filters: object) -> dict[str, Any]:
    """Return what narrows the list; from which row a page begins does not."""
    return {name: value for name, value in vars(filters).items() if value and name != "after"}


def as_csv(export: Export) -> Iterator[bytes]:
    """Yield the list piece by piece, reading as it goes."""
    yield from write.csv(export.lines())


def as_xlsx(export: Export) -> bytes:
    """Return the workbook; raises 422 above 100,000 rows, which go as CSV."""
    if export.count() > MOST_IN_XLSX:
        raise Invalid(
            _("Bộ lọc có hơn 100.000 dòng. Vui lòng thu hẹp bộ lọc hoặc xuất dạng CSV."), "kind"
        )
    return write.xlsx([*export.before(), export.lines()])
