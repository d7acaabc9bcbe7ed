"""Supports whose agreement (thỏa thuận) is not signed by its day: reminders, and the end.

Signed is what the clerk numbered (`agreement.signed`).
"""

from datetime import date

from sqlalchemy import select

from app import clock
from app.access import SYSTEM, Actor
from app.applications.services import queries
from app.delivery import emails
from app.delivery.models import Support
from app.delivery.services import agreement
from app.delivery.services import perform as door
from app.delivery.services.supports import get
from app.delivery.workflow import MOVES, Action, Status
from app.extensions import db
from app.programmes.services import calendar
from app.programmes.working_days import add_working_days, end_of_day, working_days_between

REMIND_BEFORE = (5, 1)  # working days before the last day


def due(day: date) -> list[int]:
    """Return the supports whose last day to sign is near or has passed."""
    horizon = add_working_days(day, max(REMIND_BEFORE), calendar.current())
    return list(
        db.session.scalars(
            select(Support.id)
            .where(
                Support.status == Status.AWAITING_CONTRACT.value,
                Support.contract_by <= horizon,
                agreement.unsigned(),
            )
            .order_by(Support.contract_by, Support.id)
        )
    )


def treat(support_id: int) -> str | None:
    """Remind of one support, or end it after 17:00 of its last day; return what was done."""
    support = get(support_id)
    application = queries.lock(support.application_id)
    db.session.refresh(support)
    if support.status != Status.AWAITING_CONTRACT.value or support.contract_by is None:
        return None
    if agreement.signed(support) is not None:
        return None
    if clock.now() >= end_of_day(support.contract_by):
        door.perform(support.id, Action.EXPIRE, SYSTEM)
        return "expired"
    days = calendar.current()
    for stage in sorted(REMIND_BEFORE):
        if clock.today() >= add_working_days(support.contract_by, -stage, days):
            left = working_days_between(clock.today(), support.contract_by, days)
            return "reminded" if emails.remind(application, support, stage, left) else None
    return None


def may_give_up(support: Support) -> bool:
    """Return whether the organisation can still withdraw: nothing is signed."""
    waits = support.status == MOVES[Action.GIVE_UP].source.value
    return waits and agreement.signed(support) is None


def give_up(support: Support, reason: str, by: Actor) -> Support:
    """The organisation does not go on (rút trước khi ký thỏa thuận); its slot is free again."""
    return door.perform(support.id, Action.GIVE_UP, by, reason=reason.strip())
