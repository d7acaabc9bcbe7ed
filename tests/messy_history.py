"""An office's messy history of supports, invented and always the same for a seed, with its truth.

Title rows, headings in one or two rows, sheets with other orders of columns, tax codes that
became numbers and lost their zeros, dates as text or only a year, abbreviations, sums, sections,
notes, one organisation in three spellings, one support on two sheets, wrong check digits, rows
without a code. Tax codes begin with 49 or 00: provinces of nobody.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from random import Random
from typing import Any

import xlsxwriter
from stdnum.vn import mst

from tests.shared.messy_words import (
    CREATED,
    FORMS,
    LAYOUTS,
    PEOPLE,
    PER_SHEET,
    PLACES,
    SAYINGS,
    TRADES,
)


@dataclass(frozen=True)
class Truth:
    """What a row really says. `organisation` is the same number for every spelling of one.

    `code` is what the paper says in digits, empty when it names none; `code_is_right` tells a
    paper whose check digit does not fit. `day` is there when the row names a day. `duplicate_of`
    is the (sheet, row) of the same support told before.
    """

    sheet: str
    row: int
    organisation: int
    name: str
    kind: str
    code: str
    code_is_right: bool
    content: str
    standard: str
    edition: str
    year: int
    day: date | None
    document: str  # its number, empty where the sheet has no such column
    money: int | None  # đồng, None where the sheet has no such column or the cell is empty
    duplicate_of: tuple[str, int] | None = None


@dataclass(frozen=True)
class _Organisation:
    number: int
    kind: str
    spellings: tuple[str, ...]
    code: str
    code_is_right: bool
    person: str


def messy(rows: int, seed: int = 1, per_sheet: int = PER_SHEET) -> tuple[bytes, list[Truth]]:
    """Return a workbook of `rows` supports and what they really say, in the book's order."""
    dice = Random(seed)
    supports = list(_supports(rows, dice))
    place, truth = io.BytesIO(), []
    with xlsxwriter.Workbook(place, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        for at in range(0, len(supports), per_sheet):
            number = at // per_sheet
            sheet = _Sheet(book, f"Biểu {number + 1}", LAYOUTS[number % len(LAYOUTS)], dice)
            truth += sheet.fill(supports[at : at + per_sheet])
    return place.getvalue(), _told_twice(truth)


def _organisations(dice: Random) -> Iterator[_Organisation]:
    codes = _codes()
    for number in count(1):
        kind, forms = FORMS[number % len(FORMS)]
        core = f"{dice.choice(TRADES)} {dice.choice(PLACES)} {number}"
        spellings = (f"{forms[0]} {core}", f"{forms[1]} {core}", f"{forms[2]} {core.upper()}")
        code, right = next(codes), True
        if number % 11 == 0:
            code = ""
        elif number % 29 == 0 and code.startswith("49"):
            code, right = code[:9] + str((int(code[9]) + 1) % 10), False
        yield _Organisation(number, kind, spellings, code, right, dice.choice(PEOPLE))


def _codes() -> Iterator[str]:
    """Yield codes with valid check digits; every third begins with a zero."""
    for number in count(1_000):
        stem = f"{'00' if number % 3 == 0 else '49'}{1_000_000 + number * 7:07d}"
        code = stem + mst.calc_check_digit(stem)
        if mst.is_valid(code):
            yield code


@dataclass(frozen=True)
class _Support:
    organisation: _Organisation
    saying: tuple[str, str, str, str]
    day: date


def _supports(rows: int, dice: Random) -> Iterator[_Support]:
    """Yield supports: one to three contents of an organisation, each fiftieth told again."""
    made: list[_Support] = []
    organisations = _organisations(dice)
    while len(made) < rows:
        organisation = next(organisations)
        sayings = dice.sample(SAYINGS, dice.choice((1, 1, 2, 3)))
        for saying in {each[0]: each for each in sayings}.values():
            day = date(dice.randint(2012, 2022), dice.randint(1, 12), dice.randint(1, 28))
            made.append(_Support(organisation, saying, day))
            yield made[-1]
            if len(made) >= rows:
                return
            if len(made) % 50 == 49 and len(made) > 100:
                made.append(dice.choice(made[:-50]))
                yield made[-1]


def _told_twice(truth: list[Truth]) -> list[Truth]:
    """Return the truth with the second telling of a support marked."""
    first: dict[tuple[int, str, str], tuple[str, int]] = {}
    marked = []
    for line in truth:
        key = (line.organisation, line.content, line.standard)
        earlier = first.setdefault(key, (line.sheet, line.row))
        again = None if earlier == (line.sheet, line.row) else earlier
        marked.append(replace(line, duplicate_of=again))
    return marked


def _document(organisation: _Organisation) -> str:
    return f"{organisation.number % 90 + 1}/QĐ-SKHCN"


def _money(organisation: _Organisation) -> int | None:
    return organisation.number % 7 * 1_500_000 or None


class _Sheet:
    """Writes one sheet as an office does."""

    def __init__(
        self, book: Any, name: str, layout: tuple[tuple[str, str, str], ...], dice: Random
    ) -> None:
        self.name, self.layout, self.dice = name, layout, dice
        self.sheet = book.add_worksheet(name)
        self.centre = book.add_format({"align": "center", "bold": True})
        self.days = book.add_format({"num_format": "dd/mm/yyyy"})
        self.at = 0
        self.number = 0

    def fill(self, supports: list[_Support]) -> list[Truth]:
        self._titles()
        self._heading()
        truth = []
        before: _Support | None = None
        for done, support in enumerate(supports):
            if done % 60 == 0:
                self._line("" if done else "I. Danh sách đã được hỗ trợ")
            if done and done % 75 == 0:
                self._sum(done)
                before = None
            same = before is not None and before.organisation is support.organisation
            truth.append(self._support(support, under=same and self.dice.random() < 0.5))
            before = support
        self._sum(len(supports))
        self._line("Ghi chú: Số liệu tổng hợp theo báo cáo của các phòng.")
        self._line("")
        self._line("Người lập biểu")
        return truth

    def _titles(self) -> None:
        width = len(self.layout) - 1
        for words in ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", "DANH SÁCH TỔ CHỨC ĐƯỢC HỖ TRỢ 2012-2022"):
            self.sheet.merge_range(self.at, 0, self.at, width, words, self.centre)
            self.at += 1
        self.at += 1

    def _heading(self) -> None:
        two = any(lower for _key, _upper, lower in self.layout)
        for column, (_key, upper, lower) in enumerate(self.layout):
            first = column == 0 or self.layout[column - 1][1] != upper
            if two and not lower:
                self.sheet.merge_range(self.at, column, self.at + 1, column, upper, self.centre)
            elif first:
                span = sum(1 for each in self.layout if each[1] == upper)
                if span > 1:
                    last = column + span - 1
                    self.sheet.merge_range(self.at, column, self.at, last, upper, self.centre)
                else:
                    self.sheet.write_string(self.at, column, upper)
            if lower:
                self.sheet.write_string(self.at + 1, column, lower)
        self.at += 2 if two else 1
        for column in range(len(self.layout)):
            self.sheet.write_string(self.at, column, f"({column + 1})")
        self.at += 1

    def _line(self, words: str) -> None:
        if words:
            self.sheet.write_string(self.at, 0, words)
        self.at += 1

    def _sum(self, done: int) -> None:
        self.sheet.write_string(self.at, 1, self.dice.choice(("Cộng", "Tổng cộng:", "TỔNG SỐ")))
        self.sheet.write_number(self.at, len(self.layout) - 1, done)
        self.at += 1

    def _support(self, support: _Support, under: bool) -> Truth:
        """Write a row; `under` leaves the organisation to the row above."""
        organisation = support.organisation
        self.number += 1
        name = self.dice.choice(organisation.spellings)
        day: date | None = None
        for column, (key, _upper, _lower) in enumerate(self.layout):
            if under and key not in {"content", "year", "given", "document", "money"}:
                continue
            if key == "given":
                day = self._day(column, support.day)
            else:
                self._write(column, key, name, support)
        self.at += 1
        content, standard, edition, _words = support.saying
        return Truth(
            self.name, self.at, organisation.number, name, organisation.kind, organisation.code,
            organisation.code_is_right, content, standard, edition, support.day.year, day,
            _document(organisation) if any(key == "document" for key, *_ in self.layout) else "",
            _money(organisation) if any(key == "money" for key, *_ in self.layout) else None,
        )  # fmt: skip

    def _write(self, column: int, key: str, name: str, support: _Support) -> None:
        organisation = support.organisation
        values: dict[str, Any] = {
            "number": self.number,
            "name": name,
            "code": self._code(organisation.code),
            "address": f"Thôn {organisation.number % 9 + 1}",
            "content": support.saying[3],
            "year": self._year(support.day.year),
            "document": _document(organisation),
            "money": _money(organisation),
            "company": "x" if organisation.kind == "doanh_nghiep" else None,
            "cooperative": "x" if organisation.kind == "hop_tac_xa" else None,
            "person": organisation.person,
            "phone": f"09{organisation.number:08d}",
            "note": None,
        }
        self.sheet.write(self.at, column, values[key])

    def _code(self, code: str) -> str | int | None:
        if not code:
            return None
        spaced = f"{code[:4]} {code[4:7]} {code[7:]}"
        return self.dice.choice((code, int(code), int(code), spaced, f"'{code}"))

    def _year(self, year: int) -> str | int:
        return self.dice.choice((year, year, str(year), f"năm {year}", f"Quý II/{year}"))

    def _day(self, column: int, day: date) -> date | None:
        """Write a date in one of the ways people do; return the day when one can be read."""
        how = self.dice.randrange(5)
        if how == 0:
            self.sheet.write_datetime(self.at, column, day, self.days)
        elif how == 1:
            self.sheet.write_string(self.at, column, f"{day.day:02d}/{day.month}/{day.year}")
        elif how == 2:
            self.sheet.write_string(self.at, column, f"{day.day}.{day.month}.{day.year % 100}")
        elif how == 3:
            self.sheet.write_string(self.at, column, f"T{day.month}/{day.year}")
        else:
            self.sheet.write_number(self.at, column, day.year)
        return day if how < 3 else None
