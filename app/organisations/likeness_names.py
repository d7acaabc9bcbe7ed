"""Names of organisations and people as they are compared: legal forms, abbreviations, slips."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

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
    "ho kinh doanh ca the": HOUSEHOLD, "ho kd ca the": HOUSEHOLD, "co so": HOUSEHOLD,
    "cs": HOUSEHOLD, "to ht": COOPERATIVE, "dn tu nhan": COMPANY, "dn tn": COMPANY,
    "doanh nghiep tn": COMPANY, "dn": COMPANY, "ct": COMPANY,
    "chi nhanh": "", "trach nhiem huu han": COMPANY, "tnhh": COMPANY, "co phan": COMPANY,
    "cp": COMPANY, "hop danh": COMPANY, "mot thanh vien": COMPANY, "hai thanh vien": COMPANY,
    "1 thanh vien": COMPANY, "2 thanh vien": COMPANY, "tro len": "", "mtv": COMPANY,
    "1tv": COMPANY, "2tv": COMPANY, "tu nhan": "", "tnhhmtv": COMPANY, "ctytnhh": COMPANY,
    "tnhh1tv": COMPANY, "tnhh1thanhvien": COMPANY, "tnhhmotthanhvien": COMPANY,
}  # fmt: skip
_ANYWHERE = frozenset(
    {"trach nhiem huu han", "tnhh", "co phan", "mot thanh vien", "hai thanh vien", "mtv", "tnhhmtv",
     "1 thanh vien", "2 thanh vien", "cong ty", "cty", "hop tac xa", "htx", "tro len", "ctcp",
     "ho kinh doanh", "doanh nghiep tu nhan", "to hop tac", "co so", "dntn", "hkd"}
)  # fmt: skip
_ONLY_FIRST = frozenset({"cs", "doanh nghiep", "dn", "ct"})
# Where it is, after its name: ", xã Quảng Lạc", "tỉnh Lạng Sơn".
_WHERE = frozenset({"xa", "tinh", "huyen", "thon"})
_DOTTED = re.compile(r"\b([a-z])\.(?=[a-z]\b)")  # h.t.x
# Forms long enough to be known in spite of a slip of the pen ("hop tac sa", "co pahn").
_LONG: dict[str, list[str]] = {}
_COUNTS: dict[str, list[int]] = {}  # first word → of how many words its forms are, most first
for _form in sorted(_FORMS, key=lambda form: -form.count(" ")):
    if len(_form) >= 7 and " " in _form:
        _LONG.setdefault(_form[0], []).append(_form)
    _COUNTS.setdefault(_form.split()[0], []).append(_form.count(" ") + 1)
UNLIKE = 0.6  # below it, what is left of two names is no slip of the pen

_SHORT = {
    "nn": "nong nghiep", "tm": "thuong mai", "dv": "dich vu", "sx": "san xuat",
    "xnk": "xuat nhap khau", "xk": "xuat khau", "xd": "xay dung", "vlxd": "vat lieu xay dung",
    "kd": "kinh doanh", "dt": "dau tu", "pt": "phat trien", "cb": "che bien", "ns": "nong san",
    "ls": "lang son", "tmdv": "thuong mai dich vu", "dvtm": "dich vu thuong mai",
    "sxtm": "san xuat thuong mai", "tmsx": "thuong mai san xuat", "sxkd": "san xuat kinh doanh",
    "dvnn": "dich vu nong nghiep", "nlsx": "nong lam san xuat", "nl": "nong lam",
    "lsx": "san xuat", "th": "tong hop", "dl": "du lich", "vt": "van tai", "cn": "cong nghe",
    "dtpt": "dau tu phat trien", "tmxd": "thuong mai xay dung", "sxdv": "san xuat dich vu",
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
    marked: dict[str, str]  # folded word → its marks, where the name has any


@lru_cache(maxsize=8192)
def read(name: str) -> Name:
    """Take a name apart."""
    rest, family = _without_form([*_tokens(name)])
    written = _without_place(
        tuple(word for token in rest for word in _SHORT.get(token, token).split())
    )
    numbers = frozenset(_number(word) for word in written if _number(word))
    plain = tuple(word for word in written if not _number(word))
    telling = _telling(plain)
    return Name(
        core=" ".join(written),
        words=plain,
        telling=telling,
        family=family,
        numbers=numbers,
        marked=_marks(name),
    )


def _tokens(name: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", _DOTTED.sub(r"\1", fold(name)))


def _telling(written: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_TRADES.sub(" ", " ".join(written)).split())


def _without_place(written: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words before a place, unless only the place tells which one it is."""
    for at, word in enumerate(written[:-1]):
        if word in _WHERE and len(written) - at <= 6 and _telling(written[:at]):
            return written[:at]
    return written


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
        found = _exact_form_at(rest, cut)
        if found and found[0] in _ANYWHERE:
            families.append(_FORMS[found[0]])
            del rest[cut : cut + found[1]]
        else:
            cut += 1
    return rest or tokens, next((family for family in families if family), "")


