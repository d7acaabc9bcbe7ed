"""Internal notes (ghi chú nội bộ): the staff's own; no applicant ever sees one."""

from collections.abc import Sequence

from sqlalchemy import select

from app import access, clock, limits
from app.access import Actor, Permission
from app.accounts.services.authors import by_name
from app.applications.models import Application
from app.audit import services as audit
from app.errors import Invalid
from app.extensions import db
from app.review.models import Note
from app.text import _

MOST = 100
LONGEST = {"text": 2000}  # characters
AUTHOR = by_name(Note.person)


def write(application: Application, text: str, by: Actor) -> Note:
    """Add a note to the dossier. Raises 422 for an empty one, or one that is too long."""
    access.check(Permission.WRITE_NOTE, by, application)
    if not text.strip():
        raise Invalid(_("Vui lòng ghi nội dung ghi chú."), "text")
    limits.texts({"text": text}, LONGEST)
    assert by.person_id is not None
    note = Note(application_id=application.id, person_id=by.person_id, text=text, at=clock.now())
    db.session.add(note)
    db.session.flush()
    audit.record("application", application.id, "note", by, data={"note": note.id})
    return note


def of_application(application_id: int) -> Sequence[Note]:
    """Return the newest 100 notes of a dossier."""
    return db.session.scalars(
        select(Note)
        .where(Note.application_id == application_id)
        .options(AUTHOR)
        .order_by(Note.id.desc())
        .limit(MOST)
    ).all()
