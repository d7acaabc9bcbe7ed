"""Reads a spreadsheet from standard input in a process of its own, with little memory and time.

Run as a script, without the application: `child.py xlsx|csv`. Writes JSON lines to standard
output: an object begins a sheet, a list is a row; a date is {"d": …}, a moment {"t": …}. Ends
with 0; or with 3 after a last line "!word", the reason of the refusal; death without a word
means that a limit was met.
"""

import io
import json
import resource
import sys
import types
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO

import python_calamine

# The package without what it loads: neither the web nor the database comes into this process.
if __name__ == "__main__":
    _bare = types.ModuleType("app")
    _bare.__path__ = [str(Path(__file__).resolve().parents[1])]
    sys.modules["app"] = _bare

from app.spreadsheets import archive, csv_text
from app.spreadsheets.limits import (
    MAX_MERGES,
    MAX_SHEETS,
    MAX_WRITTEN,
    Refusal,
)
from app.typed import clean

MEMORY = 640 * 1024 * 1024  # bytes of address space; a table of 4 million cells needs most of it
SECONDS = 30

Head = dict[str, Any]


def main() -> int:
    """Write the rows, or the reason of the refusal; return how it ended."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", write_through=False)
    content = sys.stdin.buffer.read()
    try:
        _Writer(out).sheets(_csv(content) if sys.argv[1] == "csv" else _xlsx(content))
    except Refusal as reason:
        out.write(f"\n!{reason}\n")
    except MemoryError:
        out.write("\n!too_big\n")
    except BaseException:  # a parser written in Rust raises its panics as BaseException
        out.write("\n!broken\n")
    else:
        out.flush()
        return 0
    out.flush()
    return 3


class _Writer:
    """Writes sheets as JSON lines, up to the limit."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.left = MAX_WRITTEN
        self.any = False

    def sheets(self, sheets: Iterable[tuple[Head, Iterable[list[Any]]]]) -> None:
        for head, rows in sheets:
            self._line(head)
            empty = 0
            for row in rows:
                cells = _trimmed(row)
                if not cells:
                    empty += 1  # empty rows are told only when a row follows
                    continue
                for _ in range(empty):
                    self._line([])
                empty = 0
                self.any = True
                self._line(cells)
        if not self.any:
            raise Refusal("empty")

    def _line(self, value: Any) -> None:
        text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
        self.left -= len(text)
        if self.left < 0:
            raise Refusal("too_big")
        self.out.write(text)
        self.out.write("\n")


def _trimmed(row: list[Any]) -> list[Any]:
    cells = [_cell(value) for value in row]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _cell(value: Any) -> Any:
    """Return a value as JSON can say it; a number without a fraction is an integer."""
    if isinstance(value, str):
        return clean(value) or None
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 1e15
        return int(value) if whole else value if abs(value) < float("inf") else None
    if isinstance(value, datetime):
        return {"t": value.isoformat()} if value.time() else {"d": value.date().isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return value if value is None or isinstance(value, bool | int) else str(value)


def _xlsx(content: bytes) -> Iterator[tuple[Head, Iterable[list[Any]]]]:
    archive.inspect(content)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    wanted = [
        meta for meta in book.sheets_metadata if meta.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]
    if len(wanted) > MAX_SHEETS:
        raise Refusal("sheets")
    for meta in wanted:
        sheet = book.get_sheet_by_name(meta.name)
        merges = [[*first, *last] for first, last in (sheet.merged_cell_ranges or [])[:MAX_MERGES]]
        hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
        yield {"sheet": meta.name, "merges": merges, "hidden": hidden}, _rows(sheet)


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[list[Any]]:
    if sheet.start is None:
        return
    left: list[Any] = [None] * sheet.start[1]  # rows come from row 1 on, but not from column A
    for row in sheet.iter_rows():
        yield left + [None if value == "" else value for value in row]


def _csv(content: bytes) -> Iterator[tuple[Head, Iterable[list[Any]]]]:
    yield {"sheet": "", "merges": [], "hidden": False}, csv_text.rows(content)


if __name__ == "__main__":
    sys.exit(main())
