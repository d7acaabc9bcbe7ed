"""Who hears of a published call, in batches: one letter an address, however often it is asked."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app import clock
from app.accounts.models import Person
from app.extensions import db
from app.outbox.models import Letter
from app.programmes import emails
from app.programmes.models import (
    Call,
    CallContent,
    ContentVersion,
    NewsSubscription,
    SupportContent,
)
from app.programmes.services import news
from app.programmes.workflow import CallState

BATCH = 50  # letters in one transaction


@dataclass(frozen=True)
class Recipient:
    """Someone to tell of a call: why, and about which of its contents (names)."""

    email: str
    name: str
    contents: tuple[str, ...]
    person_id: int | None = None  # who asked for news, and may end it with one press


# Rooms above add theirs (who was invited because of a registered need).
Audience = Callable[[Call], Iterable[Recipient]]
_audiences: list[Audience] = []


def audience(who: Audience) -> Audience:
    """Register whom a published call is told to."""
    _audiences.append(who)
    return who


@audience
def subscribers(call: Call) -> Iterable[Recipient]:
    """Those who asked for news of contents of this call."""
    asked: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    for person_id, email, name, content in db.session.execute(
        select(Person.id, Person.email, Person.name, ContentVersion.name)
        .join(NewsSubscription, NewsSubscription.person_id == Person.id)
        .join(CallContent, CallContent.content_id == NewsSubscription.content_id)
        .join(SupportContent, SupportContent.id == CallContent.content_id)
        .join(ContentVersion, ContentVersion.id == SupportContent.version_id)
        .where(CallContent.call_id == call.id, Person.disabled_at.is_(None))
        .order_by(Person.id, SupportContent.position)
    ):
        if email:  # who signs in by phone alone has no address to write to
            asked[person_id, email, name].append(content)
    for (person_id, email, name), names in asked.items():
        yield Recipient(email, name, tuple(names), person_id)


def tell(call: Call, most: int = BATCH) -> int:
    """Post the next letters about a published call; return how many.

    One letter an address, however often this is asked. When nobody is left, the call is told.
    """
    if call.state != CallState.PUBLISHED.value or call.told_at is not None:
        return 0
    waiting: dict[str, Recipient] = {}
    for who in _audiences:
        for recipient in who(call):
            waiting.setdefault(emails.told_key(call, recipient.email), recipient)
    posted = set(
        db.session.scalars(
            select(Letter.once_key).where(
                Letter.once_key.startswith(emails.told_key(call, ""), autoescape=True)
            )
        )
    )
    left = [key for key in waiting if key not in posted]
    for key in left[:most]:
        recipient = waiting[key]
        path = news.end_path(recipient.person_id) if recipient.person_id is not None else None
        emails.published(call, recipient.email, recipient.name, recipient.contents, path)
    if len(left) <= most:
        call.told_at = clock.now()
        db.session.flush()
    return min(len(left), most)


def untold() -> Sequence[int]:
    """Return the published calls that not everyone was told of."""
    return db.session.scalars(
        select(Call.id)
        .where(Call.state == CallState.PUBLISHED.value, Call.told_at.is_(None))
        .order_by(Call.id)
    ).all()


def tell_some(call_id: int) -> int:
    """Post the next batch about a call, its row locked; return how many."""
    call = db.session.get(
        Call, call_id, with_for_update={"of": Call, "key_share": True}, populate_existing=True
    )
    return tell(call) if call is not None else 0
