"""The only door through which a session's state changes."""

from typing import Any

from sqlalchemy import select

from app import access, clock
from app.access import Actor, Permission
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.selection.models import Session
from app.selection.workflow import LOOKS, MOVES, Act, State
from app.text import _


def locked(session_id: int, *, shared: bool = False) -> Session:
    """Lock the session, before any dossier of it, and read it again; raises `NotFound`.

    Who scores shares the lock, so that nothing is scored while the session is being closed.
    """
    session = db.session.scalar(
        select(Session)
        .where(Session.id == session_id)
        .with_for_update(of=Session, read=shared)
        .execution_options(populate_existing=True)
    )
    if session is None:
        raise NotFound
    return session


def begin(
    session: Session,
    by: Actor,
    *states: State,
    seen: int | None = None,
    permission: Permission = Permission.RUN_SESSION,
) -> Session:
    """Lock the session for a deed; raises 403, and 409 in another state or version."""
    session = locked(session.id)
    access.check(permission, by, session)
    if seen is not None and seen != session.version:
        raise Conflict(
            _("Phiên xét chọn đã thay đổi từ khi anh/chị mở trang. Vui lòng xem lại rồi gửi lại.")
        )
    if states and State(session.state) not in states:
        raise Conflict(
            _("Phiên xét chọn ở trạng thái “%(state)s” nên không làm được việc này.",
              state=LOOKS[State(session.state)].label)
        )  # fmt: skip
    return session


def changed(session: Session, act: str, by: Actor, data: dict[str, Any] | None = None) -> None:
    """Write the event of a deed that leaves the session's state as it is."""
    session.version += 1
    db.session.flush()
    audit.record("selection_session", session.id, act, by, data=data)


def perform(
    session: Session, act: Act, by: Actor, *, reason: str = "", data: dict[str, Any] | None = None
) -> None:
    """Move a session that `begin` has locked. Raises 409 from another state, 422 for no reason."""
    move = MOVES[act]
    before = State(session.state)
    if before not in move.sources:
        raise Conflict(
            _(
                "Không thể thực hiện “%(deed)s”: phiên đang ở trạng thái “%(state)s”.",
                deed=move.label,
                state=LOOKS[before].label,
            )
        )
    if move.needs_reason and not reason.strip():
        raise Invalid(_("Vui lòng nêu lý do."), "reason")
    moment = clock.now()
    if move.target is State.SCORING:
        session.opened_at, session.closed_at = session.opened_at or moment, None
    elif move.target is State.CLOSED:
        session.closed_at = moment
    elif move.target is State.CONCLUDED:
        session.concluded_at = moment
    else:
        session.reason = reason.strip()
    session.state = move.target.value
    session.version += 1
    db.session.flush()
    audit.record(
        "selection_session",
        session.id,
        act.value,
        by,
        before=before.value,
        after=session.state,
        data={**(data or {}), **({"reason": reason.strip()} if reason.strip() else {})},
    )
