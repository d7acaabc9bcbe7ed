"""How much of a spreadsheet is read, and how a refusal is named. Loaded by the child alone."""

MAX_ROWS, MAX_COLUMNS, MAX_CELLS, MAX_SHEETS = 200_000, 200, 4_000_000, 100
MAX_MEMBERS = 2_000
MAX_UNPACKED = 200 * 1024 * 1024  # bytes of all members together
MAX_WRITTEN = 160 * 1024 * 1024  # bytes of rows; one long text may be shared by every cell
MAX_MERGES = 20_000
LONGEST_FIELD = 40_000  # characters of one CSV field


class Refusal(Exception):
    """Why the file is not taken, in the words `read.py` knows."""


def area(rows: int, columns: int) -> int:
    """Return rows × columns, counted from A1; raises above the limits."""
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise Refusal("too_far")
    return rows * columns
