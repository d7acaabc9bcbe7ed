"""Many members at once: a file the partner fills in, judged row by row before anything is kept."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app import access
from app.access import Actor, Permission
from app.audit import services as audit
from app.errors import DomainError, Invalid
from app.needs.services import speaking
from app.needs.services.say import Said
from app.needs.services.speaking import Spoken
from app.organisations import kinds
from app.organisations.services import communes
from app.programmes.services import contents
from app.spreadsheets import read, write
from app.spreadsheets.write import Column, Table
from app.text import _, fold, format_date
from app.typed import clean

MOST_ROWS = 500
LONGEST_CELL = 1_000
# The judged rows go to the page and come back with "Ghi nhận": within what a form may carry.
MOST_CHARACTERS = 350_000
COLUMNS = (
    ("code", Column(_("Mã số thuế"), 18)),
    ("name", Column(_("Tên đơn vị"), 40)),
    ("kind", Column(_("Loại hình"), 24)),
    ("commune_code", Column(_("Xã, phường"), 22)),
    ("phone", Column(_("Điện thoại"), 16)),
    ("email", Column(_("Thư điện tử"), 26)),
    ("contents", Column(_("Mã nội dung, cách nhau bằng dấu ;"), 34)),
    ("year", Column(_("Năm mong muốn"), 12)),
    ("note", Column(_("Ghi chú"), 40)),
)
_PLACES = {name: place for place, (name, _column) in enumerate(COLUMNS)}


@dataclass(frozen=True)
class Row:
    """A row of the file: where it stood, what it says, and what is wrong with it."""

    number: int
    cells: tuple[str, ...]
    cell: str = ""  # "C7", where the fault is
    fault: str = ""

    @property
    def right(self) -> bool:
        return not self.fault


def template() -> bytes:
    """Return the workbook to fill in, with the lists its cells are taken from."""
    listed = [(each.code, contents.name_of(each)) for each in contents.listed()]
    return write.xlsx(
        [
            Table(_("Nhu cầu"), [column for _name, column in COLUMNS], []),
            Table(_("Nội dung"), [Column(_("Mã"), 16), Column(_("Nội dung hỗ trợ"), 80)], listed),
            Table(_("Loại hình"), [Column(_("Loại hình"), 60)], [(k,) for _c, k in kinds.labels()]),
            Table(
                _("Xã, phường"),
                [Column(_("Xã, phường"), 40)],
                [(each.name,) for each in communes.offered()],
            ),
        ]
    )


def judged(content: bytes, name: str) -> list[Row]:
    """Return every row of the file's first sheet with its judgement; nothing is written.

    Raises 422 for a file that is not the template filled in, or has more than 500 rows.
    """
    rows = read.book(content, name).sheets[0].rows
    if not rows or fold(_text(rows[0][0] if rows[0] else None)) != fold(COLUMNS[0][1].label):
        raise Invalid(
            _("Trang tính đầu không có dòng tiêu đề của tệp mẫu. Vui lòng dùng tệp mẫu."), "file"
        )
    filled = [
        (number, tuple(_text(cell) for cell in _nine(row)))
        for number, row in enumerate(rows[1:], start=2)
        if any(_text(cell) for cell in row)
    ]
    return judge(filled)


def judge(filled: Sequence[tuple[int, tuple[str, ...]]]) -> list[Row]:
    """Judge rows of typed cells; raises 422 when there is none, or too many."""
    if not filled:
        raise Invalid(_("Tệp chưa có dòng nào."), "file")
    if len(filled) > MOST_ROWS or sum(len(c) for _n, row in filled for c in row) > MOST_CHARACTERS:
        raise Invalid(
            _("Mỗi tệp tối đa %(most)s dòng. Vui lòng chia thành nhiều tệp.", most=MOST_ROWS),
            "file",
        )
    lists = _Lists()
    seen: dict[tuple[str, int | None, str], int] = {}
    return [_judge(number, cells, lists, seen) for number, cells in filled]


class _Lists:
    """The lists, read once for the whole file, by folded words."""

    def __init__(self) -> None:
        self.kinds = {fold(label): code for code, label in kinds.labels()}
        self.communes = {fold(each.name): each.code for each in communes.offered()}


def _judge(
    number: int,
    cells: tuple[str, ...],
    lists: _Lists,
    seen: dict[tuple[str, int | None, str], int],
) -> Row:
    try:
        spoken = _spoken(cells, lists)
        checked = speaking.check(spoken)
        for each in checked.contents:
            key = (checked.code, spoken.said.year, each.code)
            if key in seen:
                raise Invalid(_("Trùng với dòng %(row)s.", row=seen[key]), "contents")
            seen[key] = number
    except DomainError as error:
        place = _PLACES.get(error.field or "", 0)
        return Row(number, cells, f"{chr(ord('A') + place)}{number}", error.message)
    return Row(number, cells)


def _spoken(cells: tuple[str, ...], lists: _Lists) -> Spoken:
    said = {name: cells[place] for name, place in _PLACES.items()}
    year = said["year"]
    return Spoken(
        code=_with_zero(said["code"]),
        name=said["name"],
        kind=_kind(said["kind"], lists),
        commune_code=lists.communes.get(fold(said["commune_code"]), ""),
        phone=said["phone"] if said["phone"].startswith(("0", "+")) else _zero(said["phone"]),
        email=said["email"],
        said=Said(
            contents=tuple(
                code.strip().upper()
                for code in re.split(r"[;,\n]", said["contents"])
                if code.strip()
            ),
            year=int(year) if re.fullmatch(r"[0-9]{4}", year) else None,
            note=said["note"],
        ),
    )


def _kind(typed: str, lists: _Lists) -> str:
    """Return the kind whose label begins with what was typed, if it is only one."""
    wanted = fold(typed)
    found = {code for label, code in lists.kinds.items() if wanted and label.startswith(wanted)}
    return found.pop() if len(found) == 1 else ""


def _with_zero(code: str) -> str:
    """A code that became a number has lost its leading zero."""
    return _zero(code) if re.fullmatch(r"[0-9]{9}|[0-9]{11}", code) else code


def _zero(typed: str) -> str:
    return f"0{typed}" if re.fullmatch(r"[0-9]{8,11}", typed) else typed


def _nine(row: Sequence[Any]) -> list[Any]:
    return [*row[: len(COLUMNS)], *[None] * (len(COLUMNS) - len(row))]


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, date):
        return format_date(cell)
    return " ".join(clean(str(cell)).split())[:LONGEST_CELL]


def packed(rows: Sequence[Row]) -> str:
    """Return the right rows as the page carries them back."""
    return json.dumps([[row.number, *row.cells] for row in rows if row.right], ensure_ascii=False)


def unpacked(text: str) -> list[tuple[int, tuple[str, ...]]]:
    """Return the rows a page carried; raises 422 for what no page of ours carries."""
    try:
        return [_row(each) for each in json.loads(text)]
    except (ValueError, TypeError, RecursionError) as error:
        raise Invalid(_("Danh sách không đọc được. Vui lòng tải tệp lên lại.")) from error


def _row(each: Any) -> tuple[int, tuple[str, ...]]:
    number, *cells = each
    if not isinstance(number, int) or len(cells) != len(COLUMNS):
        raise ValueError("not a row of ours")
    return number, tuple(_text(cell) for cell in cells)


def record(text: str, by: Actor) -> tuple[int, list[Row]]:
    """Write down the rows, judged anew; return how many, and those said before.

    All in one transaction, which locks as everyone does: two files that name the same members in
    other orders wait for one another, and never both. What this partner said already is left out
    and told.
    """
    access.check(Permission.SPEAK_FOR_MEMBERS, by)
    lists, written = _Lists(), 0
    rows = judge(unpacked(text))
    left = [row for row in rows if not row.right]
    for spoken, row in _by_locks([(_spoken(row.cells, lists), row) for row in rows if row.right]):
        try:
            speaking.speak(spoken, by)
            written += 1
        except DomainError as error:
            left.append(Row(row.number, row.cells, f"A{row.number}", error.message))
    audit.record("partner", by.partner_id or 0, "file", by, data={"rows": written})
    return written, sorted(left, key=lambda row: row.number)


def _by_locks(told: list[tuple[Spoken, Row]]) -> list[tuple[Spoken, Row]]:
    """Return the rows by their beneficiary, ascending; then those not known yet, by code."""

    def place(each: tuple[Spoken, Row]) -> tuple[bool, int, str]:
        known = speaking.beneficiary_id(each[0])
        return known is None, known or 0, each[0].code

    return sorted(told, key=place)
