"""Thư gộp: what may wait leaves as one letter a day and address, from the hour in the settings.

Each letter stays a row of its own: the digest is made of what is there when it leaves, in one
transaction an address, so that a run that is cut loses nothing and two at once send it once.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app import clock
from app.chores import Chore, register
from app.extensions import db
from app.outbox import preferences, rendering, services
from app.outbox.addresses import url
from app.outbox.models import DIGESTED, GATHERED, Letter
from app.text import _, format_date

NAME = "digest"
IN_FULL = 50  # letters of a digest that stand in it whole; of the others the subject and the link
# What is said of a thing as it is now, by the word letters call it by ("application").
Present = Callable[[Collection[int]], Mapping[int, str]]
_present: dict[str, Present] = {}


def describe(about: str, present: Present) -> None:
    """Let digests say how the things are that their letters are about, when they leave."""
    _present[about] = present


@dataclass(frozen=True)
class Item:
    """A letter in a digest: `now` is how what it is about stands today, `link` its first one."""

    subject: str
    written_at: datetime
    now: str
    lines: Sequence[str]
    link: str


def due() -> list[str]:
    """Return the addresses whose digest is due."""
    return list(
        db.session.scalars(
            select(func.lower(Letter.to))
            .where(Letter.state == GATHERED, Letter.next_at <= clock.now())
            .distinct()
            .order_by(func.lower(Letter.to))
        )
    )


def send(address: str) -> str | None:
    """Write the digest of an address; what comes too late for this day's waits for the next."""
    found = db.session.scalars(
        select(Letter)
        .where(
            Letter.state == GATHERED,
            Letter.next_at <= clock.now(),
            func.lower(Letter.to) == address,
        )
        .order_by(Letter.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    key = f"{NAME}:{clock.today().isoformat()}:{address}"
    if not found or db.session.scalar(select(Letter.id).where(Letter.once_key == key)):
        return None
    subject = _("Thư gộp ngày %(day)s: %(n)s thư", day=format_date(clock.today()), n=len(found))
    path = preferences.page(preferences.message_id(key))
    said = rendering.gathered(subject, _items(found), {"ways_path": path})
    digest = services.write(NAME, found[0].to, key, said)
    for letter in found:
        letter.state, letter.digest_id = DIGESTED, digest.id
    db.session.flush()
    return "digests written"


def _items(found: Sequence[Letter]) -> list[Item]:
    now = _now(found)
    return [
        Item(
            subject=letter.subject,
            written_at=letter.created_at,
            now=now.get((letter.about, letter.about_id), ""),
            lines=_body(letter) if at < IN_FULL else (),
            link=next((line.strip() for line in _body(letter) if url("/") in line), ""),
        )
        for at, letter in enumerate(found)
    ]


def _now(found: Sequence[Letter]) -> dict[tuple[str, int | None], str]:
    asked: dict[str, set[int]] = defaultdict(set)
    for letter in found:
        if letter.about_id is not None:
            asked[letter.about].add(letter.about_id)
    return {
        (about, key): words
        for about, ids in asked.items()
        if about in _present
        for key, words in _present[about](ids).items()
    }


def _body(letter: Letter) -> list[str]:
    """Return what the letter says, without the lines that end every letter."""
    body, _mark, _rest = letter.text.rpartition("\n--\n")
    return (body or letter.text).strip().split("\n")


register(Chore("digest", due, send))
