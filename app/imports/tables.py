"""The table inside a sheet: where it begins and what its columns are; its rows are `body`. Pure.

Offices put titles above the table and headings in two rows. Rows are counted as the sheet shows
them, from 1; columns from 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from app.imports.cells import kind_of
from app.imports.headers import Field, by_headings, by_values
from app.imports.table_body import RawRow, TableMapping, body, is_numbering
from app.spreadsheets.read import Cell, Sheet
from app.text import _, fold

__all__ = ["Field", "Guess", "RawRow", "TableMapping", "body", "guess", "sign"]

DEEPEST_HEADING = 40  # rows looked at for a heading
SIGNS = (Field.NAME, Field.CONTENT, Field.CODE)  # a table of supports has one of these


@dataclass(frozen=True)
class Guess:
    """What is guessed of a sheet. `header_row` is 0 when the table has no heading.

    `signature` is the same for every sheet with these headings: a confirmed mapping is
    remembered by it. `confidence` is from 0 to 1.
    """

    header_row: int
    first_row: int
    columns: dict[Field, int]
    confidence: float
    why: tuple[str, ...]
    headings: tuple[str, ...]
    signature: str

    @property
    def mapping(self) -> TableMapping:
        """The guess as a mapping."""
        return TableMapping(self.first_row, self.columns)


def guess(sheet: Sheet) -> Guess | None:
    """Return where the table of supports is, or None for a sheet that has none."""
    best: tuple[int, int, list[str], dict[Field, int]] | None = None
    for at in range(min(DEEPEST_HEADING, len(sheet.rows))):
        for levels in (1, 2):
            headings = _headings(sheet, at, levels)
            found = by_headings(headings) if headings else {}
            # A second level must tell something more to be one.
            if len(found) >= 2 and (best is None or len(found) > len(best[3])):
                best = (at, levels, headings, found)
    if best is None or not any(field in best[3] for field in SIGNS):
        return _without_heading(sheet)
    at, levels, headings, found = best
    first = _first_row(sheet, at + levels)
    by_value = by_values(sheet.rows[first - 1 :], found)
    columns = found | by_value
    why = _why(headings, found, by_value)
    return Guess(at + 1, first, columns, _confidence(columns), why, tuple(headings), sign(headings))


def sign(headings: Sequence[str]) -> str:
    """Return the signature of headings: marks, case, spaces and empty columns do not count."""
    said = "\n".join(f"{at}:{fold(each)}" for at, each in enumerate(headings) if each)
    return sha256(said.encode()).hexdigest()[:16]


def _without_heading(sheet: Sheet) -> Guess | None:
    found = by_values(sheet.rows, {})
    if Field.NAME not in found or len(found) < 2:
        return None
    name = found[Field.NAME]
    first = next(
        at for at, row in enumerate(sheet.rows, start=1) if name < len(row) and kind_of(row[name])
    )
    return Guess(0, first, found, 0.3, (_("Bảng không có dòng tiêu đề cột."),), (), "")


def _headings(sheet: Sheet, at: int, levels: int) -> list[str]:
    """Return the headings of a row, or of two rows joined by " | "; empty when it cannot be."""
    upper = [_short(cell) for cell in sheet.rows[at]]
    if levels == 1:
        return upper
    if at + 1 >= len(sheet.rows):
        return []
    lower = [_short(cell) for cell in sheet.rows[at + 1]]
    if not any(upper) or not any(lower) or is_numbering(sheet.rows[at + 1]):
        return []
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    # A second level stands under a wide heading: most of it is empty under the narrow ones.
    under = [column for column in range(width) if lower[column] and upper[column]]
    if len(under) > sum(1 for each in upper if each) / 2 or any(
        isinstance(cell, int | float) for cell in sheet.rows[at + 1]
    ):
        return []
    joined, last = [], ""
    for column in range(width):
        last = upper[column] or (last if lower[column] else "")
        joined.append(" | ".join(each for each in (last, lower[column]) if each))
    return joined


def _short(cell: Cell) -> str:
    return " ".join(cell.split()) if isinstance(cell, str) and len(cell) < 120 else ""


def _first_row(sheet: Sheet, at: int) -> int:
    while at < len(sheet.rows) and (not any(sheet.rows[at]) or is_numbering(sheet.rows[at])):
        at += 1
    return at + 1


def _confidence(columns: Mapping[Field, int]) -> float:
    weights = (
        (Field.NAME, 0.4),
        (Field.CONTENT, 0.25),
        (Field.CODE, 0.15),
        (Field.YEAR, 0.1),
        (Field.DATE, 0.1),
        (Field.DOCUMENT_NUMBER, 0.1),
    )
    return min(1.0, round(sum(weight for field, weight in weights if field in columns), 2))


def _why(
    headings: Sequence[str], found: Mapping[Field, int], by_value: Mapping[Field, int]
) -> tuple[str, ...]:
    told = [_("Theo tiêu đề cột “%(heading)s”.", heading=headings[at]) for at in found.values()]
    told += [_("Theo giá trị trong cột thứ %(n)s.", n=at + 1) for at in by_value.values()]
    return tuple(told)
