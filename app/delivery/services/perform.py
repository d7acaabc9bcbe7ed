"""The only door through which a support's status changes."""

from sqlalchemy import select

from app import access, clock
from app.access import Actor
from app.applications.services import after, queries
from app.audit import services as audit
from app.delivery import emails
from app.delivery.models import Support
from app.delivery.services import agreement
from app.delivery.workflow import LOOKS, MOVES, Action, Status
from app.errors import Conflict, NotFound
from app.extensions import db
from app.ledger import services as ledger
from app.text import _


def perform(support_id: int, action: Action, by: Actor, *, reason: str = "") -> Support:
    """Execute one move: lock, check, slot, place and amount, status, event, letter.

    Locks the dossier, the support, the beneficiary, the call-content, in this order. Raises 403,
    and 409 in another status, or once the agreement is signed.
    """
    found = db.session.get(Support, support_id)
    if found is None:
        raise NotFound
    application = queries.lock(found.application_id)
    support = _lock(support_id)
    move = MOVES[action]
    if Status(support.status) is not move.source:
        raise Conflict(
            _(
                "Không thể thực hiện “%(deed)s”: lượt hỗ trợ đang ở trạng thái “%(state)s”.",
                deed=move.label,
                state=LOOKS[Status(support.status)].label,
            )
        )
    access.check(move.permission, by, support)
    if (paper := agreement.signed(support)) is not None:
        raise Conflict(_("Thỏa thuận đã ký, số %(number)s.", number=paper.number))
    ledger.release(application.id)
    after.cancel(application, move.why.value, by)
    before = support.status
    support.status = move.target.value
    support.cancelled_at, support.cancelled_for = clock.now(), move.why.value
    db.session.flush()
    event = audit.record(
        "support",
        support.id,
        action.value,
        by,
        before=before,
        after=support.status,
        data={"application": application.id, **({"reason": reason} if reason else {})},
    )
    emails.ended(move.letter, application, support, event)
    return support


def _lock(support_id: int) -> Support:
    return db.session.scalars(
        select(Support)
        .where(Support.id == support_id)
        .with_for_update(of=Support)
        .execution_options(populate_existing=True)
    ).one()
