"""The reserve by the calendar: the leads are reminded, places end, freed ones are filled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app import clock
from app.access import SYSTEM
from app.applications.models import Application
from app.applications.services import perform as door
from app.applications.services import queries
from app.applications.workflow import Action, Status
from app.extensions import db
from app.programmes.models import Call, CallContent, ContentVersion, SupportContent
from app.programmes.services import calendar, quota
from app.programmes.working_days import (
    add_working_days,
    end_of_day,
    working_days_between,
)
from app.selection import emails
from app.selection.services import places

REMIND_BEFORE = (5, 1)  # working days before reserve places end (E19)


@dataclass(frozen=True)
class Reserve:
    """The reserve of one content of a call, as the page of the leads shows it."""

    call: Call
    row: CallContent
    content: str
    free: int | None
    waiting: Sequence[Application]


def overview() -> list[Reserve]:
    """Return every reserve there is; a few queries for each content that has one."""
    found = []
    for call_id, content_id in places.with_reserve():
        row = quota.offered(call_id, content_id)
        if row is None:
            continue
        waiting = places.waiting(call_id, content_id)
        name = waiting[0].content_version.name if waiting else row.content.code
        found.append(Reserve(places.call_of(call_id), row, name, places.free(row), waiting))
    return found


def ending(day: date) -> list[int]:
    """Return the dossiers whose reserve place ends on `day` or before."""
    return list(
        db.session.scalars(
            select(Application.id)
            .where(Application.status == Status.RESERVE, Application.reserve_until <= day)
            .order_by(Application.reserve_until, Application.id)
        )
    )


def end(application_id: int) -> bool:
    """End one reserve place after 17:00 of its last day; return whether it was ended."""
    application = queries.lock(application_id)
    until = application.reserve_until
    if application.status != Status.RESERVE or until is None or clock.now() < end_of_day(until):
        return False
    door.perform(application, Action.END_RESERVE, SYSTEM, data={"until": until.isoformat()})
    return True


def remind() -> int:
    """Remind the leads of reserve places that end soon; return how many letters were posted."""
    days = calendar.current()
    horizon = add_working_days(clock.today(), max(REMIND_BEFORE), days)
    posted = 0
    for call_id, content, until, dossiers in _groups(horizon):
        stage = next(
            (
                stage
                for stage in sorted(REMIND_BEFORE)
                if clock.today() >= add_working_days(until, -stage, days)
            ),
            None,
        )
        if stage is not None and clock.now() < end_of_day(until):
            posted += emails.reserve_ending(
                call_id,
                places.call_of(call_id).name,
                content,
                until,
                stage=stage,
                days_left=working_days_between(clock.today(), until, days),
                dossiers=dossiers,
            )
    return posted


def _groups(horizon: date) -> list[tuple[int, str, date, int]]:
    """Return (call, content, last day, dossiers) of the reserve places that end by `horizon`."""
    rows = db.session.execute(
        select(
            Application.call_id,
            ContentVersion.name,
            Application.reserve_until,
            func.count(),
        )
        .join(SupportContent, SupportContent.id == Application.content_id)
        .join(ContentVersion, ContentVersion.id == SupportContent.version_id)
        .where(Application.status == Status.RESERVE, Application.reserve_until <= horizon)
        .group_by(Application.call_id, ContentVersion.name, Application.reserve_until)
        .order_by(Application.call_id, ContentVersion.name, Application.reserve_until)
    ).all()
    return [
        (call_id, name, until, int(times))
        for call_id, name, until, times in rows
        if until is not None
    ]
