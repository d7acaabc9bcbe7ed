"""The calendar of working days as the database has it."""

from sqlalchemy import select

from app.access import Actor
from app.audit import services as audit
from app.extensions import db
from app.programmes.models import CalendarDay
from app.programmes.working_days import Calendar, published_exceptions

# The years for which the first calendar is laid down; later ones come with a newer release.
FIRST_YEAR, LAST_YEAR = 2025, 2028


def current() -> Calendar:
    """Return the calendar; one query, so ask once for a whole list."""
    rows = db.session.execute(select(CalendarDay.day, CalendarDay.is_working))
    return Calendar({row.day: row.is_working for row in rows})


def lay_down(actor: Actor) -> int:
    """Add the days the calendar does not have yet and return how many.

    What is there stays: the Sở may have moved a day by hand after the Government's announcement.
    """
    known = set(db.session.scalars(select(CalendarDay.day)))
    missing = [
        each for each in published_exceptions(FIRST_YEAR, LAST_YEAR) if each.day not in known
    ]
    if missing:
        db.session.add_all(
            CalendarDay(day=each.day, is_working=each.working, note=each.name) for each in missing
        )
        audit.record(
            "calendar",
            0,  # one calendar for the house
            "lay_down",
            actor,
            data={"days": [each.day.isoformat() for each in missing]},
        )
    return len(missing)
