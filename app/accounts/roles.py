"""The roles of staff, and the capacities of members, in words."""

from app.access import Role
from app.text import _


def label(role: Role) -> str:
    """Return the role's Vietnamese name."""
    return {
        Role.CLERK: _("Văn thư"),
        Role.OFFICER: _("Chuyên viên"),
        Role.LEAD: _("Lãnh đạo Chi cục/phòng"),
        Role.DIRECTOR: _("Lãnh đạo Sở"),
        Role.AUDITOR: _("Kiểm tra, thanh tra"),
        Role.ADMIN: _("Quản trị hệ thống"),
        Role.COUNCIL: _("Thành viên xét chọn"),
    }[role]


def capacity(value: str) -> str:
    """Return the Vietnamese name of a capacity in which a person acts for an organisation."""
    return {
        "preparer": _("Người lập hồ sơ"),
        "signatory": _("Người ký"),
        "agent": _("Người nộp thay"),
    }[value]
