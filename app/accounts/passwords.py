"""Passwords (mật khẩu): how they are kept, and which are refused.

Length, not composition; a list of common ones that ships with the product (nothing is asked
of the network); never the person's own name, address or code.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app import settings
from app.errors import Invalid
from app.text import _, nfc, squeeze

SHORTEST, LONGEST = 8, 128
# Nothing longer is even composed: a megabyte of marks must not cost a second.
LONGEST_RAW = 1024
COMMON = Path(__file__).parent / "data" / "common_passwords.txt"


@lru_cache(maxsize=4)
def _hasher(time: int, memory: int) -> PasswordHasher:
    return PasswordHasher(time_cost=time, memory_cost=memory, parallelism=1)


def _current() -> PasswordHasher:
    # OWASP's parameters; the library's default of 64 MiB serves eight sign-ins a second.
    return _hasher(settings.get("ARGON2_TIME", 2), settings.get("ARGON2_MEMORY_KIB", 19456))


@lru_cache(maxsize=4)
def _nobodys(hasher: PasswordHasher) -> str:
    return hasher.hash("a password that belongs to nobody")


def hash_password(password: str) -> str:
    """Return the hash under which `password` is kept."""
    return _current().hash(nfc(password[:LONGEST_RAW]))


def verify(kept: str | None, password: str) -> bool:
    """Return whether `password` is the one of hash `kept`.

    With no hash (unknown person, invited one) the same work is done and the answer is no, so
    that the time tells nothing.
    """
    hasher = _current()
    try:
        right = hasher.verify(kept or _nobodys(hasher), nfc(password[:LONGEST_RAW]))
    except (VerificationError, InvalidHashError):
        return False
    return right and kept is not None


def outdated(kept: str) -> bool:
    """Return whether `kept` was made with other parameters than today's."""
    return _current().check_needs_rehash(kept)


def check(password: str, *, own: Iterable[str] = (), field: str = "password") -> None:
    """Refuse a password that is too short, too long, common, or the person's own data.

    `own` are words an attacker knows: e-mail, tax code (mã số thuế), names.
    Raises `Invalid` next to `field`.
    """
    length = len(password) if len(password) > LONGEST_RAW else len(nfc(password))
    if length < SHORTEST:
        raise Invalid(_("Mật khẩu cần ít nhất %(n)s ký tự.", n=SHORTEST), field)
    if length > LONGEST:
        raise Invalid(_("Mật khẩu dài tối đa %(n)s ký tự.", n=LONGEST), field)
    if _easy(password):
        raise Invalid(
            _("Mật khẩu này dễ đoán. Anh/chị có thể ghép vài từ không liên quan với nhau."), field
        )
    if any(_is_about(password, word) for word in own):
        raise Invalid(
            _("Mật khẩu không được là mã số thuế, tên hoặc địa chỉ thư của chính đơn vị, anh/chị."),
            field,
        )


def _easy(password: str) -> bool:
    plain = nfc(password).casefold()
    if re.fullmatch(r"[\d\s.,+\-/]{,15}", plain):
        return True  # phone numbers, birthdays, tax codes, 12345678
    if len(set(plain)) < 4:
        return True
    bare = squeeze(plain)
    # "dragon2024" is "dragon" with what everybody adds.
    return bool(_common() & {plain, bare, re.sub(r"\d{1,6}$", "", bare)})


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(w for line in lines if not line.startswith("#") for w in line.split())


def _is_about(password: str, word: str) -> bool:
    """The word itself, or the word with a few characters more."""
    bare = squeeze(password)
    parts = {squeeze(word), squeeze(word.partition("@")[0])}
    return any(len(part) >= 4 and part in bare and len(bare) - len(part) < 4 for part in parts)
