"""What the calendar makes due in this room: told to `flask lapse` when the room is opened."""

from sqlalchemy import select

from app import clock
from app.access import SYSTEM
from app.applications.services import queries
from app.chores import Chore, register
from app.extensions import db
from app.opinions import emails
from app.opinions.models import ASKED, Opinion
from app.opinions.services.asking import told
from app.programmes.services import calendar
from app.programmes.working_days import add_working_days

REMIND_BEFORE = 2  # working days before the deadline


def due() -> list[int]:
    """Return the requests whose deadline is near and that were not reminded of yet."""
    horizon = add_working_days(clock.today(), REMIND_BEFORE, calendar.current())
    return list(
        db.session.scalars(
            select(Opinion.id)
            .where(
                Opinion.state == ASKED,
                Opinion.email != "",
                Opinion.reminded_at.is_(None),
                Opinion.deadline_on.between(clock.today(), horizon),
            )
            .order_by(Opinion.id)
        )
    )


def treat(opinion_id: int) -> str | None:
    """Remind of one request, once; return what was done."""
    opinion = db.session.get_one(Opinion, opinion_id)
    application = queries.lock(opinion.application_id)
    db.session.refresh(opinion)
    if opinion.state != ASKED or opinion.reminded_at is not None or not application.is_open:
        return None
    opinion.reminded_at = clock.now()
    db.session.flush()
    told(application, opinion, "remind_opinion", SYSTEM)
    emails.reminder(application, opinion)
    return "opinions reminded"


register(Chore("opinion", due, treat))
