"""Words, dates and money as people read them; gettext; folding for search. Pure."""

import gettext as gettext_module
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.numbers import format_decimal

from app import clock

LARGEST_ID = 2**31 - 1  # PostgreSQL's integer: beyond it nothing can exist

_translations = gettext_module.NullTranslations()


def _(message: str, **params: Any) -> str:
    """Return `message` in the interface's language (Vietnamese is the source), with `params`."""
    translated = _translations.gettext(message)
    return translated % params if params else translated


def nfc(text: str) -> str:
    """Return `text` composed (NFC): the one form in which text is stored."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return `text` as search compares it: no marks, đ→d, lower case, single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(bare.casefold().split())


def words(text: str) -> list[str]:
    """Return the folded words of `text`, each once, in order; "ISO-9001" gives iso and 9001."""
    return list(dict.fromkeys(re.findall(r"[a-z0-9]+", fold(text))))


def squeeze(text: str) -> str:
    """Return the folded letters and digits only, so "Viet GAP" and "VietGAP" are one name."""
    return re.sub(r"[^a-z0-9]", "", fold(text))


@dataclass(frozen=True)
class Look:
    """How a state is shown: its word, and its tone, which is a shape and a tint."""

    label: str
    tone: str


def row_number(typed: object) -> int | None:
    """Return the number of a row, or a version of one, as a request says it; None for nonsense.

    What no row can have is nonsense too: neither database takes a number of any size.
    """
    text = "" if typed is None else str(typed)
    right = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_ID))
    return int(text) if right and int(text) <= LARGEST_ID else None


@lru_cache(4_096)  # the fifty lines of a list have few days
def format_date(day: date | datetime | None) -> str:
    """Return 05/04/2021; a moment is shown in Vietnam's time; nothing gives an empty text."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = clock.local(day).date()
    return f"{day:%d/%m}/{day.year:04d}"


def format_datetime(moment: datetime | None) -> str:
    """Return 05/04/2021 14:30 in Vietnam's time."""
    return "" if moment is None else f"{clock.local(moment):%d/%m/%Y %H:%M}"


@lru_cache(4_096)
def format_number(number: int | None) -> str:
    """Return 1.500.000; Babel reads its pattern anew each time, and pages say the same counts."""
    return "" if number is None else str(format_decimal(number, locale="vi_VN"))


def format_measure(number: int | str | None) -> str:
    """Return 1.500,25 for what was measured: whole as an integer, else exact text ("1500.25")."""
    return "" if number is None else str(format_decimal(Decimal(number), locale="vi_VN"))


def format_money(amount: int | None) -> str:
    """Return 1.500.000 ₫ for an integer of đồng (a no-break space before the sign)."""
    return "" if amount is None else f"{format_number(amount)}\u00a0₫"
