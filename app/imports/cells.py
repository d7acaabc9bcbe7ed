"""What a cell of an office's table means: a tax code, a year or date, a kind, money. Pure.

Nothing is refused here: what is wrong is told beside what could be read.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stdnum.vn import mst

from app import clock
from app.organisations.identifiers import MST, PERSONAL
from app.spreadsheets.read import Cell
from app.text import _, fold

EARLIEST_YEAR = 2000  # no support of a programme for productivity is older
_EXCEL_DAY_NONE = date(1899, 12, 30)  # Excel counts its days from here on
_SERIALS = range(36_526, 73_051)  # 2000 to 2099


@dataclass(frozen=True)
class TaxCode:
    """A tax code (mã số thuế) or personal number as digits; `value` is empty when none is read.

    `wrong` says why the value cannot be trusted (paper is often wrong: a warning, DOMAIN 4);
    `notes` what was mended on the way.
    """

    value: str = ""
    scheme: str = ""
    wrong: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class When:
    """A year, and the day when the cell names one; `wrong` says why there is none."""

    year: int | None = None
    day: date | None = None
    wrong: str = ""


@dataclass(frozen=True)
class Money:
    """An integer of đồng, or why there is none."""

    amount: int | None = None
    wrong: str = ""


def text(cell: Cell) -> str:
    """Return a cell as people read it, in one line."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return " ".join(str(cell).split())


def tax_code(cell: Cell) -> TaxCode:
    """Return the tax code in a cell: spaces, dots, apostrophes and lost zeros are mended."""
    typed = text(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)
    if re.fullmatch(r"[\d.,]+[eE]\+?\d+", typed):
        typed = str(int(float(typed.replace(",", "."))))
    digits = re.sub(r"[\s.'’`´,_/\-‐-―]|^(?:mst|msdn|mã số thuế)\s*:?", "", typed.casefold())
    if not digits or not re.search(r"\d", digits):
        return TaxCode()
    if not digits.isascii() or not digits.isdigit():
        return TaxCode(wrong=_("Mã số thuế “%(code)s” có ký tự không phải chữ số.", code=typed))
    return _code(digits, typed)


def _code(digits: str, typed: str) -> TaxCode:
    if len(digits) == 12 and not (digits[0] != "0" and mst.is_valid("0" + digits)):
        return TaxCode(digits, PERSONAL)
    padded = _padded(digits)
    if padded is not None:
        return TaxCode(padded, MST, notes=(_("Đã thêm số 0 bị mất ở đầu mã số thuế."),))
    if len(digits) == 11:
        note = _("Đã thêm số 0 bị mất ở đầu số định danh.")
        return TaxCode("0" + digits, PERSONAL, notes=(note,))
    if len(digits) not in (10, 13):
        return TaxCode(wrong=_("Mã số thuế “%(code)s” có %(n)s chữ số.", code=typed, n=len(digits)))
    if mst.is_valid(digits):
        return TaxCode(digits, MST)
    return TaxCode(digits, MST, wrong=_("Số kiểm tra của mã số thuế không khớp."))


def _padded(digits: str) -> str | None:
    """Return the code with the zeros a number loses, when the check digit then is right."""
    for length in (10, 13):
        lost = length - len(digits)
        if 0 < lost <= 2 and mst.is_valid("0" * lost + digits):
            return "0" * lost + digits
    return None


def year_or_date(cell: Cell, *, last: int | None = None) -> When:
    """Return the year or date of a cell; `last` is the last year allowed, this year by default."""
    latest = clock.today().year if last is None else last
    if isinstance(cell, bool) or text(cell) == "":
        return When()
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, datetime) else cell
        return _checked(day.year, day, latest)
    if isinstance(cell, int | float):
        return _of_number(int(cell), latest)
    return _of_words(text(cell), latest)


