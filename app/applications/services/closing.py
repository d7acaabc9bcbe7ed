"""Reminders before a call closes, to organisations whose drafts are not submitted yet."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.applications import emails
from app.applications.models import Application
from app.applications.workflow import Status
from app.extensions import db
from app.outbox.models import Letter
from app.programmes.models import Call
from app.programmes.services import calendar, calls
from app.programmes.working_days import add_working_days, working_days_between

FIRST, LAST = 3, 0  # working days before the closing day, and that day itself
BATCH = 50  # letters in one transaction


def due() -> Sequence[int]:
    """Return the open calls of which drafts are to be reminded today."""
    return [call.id for call in calls.open_calls(clock.now()) if _stage(call) is not None]


def _stage(call: Call) -> int | None:
    """Return which reminder is due today: after a missed day the later one stands."""
    closing, today = clock.local(call.closes_at).date(), clock.today()
    if today >= closing:
        return LAST
    return FIRST if today >= add_working_days(closing, -FIRST, calendar.current()) else None


def remind(call_id: int, most: int = BATCH) -> int:
    """Post the next reminders of a call, one an organisation and stage; return how many."""
    call = db.session.get_one(Call, call_id)
    stage = _stage(call)
    if stage is None or not calls.is_open(call, clock.now()):
        return 0
    drafts: dict[int, list[Application]] = defaultdict(list)
    for draft in db.session.scalars(
        select(Application)
        .where(Application.call_id == call.id, Application.status == Status.DRAFT)
        .options(joinedload(Application.organisation), joinedload(Application.content_version))
        .order_by(Application.organisation_id, Application.id)
    ):
        drafts[draft.organisation_id].append(draft)
    keys = {key: emails.closing_key(call, stage, key) for key in drafts}
    known = set(
        db.session.scalars(
            select(Letter.once_key).where(
                Letter.once_key.startswith(emails.closing_key(call, stage, ""), autoescape=True)
            )
        )
    )
    left = [key for key in drafts if keys[key] not in known and _address(drafts[key])]
    days_left = working_days_between(
        clock.today(), clock.local(call.closes_at).date(), calendar.current()
    )
    for key in left[:most]:
        emails.closing(
            call,
            _address(drafts[key]),
            keys[key],
            organisation=drafts[key][0].organisation.name,
            contents=[draft.content_version.name for draft in drafts[key]],
            days_left=days_left,
        )
    return min(len(left), most)


def _address(drafts: list[Application]) -> str:
    return drafts[0].organisation.contact_email
