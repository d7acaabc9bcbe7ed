"""The only door through which a call's state changes, and through which it is changed at all."""

from typing import Any

from app import clock, limits
from app.access import Actor
from app.errors import Conflict, Invalid
from app.programmes.models import Call
from app.programmes.services import changes
from app.programmes.workflow import LOOKS, MOVES, CallAction, CallMove, CallState
from app.text import _

LONGEST_REASON = 2000  # characters


def begin(call: Call, action: CallAction, by: Actor, *, seen: int | None = None) -> Call:
    """Lock the call for `action`; raises 403, and 409 in another state or version."""
    call = changes.locked(call, by, seen=seen)
    check(call, action)
    return call


def check(call: Call, action: CallAction) -> CallMove:
    """Return the move; raises 409 when the call's state does not allow it."""
    move = MOVES[action]
    if CallState(call.state) is not move.source:
        raise Conflict(
            _(
                "Không thể thực hiện “%(deed)s”: đợt đang ở trạng thái “%(state)s”.",
                deed=move.label,
                state=LOOKS[CallState(call.state)].label,
            )
        )
    return move


def perform(
    call: Call,
    action: CallAction,
    by: Actor,
    values: dict[str, Any],
    *,
    more: dict[str, list[Any]] | None = None,
    reason: str = "",
) -> dict[str, list[Any]]:
    """Execute one move on a call that `begin` has locked; return what changed.

    Raises 422 when the move needs a reason and has none, or a long one.
    """
    move = check(call, action)
    limits.texts({"reason": reason}, {"reason": LONGEST_REASON})
    if move.needs_reason and not reason.strip():
        raise Invalid(_("Vui lòng nêu lý do."), "reason")
    states = None
    if move.target is not move.source:
        states = (move.source.value, move.target.value)
        call.state = move.target.value
        if move.target is CallState.PUBLISHED:
            call.published_at = clock.now()
        elif move.target is CallState.CLOSED:
            call.closed_at = clock.now()
    return changes.keep(
        call, action.value, by, values, more=more, reason=reason.strip(), states=states
    )
