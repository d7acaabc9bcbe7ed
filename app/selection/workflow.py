"""The life of a selection session (phiên xét chọn) as data: states, moves, outcomes.

`services/door.py` executes the moves; the drawing in docs/architecture.md is compared with it.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.text import _

SUBJECT = "session"  # what papers about a session say they are about


class State(StrEnum):
    """Where a session is."""

    PREPARING = "preparing"
    SCORING = "scoring"
    CLOSED = "closed"
    CONCLUDED = "concluded"
    DROPPED = "dropped"


class Act(StrEnum):
    """The deeds that move a session."""

    OPEN_SCORING = "open_scoring"
    CLOSE_SCORING = "close_scoring"
    REOPEN_SCORING = "reopen_scoring"
    CONCLUDE = "conclude"
    DROP = "drop"


class Outcome(StrEnum):
    """What a session says of a dossier."""

    SHORTLISTED = "shortlisted"
    RESERVE = "reserve"
    REJECTED = "rejected"  # proposed: the decision stays the director's
    RETURNED = "returned"  # to the appraiser, singly


@dataclass(frozen=True)
class Look:
    """How something is shown: its word and its tone (shape and tint)."""

    label: str
    tone: str


@dataclass(frozen=True)
class Move:
    """One move of a session: from where, to where, what the button says."""

    sources: frozenset[State]
    target: State
    label: str
    needs_reason: bool = False


LOOKS: dict[State, Look] = {
    State.PREPARING: Look(_("Đang chuẩn bị"), "neutral"),
    State.SCORING: Look(_("Đang chấm điểm"), "progress"),
    State.CLOSED: Look(_("Đã khóa điểm, chờ kết luận"), "waiting"),
    State.CONCLUDED: Look(_("Đã kết luận"), "good"),
    State.DROPPED: Look(_("Đã hủy phiên"), "refused"),
}

OUTCOMES: dict[Outcome, Look] = {
    Outcome.SHORTLISTED: Look(_("Đề nghị hỗ trợ"), "good"),
    Outcome.RESERVE: Look(_("Dự bị"), "waiting"),
    Outcome.REJECTED: Look(_("Đề nghị không hỗ trợ"), "refused"),
    Outcome.RETURNED: Look(_("Đã trả lại thẩm định"), "neutral"),
}

MOVES: dict[Act, Move] = {
    Act.OPEN_SCORING: Move(frozenset({State.PREPARING}), State.SCORING, _("Mở chấm điểm")),
    Act.CLOSE_SCORING: Move(frozenset({State.SCORING}), State.CLOSED, _("Khóa chấm điểm")),
    Act.REOPEN_SCORING: Move(
        frozenset({State.CLOSED}), State.SCORING, _("Mở lại chấm điểm"), needs_reason=True
    ),
    Act.CONCLUDE: Move(frozenset({State.CLOSED}), State.CONCLUDED, _("Kết luận phiên xét chọn")),
    Act.DROP: Move(
        frozenset({State.PREPARING, State.SCORING, State.CLOSED}),
        State.DROPPED,
        _("Hủy phiên"),
        needs_reason=True,
    ),
}

CAPACITIES = {
    "chair": _("Chủ trì"),
    "secretary": _("Thư ký"),
    "member": _("Thành viên"),
}
# How much of those who may score a dossier must have scored it: (parts, of).
QUORUMS: dict[str, tuple[int, int]] = {"1/2": (1, 2), "2/3": (2, 3), "3/4": (3, 4), "1/1": (1, 1)}
SCALES = (100, 10)
