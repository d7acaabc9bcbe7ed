"""The desk's letter to its own people: dossiers that stand still (E19)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.outbox import services as outbox
from app.outbox.models import Letter


def silence_key(person_id: int, day: date) -> str:
    """Return the key under which a person is reminded once a day."""
    return f"desk_silence:{person_id}:{day.isoformat()}"


def was_reminded(person_id: int, day: date) -> bool:
    """Return whether the person had this day's letter already."""
    key = silence_key(person_id, day)
    return db.session.scalar(select(Letter.id).where(Letter.once_key == key)) is not None


def silence(
    person_id: int, to: str, day: date, *, name: str, dossiers: Sequence[dict[str, Any]], more: int
) -> None:
    """Remind of the dossiers that stand still; `more` of them are only counted."""
    outbox.post(
        "desk_silence",
        to,
        silence_key(person_id, day),
        {"name": name, "dossiers": dossiers, "more": more, "path": "/viec-cua-toi"},
    )
