"""The six kinds of organisation of KH 79/KH-UBND ngày 05/4/2021 section II.2.1, in words."""

from collections.abc import Collection

from app.organisations.models import KINDS
from app.text import _

# Household businesses (hộ kinh doanh) go by their owner's personal number since 1/7/2025
# (TT 86/2024/TT-BTC).
WITH_PERSONAL_NUMBER = frozenset({"co_so_sxkd", "co_so_dich_vu"})


def label(kind: str) -> str:
    """Return the kind's Vietnamese name."""
    return {
        "doanh_nghiep": _("Doanh nghiệp"),
        "hop_tac_xa": _("Hợp tác xã"),
        "to_chuc_dgsph": _("Tổ chức đánh giá sự phù hợp"),
        "co_so_sxkd": _("Cơ sở sản xuất, kinh doanh (gồm cả hộ kinh doanh)"),
        "co_so_dich_vu": _("Cơ sở cung cấp dịch vụ"),
        "co_so_gdnn": _("Cơ sở giáo dục nghề nghiệp"),
    }[kind]


def labels() -> list[tuple[str, str]]:
    """Return (kind, name) in the plan's order."""
    return [(kind, label(kind)) for kind in KINDS]


def names(codes: Collection[str]) -> list[str]:
    """Return what the kinds named are called; none named means all six."""
    return [name for code, name in labels() if not codes or code in codes]


def size(code: str) -> str:
    """Return the name of a size an organisation declares for itself (NĐ 80/2021/NĐ-CP)."""
    return dict(sizes()).get(code, "")


def sizes() -> list[tuple[str, str]]:
    """Return (code, name) of the sizes."""
    return [
        ("sieu_nho", _("Siêu nhỏ")),
        ("nho", _("Nhỏ")),
        ("vua", _("Vừa")),
        ("lon", _("Lớn")),
    ]


def priorities() -> list[tuple[str, str]]:
    """Return (code, name) of the groups KH 79/KH-UBND section II.2.1 gives priority to."""
    return [
        ("sp_chu_luc", _("Sản xuất sản phẩm, hàng hóa chủ lực của tỉnh")),
        ("chuoi_gia_tri", _("Tham gia chuỗi giá trị")),
        ("khoi_nghiep_dmst", _("Doanh nghiệp khởi nghiệp đổi mới sáng tạo")),
    ]
