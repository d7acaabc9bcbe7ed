"""The only door through which a dossier's status changes."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from app import access, clock, limits
from app.access import Actor
from app.accounts.models import Person
from app.accounts.services import mandates
from app.applications import emails
from app.applications.models import Application
from app.applications.services import deadlines, queries
from app.applications.workflow import (
    BACK,
    ENDED,
    LOOKS,
    MOVES,
    Action,
    Move,
    Slot,
    Status,
)
from app.audit import services as audit
from app.audit.models import Event
from app.errors import Conflict, Invalid
from app.extensions import db
from app.ledger import services as ledger
from app.text import _

LONGEST_REASON = 2000  # characters


def perform(
    application: Application,
    action: Action,
    by: Actor,
    *,
    reason: str = "",
    version: int | None = None,
    data: dict[str, Any] | None = None,
    facts: Callable[[Application], None] | None = None,
    letter: Callable[[], dict[str, Any]] | None = None,
    told: bool = True,
) -> Event:
    """Execute one move of the table: lock, check, slot, facts, status, event, letter.

    `version` is what the person saw: a dossier that has moved on answers 409 with both.
    `facts` sets what the database ties to the new status, in the same statement as the status;
    `letter` returns what the move's letter says besides; without `told` none leaves, because the
    letter of another dossier of the same phiếu names this one too. Raises 403, 409 or 422.
    """
    application = queries.lock(application.id)
    move = check(application, action, by, reason=reason, version=version)
    acting = _acting(application, action, by)
    before = Status(application.status)
    target = Status(application.status_before or "") if move.target == BACK else Status(move.target)
    _slot(application, before, target, move)
    with db.session.no_autoflush:  # a status and its facts reach the database together
        deadlines.at_step(application, before, target)
        if before is Status.RESERVE:
            application.reserve_until = None
        if facts is not None:
            facts(application)
    application.status_before = before.value if target is Status.SUPPLEMENT_REQUESTED else None
    application.status = target.value
    application.is_open = target is not Status.DRAFT and target not in ENDED
    application.version += 1
    application.updated_at = clock.now()
    db.session.flush()
    event = audit.record(
        "application",
        application.id,
        action.value,
        by,
        before=before.value,
        after=target.value,
        data={**({"reason": reason} if reason else {}), **acting, **(data or {})},
    )
    if move.letter and told:
        emails.send(
            move.letter, application, event, reason=reason, extra=letter() if letter else {}
        )
    return event


def _acting(application: Application, action: Action, by: Actor) -> dict[str, Any]:
    """Return what the event says of who acts in another's place: an officer's, an organisation's.

    An agent's submission is tied to the mandate, whose end is asked for again under the lock.
    """
    if by.person_id is not None and by.person_id == application.entered_by:
        return {"assisted": True}
    if application.officer_id in by.stands_in_for:
        return {"in_place_of": _name(application.officer_id)}
    if application.organisation_id not in by.agent_for:
        return {}
    mandate = mandates.of_agent(by.person_id, application.organisation_id)
    if mandate is None:
        raise Conflict(_("Giấy ủy quyền của anh/chị đã hết hạn hoặc đã chấm dứt."))
    if action is Action.SUBMIT:
        application.mandate_id = mandate.id
    return {"mandate": mandate.number}


def _name(person_id: int | None) -> str:
    return db.session.scalar(select(Person.name).where(Person.id == person_id)) or ""


def check(
    application: Application,
    action: Action,
    by: Actor,
    *,
    reason: str | None = None,
    version: int | None = None,
) -> Move:
    """Raise unless `by` may execute `action` on the dossier as it is; return the move.

    Raises 409 for another version or status, 403 without permission, 422 without a reason, or for
    a long one.
    """
    move = MOVES[action]
    if version is not None and version != application.version:
        raise Conflict(
            _(
                "Từ khi anh/chị mở trang, hồ sơ đã có người cập nhật: anh/chị đang xem phiên bản "
                "%(seen)s, hồ sơ hiện ở phiên bản %(now)s, trạng thái “%(status)s”. "
                "Vui lòng xem lại.",
                seen=version,
                now=application.version,
                status=_label(application, by),
            )
        )
    if Status(application.status) not in move.sources:
        raise Conflict(
            _(
                "Không thể thực hiện “%(deed)s”: hồ sơ đang ở trạng thái “%(status)s”.",
                deed=move.label,
                status=_label(application, by),
            )
        )
    access.check(move.permission, by, application)
    limits.texts({"reason": reason}, {"reason": LONGEST_REASON})
    if move.needs_reason and reason is not None and not reason.strip():
        raise Invalid(_("Vui lòng nêu lý do."), "reason")
    return move


def _label(application: Application, by: Actor) -> str:
    look = LOOKS[Status(application.status)]
    return look.inside if by.staff else look.label


def _slot(application: Application, before: Status, target: Status, move: Move) -> None:
    """Keep the ledger in step: what holds, what frees, and what must still be held."""
    had, has = LOOKS[before].slot, LOOKS[target].slot
    if had is Slot.FREE and has is Slot.HELD:
        ledger.hold(
            scope=application.scope,
            organisation=application.organisation,
            content=application.content,
            standard=application.standard,
            application_id=application.id,
            call_id=application.call_id,
        )
    elif had is Slot.HELD and has is Slot.FREE:
        ledger.release(application.id)
    elif move.confirms_slot:
        ledger.confirm(application.id)
