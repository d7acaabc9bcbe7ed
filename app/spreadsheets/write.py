"""Tables written as .xlsx or .csv. No cell is ever a formula, whatever somebody typed.

Rows are taken one at a time and leave memory at once: 100,000 rows cost no more than one.
"""

import csv as csv_module
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, Literal, cast

import xlsxwriter

from app import clock
from app.text import format_date, nfc

Value = str | int | float | bool | date | datetime | None
Kind = Literal["text", "number", "money", "date"]

LONGEST_CELL = 32_767  # what Excel takes in one cell
LONGEST_NAME = 31  # and as the name of a sheet
# What a spreadsheet would run when it opens the text as a cell (OWASP: CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# 3 is Excel's own "#,##0": its points and commas are those of the reader's language.
_FORMATS: dict[str, int | str] = {"text": "@", "number": 3, "money": 3, "date": "dd/mm/yyyy"}
KEPT_IN_MEMORY = 5_000_000  # bytes of a written file before it goes to the disk
CSV_BLOCK = 500  # rows yielded together


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in characters, and what its values are.

    `money` is an integer of đồng; a `date` given as an aware moment is shown in Vietnam's time.
    """

    label: str
    width: int = 16
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """A table of one sheet; `rows` may be a generator and is read once."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]


def xlsx(tables: Sequence[Table]) -> bytes:
    """Return a workbook with one sheet per table: headings bold, frozen, with a filter."""
    with SpooledTemporaryFile(max_size=KEPT_IN_MEMORY) as place:
        xlsx_to(cast("BinaryIO", place), tables)
        place.seek(0)
        return place.read()


def xlsx_to(place: BinaryIO, tables: Sequence[Table]) -> None:
    """Write the workbook to `place`, for who must not hold it in memory."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(place, options) as book:
        book.set_properties({"created": clock.now().replace(tzinfo=None)})
        formats = {
            kind: book.add_format({"num_format": shape, "valign": "top", "text_wrap": True})
            for kind, shape in _FORMATS.items()
        }
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        taken: set[str] = set()
        for table in tables:
            sheet = book.add_worksheet(_sheet_name(table.name, taken))
            _fill(sheet, table, formats, heading)


def _fill(sheet: Any, table: Table, formats: dict[str, Any], heading: Any) -> None:
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, nfc(column.label), heading)
    sheet.freeze_panes(1, 0)
    last = 0
    for last, row in enumerate(table.rows, start=1):
        for at, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            _write(sheet, (last, at), value, formats, column.kind)
    sheet.autofilter(0, 0, last, len(table.columns) - 1)


def _write(
    sheet: Any, place: tuple[int, int], value: Value, formats: dict[str, Any], kind: Kind
) -> None:
    """Write one cell by what the value is, never by what its text looks like."""
    if value is None or value == "":
        return
    if isinstance(value, str):
        sheet.write_string(*place, nfc(value)[:LONGEST_CELL], formats["text"])
    elif isinstance(value, bool):
        sheet.write_boolean(*place, value)
    elif isinstance(value, date):
        sheet.write_datetime(*place, _day(value), formats["date"])
    else:
        sheet.write_number(*place, value, formats["number" if kind == "text" else kind])


def _day(value: date) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value


def _sheet_name(name: str, taken: set[str]) -> str:
    """Return a name Excel takes: without []:*?/\\, at most 31 characters, each once."""
    bare = "".join(" " if char in "[]:*?/\\" else char for char in nfc(name)).strip(" '")
    bare = bare[:LONGEST_NAME] or "Bảng"
    shown, number = bare, 1
    while shown.casefold() in taken:
        number += 1
        tail = f" ({number})"
        shown = bare[: LONGEST_NAME - len(tail)] + tail
    taken.add(shown.casefold())
    return shown


def csv(table: Table) -> Iterator[bytes]:
    """Yield the table as CSV in UTF-8 with its mark (BOM), so that Excel reads Vietnamese."""
    text = io.StringIO(newline="")
    writer = csv_module.writer(text, lineterminator="\r\n")
    text.write("\ufeff")
    writer.writerow([harmless(nfc(column.label)) for column in table.columns])
    for number, row in enumerate(table.rows, start=1):
        writer.writerow([_shown(value) for value in row])
        if number % CSV_BLOCK == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def harmless(text: str) -> str:
    """Return `text` as a cell of a CSV file that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _shown(value: Value) -> str:
    """Return a value as CSV says it; numbers are bare, so a spreadsheet can add them up."""
    if value is None:
        return ""
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, str):
        return harmless(nfc(value))
    return str(value)