def _of_number(number: int, latest: int) -> When:
    if number in _SERIALS:
        day = _EXCEL_DAY_NONE + timedelta(days=number)
        return _checked(day.year, day, latest)
    if 10_101 <= number <= 31_122_099 and len(str(number)) in (7, 8):
        return _of_words(f"{number:08d}", latest)  # 05042021
    return _checked(number + 2000 if 0 <= number < 100 else number, None, latest)


_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_WORDS = re.compile(r"ngay\s*(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})")
_PACKED = re.compile(r"(\d{2})(\d{2})(\d{4})")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_SHORT = re.compile(r"(?:nam\s*|[/'’]|^)(\d{2})(?!\d)")


def _of_words(typed: str, latest: int) -> When:
    folded = fold(typed)
    if folded.isdecimal() and len(folded) < 6 and len(folded) != 2:
        return _of_number(int(folded), latest)
    iso = _ISO.search(folded)
    if iso:
        return _of_day(int(iso[3]), int(iso[2]), int(iso[1]), latest, typed)
    day = _DAY.search(folded) or _WORDS.search(folded) or _PACKED.fullmatch(folded)
    if day:
        year = int(day[3])
        return _of_day(int(day[1]), int(day[2]), year + 2000 if year < 100 else year, latest, typed)
    years = _YEAR.findall(folded)
    if years:
        return _checked(int(years[-1]), None, latest)  # "2021-2022": what was given is the end
    short = _SHORT.findall(folded)
    if short:
        return _checked(2000 + int(short[-1]), None, latest)
    return When(wrong=_("Không đọc được năm trong “%(text)s”.", text=typed))


def _of_day(day: int, month: int, year: int, latest: int, typed: str) -> When:
    try:
        return _checked(year, date(year, month, day), latest)
    except ValueError:
        found = _checked(year, None, latest)
        return When(found.year, None, found.wrong or _("Ngày “%(text)s” không có.", text=typed))


def _checked(year: int, day: date | None, latest: int) -> When:
    if EARLIEST_YEAR <= year <= latest:
        return When(year, day)
    return When(
        wrong=_(
            "Năm %(year)s nằm ngoài khoảng %(first)s–%(last)s.",
            year=year,
            first=EARLIEST_YEAR,
            last=latest,
        )
    )


# In this order: a co-operative's trading company is a company, a school's service is a school.
_KINDS = (
    ("doanh_nghiep", r"^(cong ty|cty|c ty|ct|tong cong ty|tap doan|dntn|doanh nghiep)\b"),
    ("hop_tac_xa", r"^(htx|hop tac xa|lien hiep h|lhhtx|qtdnd|quy tin dung nhan dan)"),
    ("co_so_gdnn", r"\b(truong|cao dang|day nghe|giao duc nghe nghiep|gdnn|hoc vien)\b"),
    ("to_chuc_dgsph", r"\b(thu nghiem|kiem nghiem|chung nhan|giam dinh|kiem dinh|hieu chuan)\b"),
    ("doanh_nghiep", r"\b(cong ty|cty|tnhh|co phan|dntn|doanh nghiep|xi nghiep|nha may|tmcp)\b"),
    ("hop_tac_xa", r"\b(htx|hop tac xa|to hop tac|tht)\b"),
    ("co_so_dich_vu", r"\b(dich vu|khach san|nha hang|nha nghi|homestay|phong kham|du lich)\b"),
    (
        "co_so_sxkd",
        r"\b(co so|cssx|ho kinh doanh|hkd|hkdct|lang nghe|trang trai|xuong|ho(?! tro))\b",
    ),
)


def kind_of(name: Cell) -> str | None:
    """Return the kind (one of `organisations.models.KINDS`) a name or a heading speaks of."""
    folded = re.sub(r"[.,]", " ", fold(text(name)))
    folded = " ".join(folded.split())
    return next((kind for kind, words in _KINDS if re.search(words, folded)), None)


