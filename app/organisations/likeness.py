"""Whether two descriptions are of one organisation (đơn vị), and why. Pure, symmetric, explained.

A *core name* is the folded name without its legal form (loại hình): "Cty TNHH MTV Hồi Xứ Lạng"
and "Công ty cổ phần hồi xứ lạng" both have "hoi xu lang". Levels, from what is compared:

- *sure*: same code; or same core name, same commune, and the same representative or contact;
- *likely*: nearly the same core name and nothing that speaks against it;
- *possible*: worth a look by a person. A shared phone or e-mail alone is never more, because
  consultants share theirs; nor are different valid codes, another number in the name
  ("HTX số 1", "HTX số 2"), or one name in two communes.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from rapidfuzz import fuzz

from app.organisations import likeness_names as names
from app.organisations.likeness_codes import Relation, relation, root_of
from app.organisations.models import UNKNOWN
from app.text import _, fold, squeeze

SURE, LIKELY, POSSIBLE, NONE = "sure", "likely", "possible", "none"
LEVELS = (NONE, POSSIBLE, LIKELY, SURE)
CONVINCING = (SURE, LIKELY)
# The value of a level: from its floor up to that of the next one.
_FLOORS = {NONE: 0.0, POSSIBLE: 0.45, LIKELY: 0.75, SURE: 0.92}
_WIDTHS = {NONE: 0.44, POSSIBLE: 0.29, LIKELY: 0.16, SURE: 0.08}

# How alike core names must be, from 0 to 1, to be called the same, near, or of one kind.
SAME, NEARLY, NEAR, ALIKE = 0.93, 0.9, 0.86, 0.72
LONG = 9  # letters
PAIRED = 6  # words of a name that are looked up in pairs


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of an organisation; "" is unknown. Codes are digits only."""

    name: str
    code: str = ""
    commune_code: str = ""
    representative: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two descriptions are: 0 to 1, the level, and why, for an officer to read."""

    value: float
    level: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A description taken apart once, to be compared many times."""

    said: Description
    name: names.Name
    commune: str
    representative: str
    phone: str
    email: str
    address: str


def core_name(name: str) -> str:
    """Return the folded name without its legal form, its abbreviations written out."""
    return names.read(name).core


@lru_cache(maxsize=4096)
def read(said: Description) -> Read:
    """Take a description apart."""
    return Read(
        said=said,
        name=names.read(said.name),
        commune="" if said.commune_code == UNKNOWN else said.commune_code,
        representative=names.person(said.representative),
        phone=_digits(said.phone),
        email=said.email.strip().casefold(),
        address=fold(said.address),
    )


def _digits(phone: str) -> str:
    """Return the last nine digits: +84 912… and 0912… are one number."""
    digits = re.sub(r"\D", "", phone)
    return digits[-9:] if len(digits) >= 9 else ""


def keys(said: Description) -> frozenset[str]:
    """Return the keys under which it is looked up: who is alike shares at least one."""
    known = read(said)
    found = {f"w:{word}" for word in known.name.telling or known.name.words}
    # Two words together are rare where each is common: they make the look-up quick.
    several = sorted(set(known.name.telling))[:PAIRED]
    found |= {f"b:{one} {other}" for one, other in combinations(several, 2)}
    if known.name.telling:
        # The initials stand whatever was mistyped inside the words, and in whatever order.
        found.add("i:" + "".join(sorted(word[0] for word in known.name.telling)))
        found.add("s:" + squeeze(" ".join(known.name.telling)))
    for sign, value in (
        ("c", root_of(said.code)),
        ("p", known.phone),
        ("e", known.email),
        ("r", known.representative),
    ):
        if value:
            found.add(f"{sign}:{value}")
    return frozenset(key[:120] for key in found)


def score(a: Description, b: Description) -> Likeness:
    """Return how alike two descriptions are; the order of the two does not matter."""
    return compare(read(a), read(b))


@dataclass(frozen=True, slots=True)
class _Signs:
    """What was compared. None: not known on both sides."""

    name: float
    codes: Relation
    numbers: bool  # the numbers in the names differ
    telling: bool  # the names say more than a trade
    long: bool  # … and so much that one letter hardly makes another name
    forms: bool  # both have a legal form, and of different families
    commune: bool | None
    representative: bool | None
    contact: bool | None
    address: bool | None

    @property
    def against(self) -> bool:
        """Whether something forbids more than "possible"."""
        return self.numbers or self.codes in (Relation.DIFFERENT, Relation.ROOT)

    @property
    def helped(self) -> bool:
        """Whether a person or a contact speaks for it."""
        return bool(self.representative or self.contact)

    @property
    def same_place(self) -> bool:
        return bool(self.commune or (self.commune is None and self.address))


