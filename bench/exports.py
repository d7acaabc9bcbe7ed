"""`python -m bench.exports`: a long list as a workbook, beside xlsxwriter alone."""

import io
from collections.abc import Iterator
from datetime import date

import xlsxwriter

from app.spreadsheets import write
from app.spreadsheets.write import Column, Table, Value
from bench.timing import in_turns

ROWS, COLUMNS = 100_000, 20
TIMES = 3
DAY = date(2026, 11, 21)
KINDS: tuple[write.Kind, ...] = ("number", "text", "text", "date", "text")


def report(rows: int = ROWS, times: int = TIMES) -> str:
    """Return seconds of CPU of our way and of xlsxwriter alone, and their ratio (goal ≤ 1.3)."""
    columns = [Column(f"Cột {n}", kind=KINDS[n % len(KINDS)]) for n in range(COLUMNS)]

    def ours() -> None:
        write.xlsx_to(io.BytesIO(), [Table("Danh sách", columns, _rows(rows))])

    def alone() -> None:
        with xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            text, day = (book.add_format({"num_format": each}) for each in ("@", "dd/mm/yyyy"))
            for at, row in enumerate(_rows(rows)):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(at, column, value, text)
                    elif isinstance(value, date):
                        sheet.write_datetime(at, column, value, day)
                    else:
                        sheet.write_number(at, column, value)

    found = in_turns({"ours": ours, "alone": alone}, times)
    one, floor = found["ours"].least_cpu / 1000, found["alone"].least_cpu / 1000
    return f"{rows} × {COLUMNS}: {one:.2f} s, xlsxwriter alone {floor:.2f} s: × {one / floor:.2f}\n"


def _rows(count: int) -> Iterator[list[Value]]:
    said: dict[write.Kind, Value] = {"text": "Hợp tác xã Na Bưởi", "date": DAY, "number": 26}
    for _n in range(count):
        yield [said[KINDS[n % len(KINDS)]] for n in range(COLUMNS)]


if __name__ == "__main__":
    print(report())
