"""Names of organisations and people as they are compared: legal forms, abbreviations, slips."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from app.text import fold, words

COMPANY, COOPERATIVE, HOUSEHOLD = "company", "cooperative", "household"

# Legal forms (loại hình), folded, longest first where one begins another.
_FORMS: dict[str, str] = {
    "lien hiep hop tac xa": COOPERATIVE, "hop tac xa": COOPERATIVE, "htx": COOPERATIVE,
    "to hop tac": COOPERATIVE, "tht": COOPERATIVE, "lhhtx": COOPERATIVE,
    "doanh nghiep tu nhan": COMPANY, "dntn": COMPANY, "doanh nghiep": COMPANY,
    "tong cong ty": COMPANY, "cong ty": COMPANY, "cong ti": COMPANY, "cty": COMPANY,
    "c ty": COMPANY, "cti": COMPANY, "congty": COMPANY, "ctcp": COMPANY,
    "ho kinh doanh": HOUSEHOLD, "hkd": HOUSEHOLD, "ho kd": HOUSEHOLD, "ho gia dinh": HOUSEHOLD,
    "co so": HOUSEHOLD, "cs": HOUSEHOLD,
    "chi nhanh": "", "trach nhiem huu han": COMPANY, "tnhh": COMPANY, "co phan": COMPANY,
    "cp": COMPANY, "hop danh": COMPANY, "mot thanh vien": COMPANY, "hai thanh vien": COMPANY,
    "1 thanh vien": COMPANY, "2 thanh vien": COMPANY, "tro len": "", "mtv": COMPANY,
    "1tv": COMPANY, "2tv": COMPANY, "tu nhan": "", "tnhhmtv": COMPANY, "ctytnhh": COMPANY,
    "tnhh1tv": COMPANY, "tnhh1thanhvien": COMPANY, "tnhhmotthanhvien": COMPANY,
}  # fmt: skip
_ANYWHERE = frozenset(
    {"trach nhiem huu han", "tnhh", "co phan", "mot thanh vien", "hai thanh vien", "mtv", "tnhhmtv",
     "1 thanh vien", "2 thanh vien", "cong ty", "cty", "hop tac xa", "htx", "tro len"}
)  # fmt: skip
_ONLY_FIRST = frozenset({"cs", "doanh nghiep"})
# Forms long enough to be known by a slip of the pen ("hop tac sa", "trach nhiem hưu hạn").
_LONG = tuple(form for form in _FORMS if len(form) >= 10)
_SLIP = 0.86

_SHORT = {
    "nn": "nong nghiep", "tm": "thuong mai", "dv": "dich vu", "sx": "san xuat",
    "xnk": "xuat nhap khau", "xk": "xuat khau", "xd": "xay dung", "vlxd": "vat lieu xay dung",
    "kd": "kinh doanh", "dt": "dau tu", "pt": "phat trien", "cb": "che bien", "ns": "nong san",
    "ls": "lang son", "tmdv": "thuong mai dich vu", "dvtm": "dich vu thuong mai",
    "sxtm": "san xuat thuong mai", "tmsx": "thuong mai san xuat", "sxkd": "san xuat kinh doanh",
    "dvnn": "dich vu nong nghiep", "nlsx": "nong lam san xuat", "nl": "nong lam",
    "lsx": "san xuat", "th": "tong hop", "dl": "du lich", "vt": "van tai", "cn": "cong nghe",
    "tp": "thuc pham", "sp": "san pham", "vn": "viet nam", "hn": "ha noi",
    "cssx": "san xuat", "csdv": "dich vu", "xntn": "", "va": "", "and": "", "cac": "", "cua": "",
}  # fmt: skip
# What organisations do, and where all of them are: it does not say which one it is.
_TRADES = re.compile(
    r"\b(nong nghiep|nong lam nghiep|nong lam|nong san|lam nghiep|lam san|san xuat|thuong mai"
    r"|dich vu|kinh doanh|xuat nhap khau|xuat khau|nhap khau|xay dung|vat lieu|che bien|dau tu"
    r"|phat trien|tong hop|thuc pham|san pham|van tai|du lich|cong nghe|lang son|viet nam|tinh"
    r"|so|huyen|xa|thon|thanh pho|thi tran|thi xa|chan nuoi|trong trot)\b"
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_TITLES = re.compile(r"^(ong|ba|anh|chi|mr|ms|mrs|giam doc|chu tich)\s+")


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart."""

    core: str  # folded, without the legal form
    words: tuple[str, ...]
    telling: tuple[str, ...]  # the words that say which one it is
    family: str  # company, cooperative, household; "" unknown
    numbers: frozenset[str]
    marked: dict[str, str]  # folded word → as written, where the name has marks at all
    squeezed: str
    ordered: str
    told: str
    told_ordered: str


