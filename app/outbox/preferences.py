"""How an address wants the letters that may wait: each at once, in a daily digest, or none (news).

The choice belongs to the address, not to an account: where an organisation's letters go need not
be anybody's. Whoever reads its mailbox chooses by the link in each of these letters.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import func, select

from app import clock, settings
from app.access import NOBODY, Actor
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.outbox.addresses import url
from app.outbox.letters import CAN_WAIT, LETTERS, NEWS
from app.outbox.models import (
    DAILY,
    EACH,
    GATHERED,
    NONE,
    UNWANTED,
    WAITING,
    Letter,
    LetterPreference,
)
from app.text import _

PAGE = "/nhan-thu/"
_WAYS = (EACH, DAILY, NONE)
_LINK = re.compile(re.escape(PAGE) + r"[\w.-]+")
# Whom a choice is recorded for, as events name their subject: a person, or the letter it came by.
Subject = tuple[str, int]


def hour() -> int:
    """Return the hour of the day, in Vietnam, from which the daily digest leaves."""
    return int(settings.get("DIGEST_HOUR", 7))


def next_digest() -> datetime:
    """Return when the next daily digest is due, in UTC."""
    now = clock.local(clock.now())
    due = now.replace(hour=hour(), minute=0, second=0, microsecond=0)
    return (due if due > now else due + timedelta(days=1)).astimezone(UTC)


def offered(sort: str) -> tuple[str, ...]:
    """Return the ways in which letters of a sort may be wanted: only news can be refused."""
    return _WAYS if sort == NEWS else (EACH, DAILY)


@dataclass(frozen=True)
class Wanted:
    """What an address wants, by sort of letter."""

    address: str
    ways: Mapping[str, str]

    @property
    def version(self) -> int:
        """What a form has seen: the same choices are the same version."""
        return sum(_WAYS.index(self.ways[sort]) * 3**at for at, sort in enumerate(CAN_WAIT))


def of(address: str) -> Wanted:
    """Return what the address wants; each at once where it has said nothing."""
    return _wanted(address, _rows(address))


def way(address: str, letter: str) -> str:
    """Return how the address wants this letter; what may not wait is wanted at once."""
    kind = LETTERS.get(letter)
    if kind is None or not kind.waits:
        return EACH
    row = db.session.get(LetterPreference, (address.lower(), kind.sort))
    return row.way if row else EACH


def choose(
    address: str, ways: Mapping[str, str], by: Actor, subject: Subject, *, seen: int | None
) -> None:
    """Let the address get letters so from now on; what waited for a digest follows the choice.

    `ways` by sort; what it does not name stays. Raises 422 beside a sort, 409 when the choice
    seen has changed meanwhile.
    """
    for sort, chosen in ways.items():
        if sort not in CAN_WAIT or chosen not in offered(sort):
            raise Invalid(_("Vui lòng chọn một mục."), sort)
    rows = _rows(address, lock=True)
    before = _wanted(address, rows)
    if seen != before.version:
        raise Conflict(_("Lựa chọn này vừa được thay đổi. Vui lòng xem lại rồi lưu lại."))
    _keep(before, ways, rows, by, subject)


def refuse_news(letter: Letter) -> None:
    """Send no more news to the letter's address; a second time changes nothing."""
    rows = _rows(letter.to, lock=True)
    _keep(_wanted(letter.to, rows), {NEWS: NONE}, rows, NOBODY, ("letter", letter.id))


def want_news(address: str, by: Actor, subject: Subject) -> None:
    """Let news reach the address again: its person has just asked for some."""
    rows = _rows(address, lock=True)
    before = _wanted(address, rows)
    if before.ways[NEWS] == NONE:
        _keep(before, {NEWS: EACH}, rows, by, subject)


def carry(old: str, new: str, by: Actor, subject: Subject) -> None:
    """Let a person's new address have what the old one chose; one that has chosen keeps its own."""
    rows = _rows(new, lock=True)
    if not rows:
        _keep(_wanted(new, rows), of(old).ways, rows, by, subject)


def message_id(once_key: str) -> str:
    """Return the Message-ID of a letter; a letter sent twice is recognised as one."""
    host = urlsplit(url("/")).hostname or "localhost"
    return f"<{sha256(once_key.encode()).hexdigest()[:32]}@{host}>"


def page(named: str) -> str:
    """Return the path where the receiver of the letter with this Message-ID chooses."""
    return PAGE + str(_signer().dumps(named.strip("<>")))


def letter_of(token: str) -> Letter:
    """Return the letter whose link this is; raises `NotFound` for what is no link of ours."""
    try:
        named = _signer().loads(token)
    except BadSignature as error:
        raise NotFound(_("Đường liên kết này không đúng.")) from error
    found = db.session.scalar(select(Letter).where(Letter.message_id == f"<{named}>"))
    if found is None or not found.to:
        raise NotFound(_("Đường liên kết này không đúng."))
    return found


def hidden(text: str) -> str:
    """Return a letter's text without its receiver's link, for others who read it."""
    return _LINK.sub(PAGE + "…", text)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(settings.get("SECRET_KEY", "")), salt="nscl.letters")


def _rows(address: str, *, lock: bool = False) -> dict[str, LetterPreference]:
    query = select(LetterPreference).where(LetterPreference.address == address.lower())
    if lock:
        query = query.order_by(LetterPreference.sort).with_for_update()
        query = query.execution_options(populate_existing=True)
    return {row.sort: row for row in db.session.scalars(query)}


def _wanted(address: str, rows: Mapping[str, LetterPreference]) -> Wanted:
    ways = {sort: rows[sort].way if sort in rows else EACH for sort in CAN_WAIT}
    return Wanted(address.lower(), ways)


def _keep(
    before: Wanted,
    ways: Mapping[str, str],
    rows: Mapping[str, LetterPreference],
    by: Actor,
    subject: Subject,
) -> None:
    """Keep a choice, all sorts of it: two first choices at once meet in the primary key."""
    after = {**before.ways, **ways}
    changed = [sort for sort in CAN_WAIT if after[sort] != before.ways[sort]]
    if not changed:
        return
    for sort in CAN_WAIT:
        if row := rows.get(sort):
            row.way, row.at = after[sort], clock.now()
        else:
            made = LetterPreference(
                address=before.address, sort=sort, way=after[sort], at=clock.now()
            )
            db.session.add(made)
    db.session.flush()
    _release(before.address, (sort for sort in changed if before.ways[sort] == DAILY), after)
    said = {sort: after[sort] for sort in changed}
    audit.record(*subject, "choose_letters", by, data={"ways": said})


def _release(address: str, sorts: Iterable[str], after: Mapping[str, str]) -> None:
    """Send what waited for the digest, or leave out the news that are no longer wanted."""
    for sort in sorts:
        names = [kind.name for kind in LETTERS.values() if kind.sort == sort]
        state = UNWANTED if after[sort] == NONE else WAITING
        # Locked in the order in which a digest takes them.
        waiting = db.session.scalars(
            select(Letter)
            .where(
                Letter.state == GATHERED,
                func.lower(Letter.to) == address,
                Letter.name.in_(names),
            )
            .order_by(Letter.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        for letter in waiting.all():
            letter.state, letter.next_at = state, clock.now()
        db.session.flush()
