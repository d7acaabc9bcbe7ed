"""What a row of an office's table tells besides the support: money, products, certificate. Pure.

None of it stops a row: what cannot be read, or is of several supports, is told and left out.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from app.imports import cells
from app.imports.headers import Field
from app.imports.told import Told
from app.spreadsheets.read import Cell
from app.text import _, fold, format_money

MOST_PRODUCTS = 100  # of one row
LONGEST = 300  # characters of a product, of a project, of a number
# Đồng for one support: below or above, the unit of the column is not what was understood.
PLAUSIBLE = range(1_000, 100_000_000_001)
_UNIT = re.compile(r"\b(ty|ti|trieu|tr|trd|nghin|ngan)(?: dong|d)?\b")
_UNIT_SAID = re.compile(
    r"\b(?:dvt|don vi(?: tinh)?)\s*[:.]?\s*(?:la\s+)?(ty|trieu|nghin|ngan|1000|dong)"
)
_MARK = re.compile(r"^\s*(?:[-+*•]|\d{1,2}\s*[.)/](?!\d))\s*")
_BETWEEN = re.compile(r"\s*(?:[;\n]|,(?!\d)(?![^(]*\)))\s*")


def unit_of(heading: str, above: Sequence[Sequence[Cell]]) -> int:
    """Return how many đồng a number of the money column counts: by its heading, or by the words
    "Đơn vị tính: triệu đồng" over the table."""
    if said := _UNIT.search(fold(heading)):
        return cells.UNITS[said[1]]
    words = (fold(cells.text(cell)) for row in above for cell in row if isinstance(cell, str))
    found = next((said[1] for each in words if (said := _UNIT_SAID.search(each))), "dong")
    return cells.UNITS[found]


def products(cell: Cell) -> list[str]:
    """Return the products a cell names, each once; a number alone counts them and names none."""
    if not isinstance(cell, str) or re.fullmatch(r"[\d\s.,]*", cell):
        return []
    found = (_MARK.sub("", cells.text(each)).strip(" .") for each in _BETWEEN.split(cell))
    return list(dict.fromkeys(each[:LONGEST] for each in found if each))[:MOST_PRODUCTS]


def fill(told: Told, values: Mapping[Field, Cell], unit: int) -> list[tuple[Field, str]]:
    """Take from the cells what they tell besides; return what was left out, and why."""
    told.project_words = cells.text(values.get(Field.PROJECT))[:LONGEST]
    told.products = products(values.get(Field.PRODUCTS))
    told.certificate_number = cells.text(values.get(Field.CERTIFICATE_NUMBER))[:LONGEST]
    told.amount, wrong = _amount(values.get(Field.MONEY), unit)
    told.certificate_on, bad_day = _day(values.get(Field.CERTIFICATE_DATE))
    said = ((Field.MONEY, wrong), (Field.CERTIFICATE_DATE, bad_day))
    return [(field, words) for field, words in said if words]


def _amount(cell: Cell, unit: int) -> tuple[int | None, str]:
    money = cells.money(cell, unit)
    if not money.amount or money.amount in PLAUSIBLE:
        return money.amount, money.wrong
    words = _(
        "kinh phí %(amount)s không hợp lý, có thể sai đơn vị tính; chưa ghi",
        amount=format_money(money.amount),
    )
    return None, words


def _day(cell: Cell) -> tuple[date | None, str]:
    when = cells.year_or_date(cell)
    if when.day or not cells.text(cell):
        return when.day, ""
    return None, when.wrong or _("ngày cấp giấy chứng nhận thiếu ngày, tháng; chưa ghi")


def leave_what_is_shared(told: Told) -> str:
    """Leave out what a row of several supports says once for all of them; return why."""
    shared = [
        word
        for said, word in (
            (told.amount is not None, _("kinh phí")),
            (told.certificate_number or told.certificate_on, _("giấy chứng nhận")),
        )
        if said
    ]
    told.amount, told.certificate_number, told.certificate_on = None, "", None
    if not shared:
        return ""
    return _("%(what)s của nhiều nội dung, không tách được; chưa ghi", what=", ".join(shared))
