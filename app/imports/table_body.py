"""The rows of a table of supports, without what offices write between and below them. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.imports.cells import kind_headed, kind_of, text
from app.imports.headers import Field, field_of
from app.spreadsheets.read import Cell, Sheet
from app.text import fold


@dataclass(frozen=True)
class TableMapping:
    """Where the rows begin and which column is what: what an officer confirms."""

    first_row: int
    columns: dict[Field, int]


@dataclass(frozen=True)
class RawRow:
    """A row of the table. `inherited` names the fields taken from a row or a heading above;
    `heading` is the section heading (mục) the row stands under."""

    row_number: int
    values: dict[Field, Cell]
    inherited: frozenset[Field] = frozenset()
    heading: str = ""


def is_numbering(row: Sequence[Cell]) -> bool:
    """Tell a row that numbers the columns: (1) (2) (3), A B 1 2."""
    said = [text(cell).strip("()[] ") for cell in row if cell is not None]
    count = sum(1 for each in said if re.fullmatch(r"\d{1,2}|[A-Za-z]", each))
    return len(said) > 2 and count == len(said)


# With their marks: folded, "Cộng" is the beginning of every "Công ty".
_SUM = re.compile(
    r"^(tổng cộng|tổng số|cộng dồn|lũy kế|tổng(?! công ty)\b(?=\s*[:(]|\s*$|\s+(kinh|năm|hợp))|"
    r"cộng(?=\s*[:(]|\s*$|\s+(mục|nhóm|phần|năm|theo|dn|htx|doanh|hợp|[ivx]+\b)))"
)
_BARE_SUM = re.compile(r"^(tong cong|tong so|tong|cong|TONG CONG|TONG SO|CONG)\s*:?$")
_NOTE = re.compile(
    r"^(ghi chu\b|luu y\b|nguoi lap|lap bieu|nguoi tong hop|thu truong|ke toan|xac nhan|noi nhan"
    r"|chi cuc truong|giam doc so|truong phong|nguon:|\(?\*\)?|[^0-9]{2,30}, ngay\b)"
)
_SECTION = re.compile(r"^([ivx]{1,5}|[a-h])\s*[.)/\-:]\s*\S|^(phan|muc|nhom)\s+\S")
_SECTION_NUMBER = re.compile(r"([IVX]{1,5}|[A-H])[.)]?")
CARRIED = (
    Field.NAME, Field.CODE, Field.KIND, Field.COMMUNE, Field.ADDRESS, Field.REPRESENTATIVE,
    Field.PHONE, Field.EMAIL,
)  # fmt: skip
# One of these beside the name makes a row a support and not a heading.
_TELLS = (
    Field.CODE, Field.CONTENT, Field.STANDARD, Field.YEAR, Field.DATE, Field.DOCUMENT_NUMBER,
    Field.PRODUCTS, Field.ADDRESS, Field.COMMUNE, Field.PHONE,
)  # fmt: skip


class _Body:
    """Walks down a table and remembers what rows below inherit."""

    def __init__(self, sheet: Sheet, mapping: TableMapping) -> None:
        self.sheet = sheet
        self.columns = mapping.columns
        self.first = mapping.first_row
        # A sum in a cell over several rows is of all of them: it is told once.
        repeated = {at for field, at in self.columns.items() if field is not Field.MONEY}
        self.merged = _merged_down(sheet, repeated)
        self.kind: str | None = None
        self.content = self.year = self.heading = ""
        self.above: dict[Field, Cell] = {}
        self.ended = False

    def rows(self) -> Iterator[RawRow]:
        for at in range(self.first - 1, len(self.sheet.rows)):
            row = self.sheet.rows[at]
            values = self._values(row, at)
            if self._is_left_out(row, values):
                continue
            heading = self._heading(row, values)
            if heading:
                self._under(heading)
                continue
            yield self._row(at + 1, values)

    def _values(self, row: Sequence[Cell], at: int) -> dict[Field, Cell]:
        values = {}
        for field, column in self.columns.items():
            cell = row[column] if column < len(row) else None
            if cell is None and (at, column) in self.merged:
                top, left = self.merged[at, column]
                cell = self.sheet.rows[top][left] if left < len(self.sheet.rows[top]) else None
            if text(cell):
                values[field] = cell
        _join_kinds(values)
        return values

    def _is_left_out(self, row: Sequence[Cell], values: Mapping[Field, Cell]) -> bool:
        said = [text(cell) for cell in row if text(cell)]
        if not said or is_numbering(row) or self._is_heading_again(row):
            return True
        words = [each for each in said[:3] if not re.fullmatch(r"[\d.,]+", each)]
        if words and (_SUM.match(words[0].lower()) or _BARE_SUM.match(words[0])):
            return True
        few = len(said) <= 3 and Field.CODE not in values
        if few and words and _NOTE.match(fold(words[0])):
            self.ended = True
            return True
        return self.ended and not self._is_support(values)

    def _is_support(self, values: Mapping[Field, Cell]) -> bool:
        return Field.NAME in values and sum(1 for field in _TELLS if field in values) >= 2

    def _is_heading_again(self, row: Sequence[Cell]) -> bool:
        """Tell the heading repeated on each printed page."""
        cells = [
            (field, row[column]) for field, column in self.columns.items() if column < len(row)
        ]
        hits = sum(1 for field, cell in cells if _is_heading(cell, field))
        return hits >= 3 and hits >= len(self.columns) / 2

    def _heading(self, row: Sequence[Cell], values: Mapping[Field, Cell]) -> str:
        """Return the words of a section heading, or nothing when the row is a support."""
        said = [text(cell) for cell in row if isinstance(cell, str) and text(cell)]
        if not said or Field.CODE in values:
            return ""
        if _SECTION_NUMBER.fullmatch(said[0]) and len(said) > 1:
            return said[1] if Field.CONTENT not in values or len(said) == 2 else ""
        told = [field for field in _TELLS if field in values]
        if len(said) > 1 or len(told) > 1 or isinstance(values.get(Field.NUMBER), int):
            return ""
        if _SECTION.match(fold(said[0])):
            return re.sub(r"^\s*([IVX]{1,5}|[A-Ha-h])\s*[.)/\-:]\s*", "", said[0])
        lonely = not told and not (Field.NAME in values and self._names_one(said[0]))
        only_year = re.fullmatch(r"nam \d{4}", fold(said[0])) is not None
        return said[0] if lonely or only_year else ""

    def _names_one(self, name: str) -> bool:
        """Tell a name of an organisation from a plural such as "Doanh nghiệp"."""
        return kind_of(name) is not None and len(name.split()) > 3

    def _under(self, heading: str) -> None:
        """Take what a heading says for the rows under it: a year, a kind or a content."""
        self.heading, self.above = heading, {}
        folded = fold(heading)
        year = re.search(r"\b(20[0-4]\d)\b", folded)
        kind = kind_headed(heading)
        if re.match(r"(nam|thang|quy|giai doan)\b", folded) and year:
            self.year = year[1]
        elif kind and len(folded.split()) <= 8:
            self.kind = kind
        elif not folded.startswith(("danh sach", "bieu", "phu luc", "tong hop")):
            self.content, self.kind = heading, None

    def _row(self, number: int, values: dict[Field, Cell]) -> RawRow:
        inherited = set()
        if Field.NAME not in values and Field.CODE not in values:
            for field in CARRIED:
                if field not in values and field in self.above:
                    values[field] = self.above[field]
                    inherited.add(field)
        self.above = {field: values[field] for field in CARRIED if field in values}
        said = ((Field.KIND, self.kind), (Field.CONTENT, self.content), (Field.YEAR, self.year))
        for field, word in said:
            unsaid = field not in values and not (field is Field.YEAR and Field.DATE in values)
            if word and unsaid:
                values[field] = word
                inherited.add(field)
        return RawRow(number, values, frozenset(inherited), self.heading)


def body(sheet: Sheet, mapping: TableMapping) -> Iterator[RawRow]:
    """Yield the supports: no blank rows, sums, headings, notes or signatures.

    A name only in the first of several rows is carried down; a section heading gives its year,
    kind or content to rows that do not say their own. A kind so inherited, or marked in a
    column "DN" or "HTX", is one of `organisations.models.KINDS`.
    """
    return _Body(sheet, mapping).rows()


def _is_heading(cell: Cell, field: Field) -> bool:
    """Tell the heading of a field; a value such as "năm 2022" or "12/QĐ" has digits."""
    return isinstance(cell, str) and not re.search(r"\d", cell) and field_of(cell) is field


def _join_kinds(values: dict[Field, Cell]) -> None:
    """Turn a mark in a column "DN" or "HTX" into a kind; a name written there into the name."""
    kinds = ((Field.KIND_COMPANY, "doanh_nghiep"), (Field.KIND_COOPERATIVE, "hop_tac_xa"))
    for field, kind in kinds:
        cell = values.pop(field, None)
        if text(cell) in {"", "0"}:
            continue
        values.setdefault(Field.KIND, kind)
        if len(text(cell)) > 4:
            values.setdefault(Field.NAME, cell)


def _merged_down(sheet: Sheet, columns: set[int]) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for each lower cell of a merged range of a column the cell that has its value."""
    found = {}
    for top, left, bottom, right in sheet.merges:
        if left in columns and left == right and bottom < len(sheet.rows):
            found.update({(row, left): (top, left) for row in range(top + 1, bottom + 1)})
    return found
