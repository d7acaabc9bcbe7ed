"""How two codes relate, typed by hand over the years: the same, a slip of the pen, a branch."""

import re
from enum import Enum
from functools import lru_cache

from rapidfuzz.distance import OSA
from stdnum.vn import mst

from app.text import _

_ROOT = 10  # digits of a tax code; a branch (chi nhánh) has three more


class Relation(Enum):
    """What two codes say of whose they are."""

    UNKNOWN = "unknown"  # one side has none, or they are of two kinds
    SAME = "same"
    SLIP = "slip"  # one digit apart, and one of them cannot be right
    ROOT = "root"
    DIFFERENT = "different"

    @property
    def words(self) -> str:
        """Why, for an officer to read; "" when there is nothing to say."""
        return {
            Relation.SAME: _("Cùng mã số thuế"),
            Relation.SLIP: _("Mã số thuế chỉ khác một chữ số và một mã bị sai"),
            Relation.ROOT: _("Chi nhánh cùng mã gốc"),
            Relation.DIFFERENT: _("Mã số thuế khác nhau"),
        }.get(self, "")


def root_of(code: str) -> str:
    """Return the code of the head office."""
    digits = _canonical(code)
    return digits[:_ROOT] if len(digits) == _ROOT + 3 else digits


@lru_cache(maxsize=8192)
def _canonical(code: str) -> str:
    """Return the digits; a leading zero that a spreadsheet ate is put back where it fits."""
    digits = re.sub(r"\D", "", code)
    if len(digits) in (_ROOT - 1, _ROOT + 2) and _right("0" + digits):
        # Twelve digits may be a personal number (số định danh) as well, and those begin with 0.
        return digits if len(digits) == _ROOT + 2 and digits[0] == "0" else "0" + digits
    return digits


@lru_cache(maxsize=8192)
def _right(digits: str) -> bool:
    return len(digits) in (_ROOT, _ROOT + 3) and mst.is_valid(digits)


def relation(a: str, b: str) -> Relation:
    """Return how two codes relate; the order does not matter."""
    if not (a and b):
        return Relation.UNKNOWN
    one, other = _canonical(a), _canonical(b)
    if one == other:
        return Relation.SAME
    if root_of(one) == root_of(other):
        return Relation.ROOT
    return _of_two_roots(one, other)


def _of_two_roots(one: str, other: str) -> Relation:
    right = [_right(one), _right(other)]
    if all(right) or len(one) == len(other) == _ROOT + 2:  # two tax codes, two personal numbers
        return Relation.DIFFERENT
    if any(right) and OSA.distance(one, other) == 1:
        return Relation.SLIP
    # A household (hộ kinh doanh) went from a tax code to its owner's number on 1/7/2025.
    return Relation.UNKNOWN
