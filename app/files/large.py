"""Files the house made itself: streamed in and out, as large as they come; and taken away again."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

import obstore
from sqlalchemy import event
from sqlalchemy.orm import Session

from app import clock, settings
from app.access import Actor
from app.extensions import db
from app.files import services
from app.files.making import size_of
from app.files.models import StoredFile

CHUNK = 1 << 20  # bytes sent together
_DEAD = "dead_files"  # in a session: the keys whose rows its transaction removes


def keep(stream: BinaryIO, name: str, media_type: str, by: Actor) -> StoredFile:
    """Store what the house made, piece by piece, and return its row.

    No limit of uploads holds: who makes a file answers for its size.
    """
    size = size_of(stream)
    digest = sha256()
    while piece := stream.read(CHUNK):
        digest.update(piece)
    stream.seek(0)
    key = f"{clock.today():%Y/%m}/{uuid4().hex}.{name.rpartition('.')[2]}"
    obstore.put(services.store(), key, stream)
    row = StoredFile(
        key=key,
        sha256=digest.hexdigest(),
        size=size,
        media_type=media_type,
        original_name=name,
        uploaded_by=by.person_id,
        created_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def chunks(row: StoredFile) -> Iterator[bytes]:
    """Return the bytes of a stored file piece by piece; no transaction is needed to read on."""
    return iter(obstore.get(services.store(), row.key).stream(min_chunk_size=CHUNK))


def remove(row: StoredFile) -> None:
    """Delete a stored file: the row now, the bytes once this transaction is committed.

    A process that dies between the two leaves an orphan, which `flask files sweep` removes.
    """
    db.session().info.setdefault(_DEAD, []).append(row.key)
    db.session.delete(row)
    db.session.flush()


@event.listens_for(Session, "after_commit")
def _bury(session: Session) -> None:
    if keys := session.info.pop(_DEAD, None):
        obstore.delete(services.store(), keys)


@event.listens_for(Session, "after_rollback")
def _spare(session: Session) -> None:
    session.info.pop(_DEAD, None)


def unfinished() -> list[Path]:
    """Return what a process killed while it stored a file left behind, older than an hour.

    The store writes beside the place ("….zip#1") and renames at the end; it never lists these.
    """
    oldest = (clock.now() - services.ORPHAN_AGE).timestamp()
    folder = Path(settings.get("FILES_DIR"))
    return [path for path in folder.rglob("*#[0-9]*") if path.stat().st_mtime < oldest]
