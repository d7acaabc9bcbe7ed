"""The life of a need (nhu cầu hỗ trợ): pure data. It holds nothing and promises nothing."""

from dataclasses import dataclass
from enum import StrEnum

from app.text import Look, _


class Status(StrEnum):
    """Where one content of a need stands."""

    UNCONFIRMED = "unconfirmed"  # a partner said so; the organisation has not
    OPEN = "open"
    INVITED = "invited"
    APPLIED = "applied"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"


LOOKS = {
    Status.UNCONFIRMED: Look(_("Chờ đơn vị xác nhận"), "waiting"),
    Status.OPEN: Look(_("Đã ghi nhận"), "progress"),
    Status.INVITED: Look(_("Đã mời đăng ký"), "good"),
    Status.APPLIED: Look(_("Đã lập hồ sơ"), "good"),
    Status.WITHDRAWN: Look(_("Đơn vị đã rút"), "neutral"),
    Status.DECLINED: Look(_("Đơn vị không xác nhận"), "neutral"),
}


class Action(StrEnum):
    """What can be done to one content of a need."""

    CONFIRM = "confirm"
    DECLINE = "decline"
    INVITE = "invite"
    APPLY = "apply"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Move:
    """One action: where from, where to."""

    sources: frozenset[Status]
    target: Status
    label: str


_S = Status
MOVES = {
    Action.CONFIRM: Move(frozenset({_S.UNCONFIRMED}), _S.OPEN, _("Xác nhận nhu cầu")),
    Action.DECLINE: Move(frozenset({_S.UNCONFIRMED}), _S.DECLINED, _("Không xác nhận")),
    # Invited again when another call opens: the letter of the first may have been missed.
    Action.INVITE: Move(frozenset({_S.OPEN, _S.INVITED}), _S.INVITED, _("Mời đăng ký")),
    Action.APPLY: Move(frozenset({_S.OPEN, _S.INVITED}), _S.APPLIED, _("Lập hồ sơ")),
    Action.WITHDRAW: Move(
        frozenset({_S.UNCONFIRMED, _S.OPEN, _S.INVITED}), _S.WITHDRAWN, _("Rút nhu cầu")
    ),
}
# What still counts as demand for the estimate (dự toán) of the coming year.
COUNTED = (Status.OPEN, Status.INVITED, Status.APPLIED)


def may(action: Action, status: str) -> bool:
    """Return whether the table allows `action` from `status`."""
    return Status(status) in MOVES[action].sources
