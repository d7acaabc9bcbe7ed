"""What is due by the calendar alone: reminders before a supplement's deadline, and the lapse."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from app import clock
from app.access import SYSTEM
from app.applications import emails
from app.applications.models import Application, SupplementRequest
from app.applications.services import perform, queries
from app.applications.workflow import Action, Status
from app.extensions import db
from app.programmes.services import calendar
from app.programmes.working_days import (
    Calendar,
    add_working_days,
    end_of_day,
    working_days_between,
)

REMIND_BEFORE = (3, 1)  # working days before the deadline (E5)


def due(moment_day: date) -> list[int]:
    """Return the dossiers that wait for a supplement whose deadline is near or has passed."""
    days = calendar.current()
    horizon = add_working_days(moment_day, max(REMIND_BEFORE), days)
    return list(
        db.session.scalars(
            select(SupplementRequest.application_id)
            .where(SupplementRequest.closed_at.is_(None), SupplementRequest.deadline_on <= horizon)
            .order_by(SupplementRequest.deadline_on, SupplementRequest.id)
        )
    )


def treat(application_id: int) -> str | None:
    """Remind or lapse one dossier, in the caller's transaction; return what was done.

    A reminder is posted once per deadline and day; a lapse only after 17:00 of the deadline.
    """
    application = queries.lock(application_id)
    asked = queries.open_supplement(application)
    if application.status != Status.SUPPLEMENT_REQUESTED or asked is None:
        return None
    if clock.now() >= end_of_day(asked.deadline_on):
        _lapse(application, asked)
        return "lapsed"
    for days_left in _reminders_due(asked, calendar.current()):
        key = f"{asked.id}:{asked.deadline_on.isoformat()}"
        really = working_days_between(clock.today(), asked.deadline_on, calendar.current())
        return "reminded" if emails.remind(application, days_left, key, really) else None
    return None


def _reminders_due(asked: SupplementRequest, days: Calendar) -> Iterator[int]:
    """Yield the nearest reminder that is due today: after a missed day the later one stands."""
    for days_left in sorted(REMIND_BEFORE):
        if clock.today() >= add_working_days(asked.deadline_on, -days_left, days):
            yield days_left


def _lapse(application: Application, asked: SupplementRequest) -> None:
    def facts(_application: Application) -> None:
        asked.closed_at = clock.now()

    perform.perform(
        application,
        Action.LAPSE,
        SYSTEM,
        facts=facts,
        letter=lambda: {"deadline_on": asked.deadline_on},
    )
