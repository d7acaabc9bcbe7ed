"""The needs of a record that is joined into another, or that was only a stand-in, go along."""

from sqlalchemy import select

from app.access import Actor
from app.audit import services as audit
from app.changes import Changes
from app.extensions import db
from app.needs.models import Need, NeedItem
from app.needs.services import perform
from app.needs.workflow import Action
from app.organisations.services import standins


def hand_over(changes: Changes, from_id: int, to_id: int) -> None:
    """Let the record that stays have the needs of the one that was joined into it."""
    for need in _needs(from_id):
        changes.set(need, "organisation_id", to_id)
    db.session.flush()


@standins.follow
def follow(standin_id: int, target_id: int | None, by: Actor) -> None:
    """Bring what was said in a stand-in to `target_id`; without one nothing of it stays.

    A need said in a stand-in that was refused had no organisation: only its events stay.
    """
    for need in _needs(standin_id):
        if target_id is None:
            _remove(need, by)
        else:
            need.organisation_id = target_id
            audit.record("need", need.id, "hand_over", by, data={"organisation": target_id})
    db.session.flush()


def _remove(need: Need, by: Actor) -> None:
    for item in need.items:
        audit.record("need_item", item.id, Action.WITHDRAW.value, by, before=item.status)
        db.session.delete(item)
    db.session.flush()
    db.session.delete(need)


def _needs(organisation_id: int) -> list[Need]:
    locked = select(NeedItem.id).join(Need).where(Need.organisation_id == organisation_id)
    perform.lock(list(db.session.scalars(locked)))
    return list(
        db.session.scalars(
            select(Need).where(Need.organisation_id == organisation_id).order_by(Need.id)
        ).unique()
    )
