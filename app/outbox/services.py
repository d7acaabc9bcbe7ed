"""Posting a letter: rendered now, in the deed's transaction, sent later by the worker."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock, text
from app.access import Actor, Permission, check
from app.audit import services as audit
from app.errors import Conflict, NotFound
from app.extensions import db
from app.outbox import preferences
from app.outbox.addresses import url
from app.outbox.letters import LETTERS, NEWS
from app.outbox.models import (
    DAILY,
    EACH,
    EMAIL,
    FAILED,
    GATHERED,
    NONE,
    PAPER,
    TO_PRINT,
    UNWANTED,
    WAITING,
    Letter,
)
from app.outbox.rendering import Rendered, rendered

# `rendered` is asked here too: a page that previews a letter need not know where it is worded.
__all__ = [
    "Recipient", "Rendered", "about_thing", "failed", "get", "post", "put_back", "rendered",
    "send_again", "url", "write",
]  # fmt: skip
PAGE = 50
_STATES = {EACH: WAITING, DAILY: GATHERED, NONE: UNWANTED}


@dataclass(frozen=True)
class Recipient:
    """Who gets a letter on paper, as they are known when it is written."""

    name: str
    address: str = ""
    phone: str = ""


def post(
    letter: str,
    to: str,
    once_key: str,
    context: dict[str, Any],
    *,
    sensitive: bool = False,
    recipient: Recipient | None = None,
    about: tuple[str, int] | None = None,
) -> Letter:
    """Put the letter `letter` to `to` into the outbox and return its row.

    The same `once_key` posts it only once. A `sensitive` letter carries a token; its body is
    erased once it has left. What may wait, waits for the digest where the address prefers that;
    news that it has refused are kept and not sent. Without an address (`to` is "") it waits to be
    printed for the `recipient`; a sensitive letter never does (`ValueError`): whoever posts one
    does not offer it to who has no address.
    """
    earlier = db.session.scalar(select(Letter).where(Letter.once_key == once_key))
    if earlier is not None:
        return earlier
    if sensitive and not to:
        raise ValueError("a letter with a secret is never put on paper")
    receiver = recipient or Recipient(str(context.get("organisation") or context.get("name", "")))
    said = rendered(letter, {**context, **_way_out(letter, once_key, to)}, paper=not to)
    state = _STATES[preferences.way(to, letter)] if to and not sensitive else WAITING
    return write(
        letter,
        to,
        once_key,
        said,
        state=state if to else TO_PRINT,
        sensitive=sensitive,
        recipient={} if to else asdict(receiver),
        about=about,
    )


def write(
    letter: str,
    to: str,
    once_key: str,
    said: Rendered,
    *,
    state: str = WAITING,
    sensitive: bool = False,
    recipient: dict[str, Any] | None = None,
    about: tuple[str, int] | None = None,
) -> Letter:
    """Put words into the outbox as they are; `post` is the way for all but the digest."""
    row = Letter(
        once_key=once_key,
        name=letter,
        to=to,
        subject=said.subject,
        text=said.text,
        html=said.html,
        sensitive=sensitive,
        # Deterministic: a letter sent twice after a lost reply is recognised as one.
        message_id=preferences.message_id(once_key),
        state=state,
        channel=EMAIL if to else PAPER,
        recipient=recipient or {},
        next_at=preferences.next_digest() if state == GATHERED else clock.now(),
        created_at=clock.now(),
        about=about[0] if about else "",
        about_id=about[1] if about else None,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _way_out(letter: str, once_key: str, to: str) -> dict[str, Any]:
    """Return what a letter says of how its receiver may want it: nothing where it must be sent."""
    kind = LETTERS.get(letter)
    if kind is None or not kind.waits or not to:
        return {}
    path = preferences.page(preferences.message_id(once_key))
    return {"ways_path": path, "may_refuse": kind.sort == NEWS}


def failed(before: int | None = None) -> tuple[Sequence[Letter], int | None]:
    """Return a page of the letters that could not be sent, newest first, and where the next begins.

    `before` is the last id of the page before.
    """
    query = select(Letter).where(Letter.state == FAILED).order_by(Letter.id.desc()).limit(PAGE + 1)
    if before is not None:
        query = query.where(Letter.id < before)
    found = db.session.scalars(query).all()
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def get(letter_id: int) -> Letter:
    """Return the letter; raises `NotFound`."""
    letter = db.session.get(Letter, letter_id)
    if letter is None:
        raise NotFound
    return letter


def send_again(letter: Letter, by: Actor) -> None:
    """Put a failed letter back in the queue; an erased one cannot be sent again (409)."""
    check(Permission.MANAGE_PEOPLE, by, letter)
    put_back(letter, by)


def put_back(letter: Letter, by: Actor, *, to: str = "") -> None:
    """Send a failed letter once more, to `to` where the address was corrected meanwhile.

    Whoever asks has asked the policy. What was in a digest that failed leaves by itself: its
    companions may be nothing for the other address. Raises `Conflict` for one that did not fail,
    or was erased.
    """
    if not letter.failed:
        raise Conflict(text._("Thư này không nằm trong các thư chưa gửi được."))
    if letter.sensitive and not letter.text:
        raise Conflict(text._("Thư có mã bảo mật đã bị xóa nội dung, không thể gửi lại."))
    corrected = bool(to) and to.lower() != letter.to.lower()
    if corrected:
        letter.to = to
    letter.state, letter.attempts, letter.next_at = WAITING, 0, clock.now()
    letter.digest_id = None
    db.session.flush()
    audit.record("letter", letter.id, "sent_again", by, data={"corrected": corrected})


def about_thing(about: str, about_id: int, most: int = 100) -> Sequence[Letter]:
    """Return the newest letters about a thing."""
    return db.session.scalars(
        select(Letter)
        .options(
            joinedload(Letter.digest).load_only(Letter.state, Letter.sent_at, Letter.last_error)
        )
        .where(Letter.about == about, Letter.about_id == about_id)
        .order_by(Letter.id.desc())
        .limit(most)
    ).all()