@lru_cache(maxsize=8192)
def read(name: str) -> Name:
    """Take a name apart."""
    rest, family = _without_form([*_tokens(name)])
    written = tuple(word for token in rest for word in _SHORT.get(token, token).split())
    numbers = frozenset(_number(word) for word in written if _number(word))
    plain = tuple(word for word in written if not _number(word))
    telling = tuple(_TRADES.sub(" ", " ".join(plain)).split())
    return Name(
        core=" ".join(written),
        words=plain,
        telling=telling,
        family=family,
        numbers=numbers,
        marked=_marks(name),
        squeezed="".join(plain),
        ordered=" ".join(sorted(plain)),
        told="".join(telling),
        told_ordered=" ".join(sorted(telling)),
    )


def _tokens(name: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", fold(name))


def _number(word: str) -> str:
    """Return the number a word is ("II" and "2" are one), or ""."""
    if word.isdigit():
        return word.lstrip("0") or "0"
    return _ROMAN.get(word, "") if word != "vi" else ""  # Vi is a family name


def _without_form(tokens: list[str]) -> tuple[list[str], str]:
    """Return the words that are left, and the family of the first legal form."""
    families: list[str] = []
    at = 0
    while at < len(tokens):
        found = _form_at(tokens, at, first=at == 0)
        if found is None:
            break
        families.append(_FORMS[found[0]])
        at += found[1]
    rest, cut = tokens[at:], 0
    while cut < len(rest):
        found = _form_at(rest, cut, first=False)
        if found and found[0] in _ANYWHERE:
            families.append(_FORMS[found[0]])
            del rest[cut : cut + found[1]]
        else:
            cut += 1
    return rest or tokens, next((family for family in families if family), "")


def _form_at(tokens: list[str], at: int, *, first: bool) -> tuple[str, int] | None:
    """Return the form that begins at a word, slips forgiven, and how many words it takes."""
    for count in (4, 3, 2, 1):
        said = " ".join(tokens[at : at + count])
        if said.count(" ") != count - 1:
            continue
        if said in _FORMS and (first or said not in _ONLY_FIRST):
            return said, count
        if count > 1 and (near := _mistyped(said, count)):
            return near, count
    return None


@lru_cache(maxsize=8192)
def _mistyped(said: str, count: int) -> str | None:
    for form in _LONG:
        alike = form.count(" ") == count - 1 and form[0] == said[0]
        if alike and Levenshtein.normalized_similarity(said, form) >= _SLIP:
            return form
    return None


def _marks(name: str) -> dict[str, str]:
    """Return each word's marks, wherever in the word they stand; {} without any."""
    found = {}
    for word in re.findall(r"\w+", name.lower()):
        spread = unicodedata.normalize("NFD", word.replace("đ", "d\u0335"))
        marks = "".join(sorted(char for char in spread if unicodedata.combining(char)))
        found[fold(word)] = marks
    return found if any(found.values()) else {}


def alike(a: Name, b: Name) -> float:
    """Return how alike two names are, 0 to 1, numbers and legal forms aside."""
    if not (a.words and b.words):
        return 1.0 if a.core == b.core else 0.0
    whole = _near(a.squeezed, b.squeezed, a.ordered, b.ordered)
    if a.telling and b.telling:
        # Trade words must not make two names alike: "… nông sản Hữu Lũng", "… nông sản Na Sầm".
        whole = min(whole + 0.12, _near(a.told, b.told, a.told_ordered, b.told_ordered))
    elif a.telling or b.telling:
        whole = min(whole, 0.8)
    return max(0.0, whole - _other_marks(a, b))


def _near(squeezed: str, other: str, ordered: str, other_ordered: str) -> float:
    if ordered == other_ordered or squeezed == other:
        return 1.0
    return max(fuzz.ratio(squeezed, other), fuzz.ratio(ordered, other_ordered)) / 100


def _other_marks(a: Name, b: Name) -> float:
    """Return what marks that differ take away, where both were written with marks."""
    if not (a.marked and b.marked):
        return 0.0
    shared = [word for word in a.telling if word in b.marked and word in a.marked]
    other = sum(a.marked[word] != b.marked[word] for word in shared)
    return 0.09 * min(other, 2)


def person(name: str) -> str:
    """Return a person's name as it is compared: folded, without a title."""
    return _TITLES.sub("", " ".join(words(name)))


def same_person(a: str, b: str) -> bool | None:
    """Return whether two folded names are one person's; None when one is unknown."""
    if not (a and b):
        return None
    if a == b:
        return True
    one, other = a.split(), b.split()
    if one[-1] == other[-1] and [word[0] for word in one] == [word[0] for word in other]:
        return min(map(len, one)) == 1 or min(map(len, other)) == 1 or fuzz.ratio(a, b) >= 88
    return fuzz.ratio(a, b) >= 92
