"""The life of a bundle for signature (bộ trình ký) as data: states, moves, what a row says.

`services/bundle_door.py` executes the moves; the drawing in docs/architecture.md is compared.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.text import Look, _


class State(StrEnum):
    """Where a bundle is."""

    DRAFT = "draft"
    OUT = "out"
    SIGNED = "signed"
    ISSUED = "issued"
    CANCELLED = "cancelled"


class Act(StrEnum):
    """The deeds that move a bundle."""

    SEND_OUT = "send_out"
    TAKE_BACK = "take_back"
    SIGN = "sign"
    ISSUE = "issue"
    CANCEL = "cancel"


class RowState(StrEnum):
    """What happened to one dossier of a bundle."""

    LISTED = "listed"
    STRUCK = "struck"  # gạch tên: not decided by this paper
    SIGNED = "signed"
    ISSUED = "issued"
    REFUSED = "refused"  # a list on screen: the rules did not let it through


@dataclass(frozen=True)
class Move:
    """One move of a bundle: from where, to where, what the button says."""

    sources: frozenset[State]
    target: State
    label: str


LOOKS: dict[State, Look] = {
    State.DRAFT: Look(_("Đang soạn"), "neutral"),
    State.OUT: Look(_("Đang trình ký"), "progress"),
    State.SIGNED: Look(_("Đã ký, chờ ban hành"), "waiting"),
    State.ISSUED: Look(_("Đã ban hành"), "good"),
    State.CANCELLED: Look(_("Đã hủy"), "refused"),
}

ROW_LOOKS: dict[RowState, Look] = {
    RowState.LISTED: Look(_("Trong danh sách"), "neutral"),
    RowState.STRUCK: Look(_("Gạch tên"), "refused"),
    RowState.SIGNED: Look(_("Đã ký"), "waiting"),
    RowState.ISSUED: Look(_("Đã ban hành"), "good"),
    RowState.REFUSED: Look(_("Chưa quyết định được"), "refused"),
}

MOVES: dict[Act, Move] = {
    Act.SEND_OUT: Move(frozenset({State.DRAFT}), State.OUT, _("Lập văn bản, trình ký")),
    Act.TAKE_BACK: Move(frozenset({State.OUT}), State.DRAFT, _("Lập lại")),
    Act.SIGN: Move(frozenset({State.DRAFT, State.OUT}), State.SIGNED, _("Ghi nhận đã ký")),
    Act.ISSUE: Move(frozenset({State.SIGNED}), State.ISSUED, _("Ban hành cả danh sách")),
    Act.CANCEL: Move(
        frozenset({State.DRAFT, State.OUT, State.SIGNED}), State.CANCELLED, _("Hủy bộ trình ký")
    ),
}

OUTCOMES = {
    "approve": Look(_("Phê duyệt hỗ trợ"), "good"),
    "reject": Look(_("Không phê duyệt"), "refused"),
}
# Which kind of document a decision is issued by; numbers are given by kind and year.
DOCUMENTS = {"approve": "quyet_dinh", "reject": "thong_bao"}
