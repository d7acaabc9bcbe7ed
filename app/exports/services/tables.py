"""Lists taken away as Excel or CSV: what a room says of its list, and the kind made of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from app import clock
from app.access import Actor, Permission
from app.audit import services as audit
from app.errors import Invalid
from app.exports.services import kinds
from app.exports.services.kinds import Kind, Params, Step
from app.spreadsheets import write
from app.spreadsheets.write import Table, Value
from app.text import _

MOST_IN_XLSX = 100_000  # rows: what office machines open; CSV has no such limit
AT_ONCE = 2_000  # rows up to which the page answers with the file itself
TOLD_EVERY = 500  # rows
FORMATS = {"xlsx": _("Excel"), "csv": _("CSV")}


@dataclass(frozen=True)
class Export:
    """What can be taken away: `lines` is the list, read only when it is asked for.

    `subject` is what the event is about, `count` says how many lines there are, `before` are
    tables a workbook has in front of the list.
    """

    subject: str
    filters: object
    count: Callable[[], int]
    lines: Callable[[], Table]
    before: Callable[[], Sequence[Table]] = tuple


@dataclass(frozen=True)
class List:
    """A list of a room: how it is called, and what of it somebody may take away.

    `filters` is the class of its filters, plain values only; `export` asks nothing yet.
    """

    name: str
    stem: str  # begins the file's name
    title: str
    permission: Permission
    filters: Callable[..., Any]
    export: Callable[[Any, Actor], Export]


_lists: dict[str, List] = {}


def provide(found: List) -> None:
    """Let a list be taken away, at once or by the worker."""
    _lists[found.name] = found
    kinds.provide(
        Kind(
            name=found.name,
            permission=found.permission,
            title=lambda params: f"{found.title} ({FORMATS[params['as']]})",
            file_name=lambda params: called(found, params["as"]),
            total=lambda params, by: _total(_asked(found, params, by), params),
            make=lambda params, by, place, step: make(
                _asked(found, params, by), params["as"], place, step
            ),
        )
    )


def get(name: str) -> List:
    """Return a list that was provided."""
    return _lists[name]


def params_of(filters: object, kind: str) -> dict[str, Any]:
    """Return what is kept of a wish: the kind of file, and what narrows the list."""
    return {"as": kind, "filters": narrowing(filters)}


def narrowing(filters: object) -> dict[str, Any]:
    """Return what narrows the list; from which row a page begins, and how long it is, does not."""
    return {
        name: value
        for name, value in vars(filters).items()
        if value and name not in {"after", "size"}
    }


def note(export: Export, kind: str, by: Actor) -> None:
    """Record who took which part of the list away at once, and as what."""
    audit.record(
        export.subject, 0, "export", by, data={"as": kind, "filters": narrowing(export.filters)}
    )


def as_csv(export: Export) -> Iterator[bytes]:
    """Yield the list piece by piece, reading as it goes."""
    yield from write.csv(export.lines())


def as_xlsx(export: Export) -> bytes:
    """Return the workbook, for a list that is not long."""
    return write.xlsx([*export.before(), export.lines()])


def check_size(count: int, kind: str) -> None:
    """Raise 422 above 100,000 rows in a workbook: they go as CSV."""
    if kind == "xlsx" and count > MOST_IN_XLSX:
        raise Invalid(
            _("Bộ lọc có hơn 100.000 dòng. Vui lòng thu hẹp bộ lọc hoặc xuất dạng CSV."), "kind"
        )


def make(export: Export, kind: str, place: BinaryIO, step: Step) -> None:
    """Write the list to `place`; `step` hears of every 500 rows."""
    lines = export.lines()
    lines = replace(lines, rows=_heard(lines.rows, step))
    if kind == "csv":
        for piece in write.csv(lines):
            place.write(piece)
    else:
        write.xlsx_to(place, [*export.before(), lines])


def _heard(rows: Any, step: Step) -> Iterator[Sequence[Value]]:
    for number, row in enumerate(rows, start=1):
        yield row
        if number % TOLD_EVERY == 0:
            step(number)


def called(found: List, kind: str) -> str:
    """Return the file's name: so-ho-tro-20261121.xlsx."""
    return f"{found.stem}-{clock.today():%Y%m%d}.{kind}"


def _asked(found: List, params: Params, by: Actor) -> Export:
    return found.export(found.filters(**params["filters"]), by)


def _total(export: Export, params: Params) -> int:
    count = export.count()
    check_size(count, params["as"])
    return count