def compare(a: Read, b: Read) -> Likeness:
    """Return how alike two descriptions taken apart are."""
    signs = _Signs(
        name=names.alike(a.name, b.name),
        codes=relation(a.said.code, b.said.code),
        numbers=a.name.numbers != b.name.numbers,
        telling=bool(a.name.telling and b.name.telling),
        long=min(len("".join(a.name.telling)), len("".join(b.name.telling))) >= LONG,
        forms=bool(a.name.family and b.name.family and a.name.family != b.name.family),
        commune=_same(a.commune, b.commune),
        representative=names.same_person(a.representative, b.representative),
        contact=_contact(a, b),
        address=fuzz.token_sort_ratio(a.address, b.address) >= 85
        if a.address and b.address
        else None,
    )
    level = _level(signs)
    strength = _strength(signs)
    value = round(_FLOORS[level] + _WIDTHS[level] * strength, 3)
    return Likeness(value, level, () if level == NONE else tuple(_reasons(signs)))


def _same(a: str, b: str) -> bool | None:
    return a == b if a and b else None


def _contact(a: Read, b: Read) -> bool | None:
    found = [_same(a.phone, b.phone), _same(a.email, b.email)]
    if any(found):
        return True
    return False if False in found else None


def _strength(signs: _Signs) -> float:
    """Return from 0 to 1 where within its level a pair stands."""
    for_it = (signs.commune, signs.representative, signs.contact)
    return min(1.0, 0.7 * signs.name + 0.1 * sum(sign is True for sign in for_it))


def _level(signs: _Signs) -> str:
    if signs.codes is Relation.SAME:
        return SURE
    level = _by_name(signs)
    if signs.codes is Relation.ROOT:
        return POSSIBLE
    if signs.against and level != NONE:
        return POSSIBLE
    if level == NONE and signs.contact:
        return POSSIBLE
    return level


def _by_name(signs: _Signs) -> str:
    """Return the level that the name and the circumstances give, whatever the codes say."""
    if signs.name < ALIKE:
        return NONE
    if signs.commune is False:
        return _elsewhere(signs)
    if not signs.telling:
        return LIKELY if signs.name >= SAME and signs.same_place and signs.helped else POSSIBLE
    if _certain(signs):
        return SURE
    return LIKELY if _probable(signs) else POSSIBLE


def _elsewhere(signs: _Signs) -> str:
    """One name in two communes: two organisations, unless the same person leads both."""
    moved = signs.name >= SAME and signs.telling and signs.representative and not signs.forms
    return LIKELY if moved else POSSIBLE


def _certain(signs: _Signs) -> bool:
    if signs.codes is Relation.SLIP and signs.name >= NEAR:
        return True
    if signs.forms or signs.representative is False:
        return False
    return signs.name >= SAME and signs.helped and signs.same_place


def _probable(signs: _Signs) -> bool:
    if signs.forms:
        return signs.name >= SAME and bool(signs.representative)
    if signs.representative:
        return signs.name >= ALIKE
    if signs.same_place:
        return signs.name >= NEAR
    enough = NEARLY if signs.long else SAME
    return signs.name >= enough and (signs.representative is None or bool(signs.contact))


def _reasons(signs: _Signs) -> list[str]:
    """Return why, what forbids first; the words say nothing of which is which."""
    said = [signs.codes.words] if signs.codes.words else []
    if signs.numbers:
        said.append(_("Số thứ tự trong tên khác nhau"))
    if signs.name >= SAME:
        said.append(_("Tên giống nhau khi bỏ loại hình"))
    elif signs.name >= ALIKE:
        said.append(_("Tên gần giống nhau"))
    if signs.forms and signs.name >= ALIKE:
        said.append(_("Loại hình khác nhau"))
    for sign, same, other in (
        (signs.commune, _("Cùng xã, phường"), _("Khác xã, phường")),
        (signs.address, _("Địa chỉ gần giống nhau"), ""),
        (signs.representative, _("Cùng người đại diện"), _("Người đại diện khác nhau")),
        (signs.contact, _("Cùng điện thoại hoặc thư điện tử"), ""),
    ):
        if words := same if sign else other if sign is False else "":
            said.append(words)
    return said
