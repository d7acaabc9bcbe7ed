"""Invented names that look like a province's own, and tax codes with valid check digits."""

from collections.abc import Iterator
from itertools import count
from random import Random
from typing import Any

from stdnum.vn import mst

FORMS = (
    ("doanh_nghiep", "Công ty TNHH", "Giám đốc"),
    ("doanh_nghiep", "Công ty cổ phần", "Giám đốc"),
    ("hop_tac_xa", "Hợp tác xã", "Chủ tịch HĐQT"),
    ("co_so_sxkd", "Cơ sở sản xuất", "Chủ cơ sở"),
    ("co_so_dich_vu", "Cơ sở dịch vụ", "Chủ cơ sở"),
)
TRADES = (
    "Nông sản", "Hoa hồi", "Na Chi Lăng", "Chế biến gỗ", "Cơ khí", "Vật liệu xây dựng", "Mắc ca",
    "Thạch đen", "Dược liệu", "Mật ong", "Vận tải", "Bao bì", "Chè Đình Lập", "Miến dong",
)  # fmt: skip
PLACES = (
    "Xứ Lạng", "Mẫu Sơn", "Bắc Sơn", "Tràng Định", "Lộc Bình", "Văn Quan", "Cao Lộc", "Kỳ Cùng",
    "Hữu Lũng", "Bình Gia", "Na Sầm", "Đồng Mỏ", "Thất Khê", "Hội Hoan",
)  # fmt: skip
FAMILIES = ("Nông", "Hoàng", "Lý", "Vi", "Lương", "Triệu", "Nguyễn", "Bế", "Chu", "Hứa")
MIDDLES = ("Văn", "Thị", "Đức", "Minh", "Thu", "Quang", "Ngọc", "Hữu")
GIVEN = ("Hạnh", "Tú", "Mai", "Sơn", "Lan", "Dũng", "Hòa", "Khánh", "Thảo", "Định", "Yến", "Bình")
STEM = 490_000_000  # a province of nobody's: 49 was given up in 1991


def codes(skip: int) -> Iterator[str]:
    """Yield invented tax codes (mã số thuế) of ten digits, after the first `skip` numbers."""
    for number in count(STEM + skip):
        digits = str(number)
        code = digits + mst.calc_check_digit(digits)
        if mst.is_valid(code):
            yield code


def person(dice: Random) -> str:
    """Return a person's name."""
    return f"{dice.choice(FAMILIES)} {dice.choice(MIDDLES)} {dice.choice(GIVEN)}"


def organisation(dice: Random, number: int) -> dict[str, Any]:
    """Return kind, name and representative of an invented organisation."""
    kind, form, title = dice.choice(FORMS)
    return {
        "kind": kind,
        "name": f"{form} {dice.choice(TRADES)} {dice.choice(PLACES)} {number}",
        "representative": person(dice),
        "representative_title": title,
    }
