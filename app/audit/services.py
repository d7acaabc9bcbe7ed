"""Recording deeds, and answering a form sent twice with the receipt of the first."""

from collections.abc import Sequence
from contextvars import ContextVar
from typing import Any

from sqlalchemy import insert, select

from app import clock, transactions
from app.access import Actor
from app.audit.models import Event, Receipt
from app.extensions import db

# The key of the form this request carries, until the first event takes it.
_form_key: ContextVar[str | None] = ContextVar("form_key", default=None)


def expect(form_key: str | None) -> None:
    """Say which form key the next recorded event shall carry."""
    _form_key.set(form_key or None)


def record(
    subject: str,
    subject_id: int,
    action: str,
    actor: Actor,
    *,
    before: str | None = None,
    after: str | None = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """Write the event of a deed, in the deed's own transaction, and return it."""
    event = Event(
        subject=subject,
        subject_id=subject_id,
        action=action,
        actor_id=actor.person_id,
        actor_name=actor.name,
        before=before,
        after=after,
        data=data or {},
        form_key=_form_key.get(),
        at=clock.now(),
    )
    _form_key.set(None)
    db.session.add(event)
    db.session.flush()
    return event


def record_many(
    subject: str,
    subject_ids: Sequence[int],
    action: str,
    actor: Actor,
    *,
    data: dict[str, Any] | None = None,
) -> None:
    """Write one event for each of many things that one deed made; the form key is not theirs."""
    if not subject_ids:
        return
    said = {
        "subject": subject,
        "action": action,
        "actor_id": actor.person_id,
        "actor_name": actor.name,
        "data": data or {},
        "at": clock.now(),
    }
    db.session.execute(insert(Event), [{**said, "subject_id": key} for key in subject_ids])


def record_refusal(
    subject: str, subject_id: int, action: str, actor: Actor, data: dict[str, Any] | None = None
) -> None:
    """Commit the security event of a refused request, whose own work is given up.

    The form key stays free: it belongs to the deed, not to its refusal.
    """
    _form_key.set(None)
    with transactions.independent():
        record(subject, subject_id, action, actor, data=data)


def history(subject: str, subject_id: int) -> Sequence[Event]:
    """Return the events of a thing, oldest first."""
    return db.session.scalars(
        select(Event)
        .where(Event.subject == subject, Event.subject_id == subject_id)
        .order_by(Event.id)
    ).all()


def receipt_for(form_key: str, person_id: int | None) -> str | None:
    """Return where this form already led this person, or None the first time."""
    receipt = db.session.get(Receipt, form_key)
    return receipt.location if receipt and receipt.person_id == person_id else None


def keep_receipt(form_key: str, person_id: int | None, location: str) -> None:
    """Remember where the form led; nothing is kept for a form that led to no event."""
    led = db.session.scalar(select(Event.id).where(Event.form_key == form_key))
    if led is not None:
        db.session.add(Receipt(form_key=form_key, person_id=person_id, location=location))
        db.session.flush()
