"""The life of a support (lượt hỗ trợ) as data. `services/perform.py` executes its moves.

Contract, milestones and acceptance follow with their pages; what is here ends a support that
never began.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.access import Permission
from app.text import _


class Status(StrEnum):
    """Where a support is."""

    AWAITING_CONTRACT = "awaiting_contract"  # chờ ký hợp đồng, thỏa thuận
    CANCELLED = "cancelled"


class Why(StrEnum):
    """Why a support was cancelled before its agreement was signed."""

    WITHDRAWN = "withdrawn"  # by the organisation
    UNSIGNED = "unsigned"  # by the system, at the end of the days the call gives


class Action(StrEnum):
    """The deeds that move a support."""

    GIVE_UP = "give_up"
    EXPIRE = "expire"


@dataclass(frozen=True)
class Look:
    """How a status is shown."""

    label: str
    tone: str


@dataclass(frozen=True)
class Move:
    """One move: from where to where, by which permission, for what, and with which letter."""

    source: Status
    target: Status
    permission: Permission
    label: str
    why: Why
    letter: str  # templates/email/<letter>


LOOKS: dict[Status, Look] = {
    Status.AWAITING_CONTRACT: Look(_("Chờ ký hợp đồng, thỏa thuận"), "waiting"),
    Status.CANCELLED: Look(_("Không thực hiện"), "neutral"),
}

MOVES: dict[Action, Move] = {
    Action.GIVE_UP: Move(
        Status.AWAITING_CONTRACT,
        Status.CANCELLED,
        Permission.WITHDRAW,
        _("Rút, không ký thỏa thuận"),
        Why.WITHDRAWN,
        "support_given_up",
    ),
    Action.EXPIRE: Move(
        Status.AWAITING_CONTRACT,
        Status.CANCELLED,
        Permission.LAPSE,
        _("Hết thời hạn ký thỏa thuận"),
        Why.UNSIGNED,
        "support_unsigned",
    ),
}
