"""Due dates as a calendar (ICS): made and revoked by the person, read with their rights of then.

A feed says reference, step and due date; names of organisations only where the person chose so,
for a calendar is often kept by somebody else's service.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit

from icalendar import Calendar, Event
from sqlalchemy import select

from app import access, clock, settings
from app.access import Actor, Permission, allowed
from app.accounts.services import sign_in
from app.accounts.services.sign_in import digest
from app.applications.models import Application
from app.applications.services import foreign
from app.applications.workflow import LIVE, LOOKS, Status
from app.audit import services as audit
from app.errors import NotFound
from app.extensions import db
from app.organisations.models import Organisation
from app.review.feed_models import CalendarFeed
from app.text import _

MOST = 1_000  # dossiers in one feed
HORIZON = timedelta(days=60)  # overdue for longer is no calendar's matter any more
_WAITS = {
    access.Role.CLERK: (Status.SUBMITTED, Status.APPROVED_UNISSUED, Status.REJECTED_UNISSUED),
    access.Role.LEAD: (Status.ACCEPTED, Status.AWAITING_ENDORSEMENT),
    access.Role.DIRECTOR: (Status.AWAITING_APPROVAL,),
}


def current(by: Actor) -> CalendarFeed | None:
    """Return the person's feed that lives."""
    return db.session.scalar(
        select(CalendarFeed).where(
            CalendarFeed.person_id == by.person_id, CalendarFeed.ended_at.is_(None)
        )
    )


def make(by: Actor, *, with_names: bool) -> str:
    """Return the secret of a new feed; the one before is dead. Raises 403 for who has no desk."""
    access.check(Permission.SEE_WORK, by)
    _end(by)
    secret = token_urlsafe(32)
    assert by.person_id is not None
    feed = CalendarFeed(
        person_id=by.person_id, hash=digest(secret), with_names=with_names, created_at=clock.now()
    )
    db.session.add(feed)
    db.session.flush()
    audit.record("person", by.person_id, "calendar_made", by, data={"with_names": with_names})
    return secret


def revoke(by: Actor) -> None:
    """End the person's feed; nothing happens to who has none."""
    if _end(by) and by.person_id is not None:
        audit.record("person", by.person_id, "calendar_revoked", by)


def _end(by: Actor) -> bool:
    feed = current(by)
    if feed is None:
        return False
    feed.ended_at = clock.now()
    db.session.flush()
    return True


def read(secret: str) -> bytes:
    """Return the calendar behind a secret, as the person may see it now.

    Raises `NotFound` alike for what never was, was revoked, or whose person is disabled or has no
    desk any more.
    """
    feed = db.session.scalar(
        select(CalendarFeed).where(
            CalendarFeed.hash == digest(secret), CalendarFeed.ended_at.is_(None)
        )
    )
    by = sign_in.actor_of(feed.person_id) if feed is not None else access.NOBODY
    if feed is None or not allowed(Permission.SEE_WORK, by):
        raise NotFound
    calendar = Calendar()
    calendar.add("prodid", "-//NSCL//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Hạn hồ sơ"))
    calendar.add("x-wr-timezone", str(clock.VIETNAM))
    for row in _due(by):
        calendar.add_component(_event(row, with_names=feed.with_names))
    return bytes(calendar.to_ical())


def etag_of(content: bytes) -> str:
    """Return what says whether a calendar changed since it was fetched."""
    return sha256(content).hexdigest()[:32]


def _due(by: Actor) -> Sequence[Any]:
    """Return what the person has to do by some day: theirs, and what waits for their role."""
    own = Application.officer_id.in_(by.hats) & Application.status.in_(
        [status.value for status in LIVE]
    )
    wanted = own
    for statuses in _statuses(by):
        wanted |= Application.status.in_(statuses)
    query = (
        select(
            Application.id,
            Application.reference,
            Application.status,
            Application.due_on,
            Application.updated_at,
            Organisation.name,
        )
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(
            Application.is_open.is_(True),
            wanted,
            Application.due_on >= clock.today() - HORIZON,
        )
        .order_by(Application.due_on, Application.id)
        .limit(MOST)
    )
    query = query.where(*foreign.others(by, Application))
    return db.session.execute(query).all()


def _statuses(by: Actor) -> Iterator[list[str]]:
    for role, statuses in _WAITS.items():
        if role in by.roles:
            yield [status.value for status in statuses]


def _event(row: Any, *, with_names: bool) -> Event:
    """Return an all-day event: a day in Vietnam, whatever the zone of the calendar.

    The UID stays the same while the dossier lives, so a moved date moves the event.
    """
    said = [row.reference, LOOKS[Status(row.status)].inside]
    if with_names:
        said.append(row.name)
    event = Event()
    event.add("uid", f"ho-so-{row.id}@{urlsplit(str(settings.get('BASE_URL', ''))).hostname}")
    event.add("dtstamp", _moment(row.updated_at))
    event.add("last-modified", _moment(row.updated_at))
    event.add("dtstart", row.due_on)
    event.add("dtend", row.due_on + timedelta(days=1))
    event.add("summary", " – ".join(said))
    event.add("transp", "TRANSPARENT")  # a due date keeps nobody busy
    event.add("url", f"{settings.get('BASE_URL', '')}/xet-duyet/{row.id}")
    return event


def _moment(at: datetime) -> datetime:
    return at.replace(microsecond=0)