# A heading over rows names a kind at its beginning ("I. Doanh nghiệp", "B) Hộ kinh doanh, cơ sở");
# elsewhere its words are about something else: "Danh sách đã được hỗ trợ", "Hỗ trợ chứng nhận".
_NUMBERING = re.compile(r"^\s*(?:[ivx]+|[a-z]|\d+)\s*[.)/:-]\s*|^\s*(?:khoi|nhom|cac|loai hinh)\s+")
_HEADED = (
    ("doanh_nghiep", r"doanh nghiep|cong ty"),
    ("hop_tac_xa", r"hop tac xa|htx|to hop tac|lien hiep"),
    ("co_so_gdnn", r"co so giao duc|truong|co so day nghe"),
    ("to_chuc_dgsph", r"to chuc (danh gia|chung nhan|thu nghiem|giam dinh)"),
    ("co_so_dich_vu", r"co so (cung cap )?dich vu"),
    ("co_so_sxkd", r"ho kinh doanh|co so san xuat|co so sxkd|hkd|ho san xuat"),
)


def kind_headed(heading: Cell) -> str | None:
    """Return the kind whose organisations stand under a heading, or None when it names none."""
    folded = " ".join(fold(text(heading)).split())
    while (bare := _NUMBERING.sub("", folded, count=1)) != folded:
        folded = bare
    return next((kind for kind, words in _HEADED if re.match(rf"(?:{words})\b", folded)), None)


UNITS = {
    "ty": 1_000_000_000, "ti": 1_000_000_000, "trieu": 1_000_000, "trd": 1_000_000,
    "tr": 1_000_000, "nghin": 1_000, "ngan": 1_000, "1000": 1_000, "k": 1_000,
    "dong": 1, "vnd": 1, "d": 1,
}  # fmt: skip
_PART = re.compile(rf"(\d+(?:[.,\s]\d+)*)\s*({'|'.join(UNITS)})?(?![a-z\d])")
_SHORT_MILLIONS = re.compile(r"(\d+)\s*(tr|trieu)\s*(\d)(?!\d)")  # "15tr5"


_A_SHARE = re.compile(r"[%/]|\bx\b")  # "50%", "3 triệu/sản phẩm": not the sum


def money(cell: Cell, unit: int = 1) -> Money:
    """Return đồng: 1500000, "1.500.000 đ", "1,5 triệu", "15tr", "1 tỷ 200 triệu".

    Thousands are points or commas. A number without its own unit counts `unit` đồng each.
    """
    typed = text(cell)
    if isinstance(cell, bool | date) or not typed.strip("-–— ./"):
        return Money()
    if isinstance(cell, int | float):
        return Money(round(cell * unit)) if cell >= 0 else Money(wrong=_("Số tiền là số âm."))
    folded = _SHORT_MILLIONS.sub(r"\1,\3 trieu", re.sub(r"\(.*?\)", " ", fold(typed)))
    parts = _PART.findall(folded)
    several = len(parts) > 1 and any(UNITS.get(said, 1) == 1 for _number, said in parts[:-1])
    if not parts or several or folded.startswith("-") or _A_SHARE.search(folded):
        return Money(wrong=_("Không đọc được số tiền trong “%(text)s”.", text=typed))
    sizes = [(number.strip(" .,"), UNITS[said] if said else unit) for number, said in parts]
    return Money(sum(round(_decimal(number, size) * size) for number, size in sizes))


def _decimal(digits: str, unit: int) -> float:
    """Return a number whose points are thousands, but a fraction before "triệu" or "tỷ"."""
    bare = re.sub(r"(?<=[.,]\d{3})[.,]\d{1,2}$", "", re.sub(r"\s", "", digits))  # ",00" is xu
    grouped = re.fullmatch(r"\d{1,3}([.,]\d{3})+", bare)
    if grouped and (unit <= 1_000 or "." in bare or bare.count(",") > 1):
        return float(re.sub(r"[.,]", "", bare))
    if re.fullmatch(r"\d+[.,]\d+", bare):
        return float(bare.replace(",", "."))
    return float(re.sub(r"[.,]", "", bare))