def _form_at(tokens: list[str], at: int, *, first: bool) -> tuple[str, int] | None:
    """Return the form that begins at a word, slips forgiven, and how many words it takes."""
    if (found := _exact_form_at(tokens, at)) and (first or found[0] not in _ONLY_FIRST):
        return found
    for count in (5, 4, 3, 2):
        if at + count <= len(tokens) and (near := _mistyped(" ".join(tokens[at : at + count]))):
            return near, count
    return None


def _exact_form_at(tokens: list[str], at: int) -> tuple[str, int] | None:
    for count in _COUNTS.get(tokens[at], ()):
        said = " ".join(tokens[at : at + count])
        if said in _FORMS and at + count <= len(tokens):
            return said, count
    return None


@lru_cache(maxsize=8192)
def _mistyped(said: str) -> str | None:
    for form in _LONG.get(said[0], ()):
        near = 1 if len(form) < 10 else 2
        if OSA.distance(said, form, score_cutoff=near) <= near:
            return form
    return None


def _marks(name: str) -> dict[str, str]:
    """Return each word's marks, wherever in the word they stand; {} without any."""
    found = dict(map(_marks_of, re.findall(r"\w+", name.lower())))
    return found if any(found.values()) else {}


@lru_cache(maxsize=8192)
def _marks_of(word: str) -> tuple[str, str]:
    spread = unicodedata.normalize("NFD", word.replace("đ", "d\u0335"))
    return fold(word), "".join(sorted(filter(unicodedata.combining, spread)))


def alike(a: Name, b: Name) -> float:
    """Return how alike two names are, 0 to 1, numbers and legal forms aside.

    What both have is set apart; what is left on each side is a slip of the pen, words that
    one side left out, or another name.
    """
    if not (a.words and b.words):
        return 1.0 if a.core == b.core else 0.0
    shared = Counter(a.words) & Counter(b.words)
    left, other = _left(a.words, shared), _left(b.words, shared)
    return max(0.0, _by_rest(a, b, left, other) - _other_marks(a, b))


def _left(written: tuple[str, ...], shared: Counter[str]) -> tuple[str, ...]:
    taken, left = Counter[str](), []
    for word in written:
        if taken[word] < shared[word]:
            taken[word] += 1
        else:
            left.append(word)
    return tuple(left)


def _by_rest(a: Name, b: Name, left: tuple[str, ...], other: tuple[str, ...]) -> float:
    if not (left or other):
        return 1.0
    one, two = "".join(left), "".join(other)
    close = max(fuzz.ratio(one, two), fuzz.ratio(_sorted(left), _sorted(other))) / 100
    told = max(_letters(a.telling), _letters(b.telling))
    if not (_telling(left) or _telling(other)) and a.telling and b.telling:
        # Only what they do differs: left out on one side, or another trade.
        return 0.95 if not (left and other) else 0.95 - 0.15 * (1 - close)
    share = min(1.0, max(_letters(left), _letters(other)) / max(1, told))
    if close < UNLIKE:  # other words, however long what both have is
        share = max(share, 0.5)
    return 1.0 - (1.0 - close) * share


def _letters(written: tuple[str, ...]) -> int:
    return sum(map(len, written))


def _sorted(written: tuple[str, ...]) -> str:
    return "".join(sorted(written))


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
    initials = [word[0] for word in one] == [word[0] for word in other]
    if one[-1] == other[-1] and initials and 1 in map(len, one + other):
        return True  # N.V. Hạnh
    # Names are short, and one letter makes another person: Thu, Thị.
    return fuzz.ratio(a, b) >= 95
