"""What stands around the text: issuer, number, place and date, signature. Pure.

Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II; what the province's profile does not say stays out.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any

from app.errors import Invalid
from app.papers.kinds import Kind
from app.text import _

# Who signs by which right (quyền hạn): thay mặt, quyền, ký thay, thừa lệnh, thừa ủy quyền.
CAPACITIES = ("", "TM.", "Q.", "KT.", "TL.", "TUQ.")
_ON_BEHALF = frozenset({"TM.", "KT.", "TL.", "TUQ."})
_WITH_TITLE = frozenset({"KT.", "TL.", "TUQ."})
LINE, ABOUT = 24, 34  # capitals in a line of the issuer's name; letters in one of its V/v
BLANK = "        "  # room for a number or a day written by hand
LETTER = "CV"  # công văn: no abbreviation of its own in the symbol
HEADS = {"department": "Giám đốc", "chi_cuc": "Chi cục trưởng"}


@dataclass(frozen=True)
class Signing:
    """Who is to sign: by which right, on whose behalf, as what, and the name when it is known.

    KT. and TL. name the head on whose behalf one signs; Q. stands before one's own title.
    """

    capacity: str = ""
    title: str = ""  # chức vụ; empty: the head of the issuing body
    name: str = ""
    behalf: str = ""  # thay mặt, ký thay ai; empty: the head of the issuing body

    def check(self, *, named: bool = False) -> None:
        """Raise 422 for what no paper can be signed as; `named`: also without a name.

        Who signs for another stands below with a title of their own (NĐ 30/2020, Phụ lục I,
        mục II.7).
        """
        if self.capacity not in CAPACITIES:
            raise Invalid(_("Vui lòng chọn quyền hạn ký trong danh sách."), "capacity")
        if self.capacity in _WITH_TITLE and not self.title.strip():
            raise Invalid(
                _("Ký %(capacity)s thì vui lòng ghi chức vụ người ký.", capacity=self.capacity),
                "title",
            )
        if named and not self.name.strip():
            raise Invalid(_("Vui lòng ghi người ký."), "name")

    def lines(self, head: str) -> list[str]:
        """Return the lines above the signature, in capitals."""
        own = (self.title or head).upper()
        if self.capacity in _ON_BEHALF:
            first = f"{self.capacity} {(self.behalf or head).upper()}"
            return [first, own] if own != (self.behalf or head).upper() else [first]
        return [f"{self.capacity} {own}".strip()]


@dataclass(frozen=True)
class Frame:
    """What a paper needs beside its own fields; `number` and `dated_on` come from the clerk."""

    province: Mapping[str, Any]
    made_on: date
    number: str = ""
    dated_on: date | None = None
    signing: Signing = Signing()
    unit: str = ""  # the applicant, on its own papers
    code: str = ""  # of a paper anyone can check, and where
    address: str = ""

    def head(self, kind: Kind) -> str:
        """Return who heads the issuing body."""
        return HEADS.get(kind.issuer, "")


def issuing_body(kind: Kind, province: Mapping[str, Any]) -> str:
    """Return the name of the body whose paper it is, as a sentence says it."""
    if kind.issuer == "unit":
        return _("đơn vị đăng ký")
    if kind.issuer == "chi_cuc" and province.get("chi_cuc"):
        return str(province["chi_cuc"])
    return str(province.get("department", ""))


def issuer_lines(kind: Kind, frame: Frame) -> tuple[list[str], list[str]]:
    """Return (cơ quan chủ quản, cơ quan ban hành), in capitals (mục II.2)."""
    department = str(frame.province.get("department", ""))
    if kind.issuer == "unit":
        return [], balanced(frame.unit.upper())
    bare, place = _split(department)
    if kind.issuer == "chi_cuc" and frame.province.get("chi_cuc"):
        above = [bare.upper(), place.upper()] if place else [bare.upper()]
        return above, balanced(str(frame.province["chi_cuc"]).upper())
    above = ["ỦY BAN NHÂN DÂN", place.upper()] if place else []
    return above, balanced(bare.upper())


def balanced(name: str, longest: int = LINE) -> list[str]:
    """Return a name in lines of about one length, as the narrow place for it asks for.

    CHI CỤC TIÊU CHUẨN / ĐO LƯỜNG CHẤT LƯỢNG, not … ĐO / LƯỜNG …
    """
    words = name.split()
    least = max(1, math.ceil(len(name) / longest))
    for many in range(least, least + 3):  # in vain where one word is longer than a line
        lines = _in_lines(words, many)
        if max(map(len, lines), default=0) <= longest:
            return lines
    return _in_lines(words, least)


def _in_lines(words: list[str], left: int) -> list[str]:
    """Return the words in so many lines, or fewer, each about as long as the rest allows."""
    lines: list[str] = []
    while left > 1 and words:
        aim = len(" ".join(words)) / left
        ends = list(accumulate(len(word) + 1 for word in words))
        taken = min(range(len(words)), key=lambda at: abs(ends[at] - 1 - aim)) + 1
        lines.append(" ".join(words[:taken]))
        words, left = words[taken:], left - 1
    return [*lines, " ".join(words)] if words else lines


def _split(department: str) -> tuple[str, str]:
    """Return (the Sở, the province)."""
    found = re.match(r"(.+?)\s+((?:tỉnh|thành phố)\s+.+)$", department)
    return (found[1], found[2]) if found else (department, "")


def short_name(body: str) -> str:
    """Return the short name in the symbol: SKHCN, CCTĐC.

    A guess: where the office uses another, the clerk writes the whole number and symbol.
    """
    bare, _place = _split(body)
    words = [word for word in bare.split() if word != "và"]
    if bare.startswith("Chi cục "):
        words = ["C", "C", *(word for word in words[1:] if word[0].isupper())]
    return "".join(word[0].upper() for word in words)


def number_line(kind: Kind, frame: Frame) -> str:
    """Return "Số: 15/QĐ-SKHCN", or with room for the number that the clerk gives."""
    if not kind.numbered:
        return ""
    return f"Số: {frame.number or BLANK + '/' + symbol(kind, frame.province)}"


def symbol(kind: Kind, province: Mapping[str, Any]) -> str:
    """Return the symbol (ký hiệu) of what a body issues: QĐ-SKHCN; of a công văn SKHCN alone."""
    body = short_name(issuing_body(kind, province))
    return body if kind.symbol == LETTER else f"{kind.symbol}-{body}"


def day_in_words(day: date) -> str:
    """Return "ngày 05 tháng 4 năm 2021": zeros before days under 10 and months 1 and 2 only.

    Mục II.4: "đối với những số thể hiện ngày nhỏ hơn 10 và tháng 1, 2 phải ghi thêm số 0".
    """
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def dated_line(kind: Kind, frame: Frame) -> str:
    """Return place and day; the day padded as NĐ 30/2020 says, what is not known left open."""
    if kind.issuer == "unit":
        return "……………, ngày …… tháng …… năm ……"
    place = str(frame.province.get("name", ""))
    return f"{place}, {day_line(frame)}".lstrip(", ")


def day_line(frame: Frame) -> str:
    """Return the day of a paper in words; with room for it while the clerk gave none."""
    if frame.dated_on:
        return day_in_words(frame.dated_on)
    return f"ngày {BLANK}tháng {BLANK}năm {frame.made_on.year}"
