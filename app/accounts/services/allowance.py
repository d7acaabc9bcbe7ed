"""How many letters one person or address may be sent in a day, however often someone asks."""

from sqlalchemy import func, select

from app import clock
from app.extensions import db
from app.outbox.models import Letter

LETTERS_A_DAY = 5


def next_key(letter: str, subject: str) -> str | None:
    """Return the `once_key` of the next letter about `subject` today, or None after the fifth.

    The day is Vietnam's. Two requests at the same moment get the same key, and the key is
    unique: the limit holds in a race too.
    """
    begins = f"{letter}:{subject}:{clock.today().isoformat()}:"
    sent = db.session.scalar(
        select(func.count(Letter.id)).where(Letter.once_key.startswith(begins, autoescape=True))
    )
    return f"{begins}{sent + 1}" if sent is not None and sent < LETTERS_A_DAY else None
