"""The life of a batch of history (đợt nhập lịch sử), as pure data.

`services/perform.py` is the only door through which a batch changes its state; the pages take
their buttons from this table too.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.access import Permission
from app.text import Look, _


class State(StrEnum):
    """Where a batch is. Nothing is in the ledger before `applied` or `partly`."""

    UPLOADED = "uploaded"  # the file is kept; sheets and columns are still to be chosen
    JUDGING = "judging"  # a worker reads and judges a long file
    JUDGED = "judged"
    APPLYING = "applying"  # a worker writes a long batch
    PARTLY = "partly"  # what was sure is in the ledger, doubtful rows wait
    APPLIED = "applied"
    ROLLING_BACK = "rolling_back"  # the only time a row may be deleted; a worker's when it is long
    ROLLED_BACK = "rolled_back"
    DISCARDED = "discarded"


class Action(StrEnum):
    """What is done to a batch."""

    JUDGE = "judge"
    FINISH_JUDGING = "finish_judging"
    GIVE_UP = "give_up"
    APPLY = "apply"
    FINISH = "finish"
    FINISH_PARTLY = "finish_partly"
    RETURN = "return"
    RETURN_PARTLY = "return_partly"
    ROLL_BACK = "roll_back"
    FINISH_ROLL_BACK = "finish_roll_back"
    KEEP = "keep"
    KEEP_PARTLY = "keep_partly"
    DISCARD = "discard"


@dataclass(frozen=True)
class Move:
    """One action: from which states to which, and by whom."""

    sources: frozenset[State]
    target: State
    permission: Permission
    reason: bool = False


_S, _IMPORT = State, Permission.IMPORT_HISTORY

MOVES: dict[Action, Move] = {
    Action.JUDGE: Move(frozenset({_S.UPLOADED, _S.JUDGED}), _S.JUDGING, _IMPORT),
    Action.FINISH_JUDGING: Move(frozenset({_S.JUDGING}), _S.JUDGED, _IMPORT),
    # The file cannot be read as the columns say: it stays, and they are chosen again.
    Action.GIVE_UP: Move(frozenset({_S.JUDGING}), _S.UPLOADED, _IMPORT),
    Action.APPLY: Move(frozenset({_S.JUDGED, _S.PARTLY}), _S.APPLYING, _IMPORT),
    Action.FINISH: Move(frozenset({_S.APPLYING}), _S.APPLIED, _IMPORT),
    Action.FINISH_PARTLY: Move(frozenset({_S.APPLYING}), _S.PARTLY, _IMPORT),
    # Something changed since the judgement: nothing was written, the officer looks again.
    Action.RETURN: Move(frozenset({_S.APPLYING}), _S.JUDGED, _IMPORT),
    Action.RETURN_PARTLY: Move(frozenset({_S.APPLYING}), _S.PARTLY, _IMPORT),
    Action.ROLL_BACK: Move(
        frozenset({_S.PARTLY, _S.APPLIED}),
        _S.ROLLING_BACK,
        Permission.ROLL_BACK_IMPORT,
        reason=True,
    ),
    Action.FINISH_ROLL_BACK: Move(
        frozenset({_S.ROLLING_BACK}), _S.ROLLED_BACK, Permission.ROLL_BACK_IMPORT
    ),
    # Something depends on the batch by now: nothing was taken back.
    Action.KEEP: Move(frozenset({_S.ROLLING_BACK}), _S.APPLIED, Permission.ROLL_BACK_IMPORT),
    Action.KEEP_PARTLY: Move(frozenset({_S.ROLLING_BACK}), _S.PARTLY, Permission.ROLL_BACK_IMPORT),
    Action.DISCARD: Move(frozenset({_S.UPLOADED, _S.JUDGED}), _S.DISCARDED, _IMPORT),
}

LOOKS: dict[State, Look] = {
    _S.UPLOADED: Look(_("Chờ chọn cột"), "waiting"),
    _S.JUDGING: Look(_("Đang xét từng dòng"), "progress"),
    _S.JUDGED: Look(_("Chờ quyết định và ghi sổ"), "waiting"),
    _S.APPLYING: Look(_("Đang ghi vào sổ"), "progress"),
    _S.PARTLY: Look(_("Đã ghi một phần"), "waiting"),
    _S.APPLIED: Look(_("Đã ghi vào sổ"), "good"),
    _S.ROLLING_BACK: Look(_("Đang hoàn tác"), "progress"),
    _S.ROLLED_BACK: Look(_("Đã hoàn tác"), "refused"),
    _S.DISCARDED: Look(_("Đã bỏ"), "refused"),
}

OPEN = frozenset({_S.JUDGED, _S.PARTLY})  # rows can be decided and corrected
BUSY = frozenset({_S.JUDGING, _S.APPLYING, _S.ROLLING_BACK})  # a worker has it
IN_LEDGER = frozenset({_S.PARTLY, _S.APPLIED})
