"""The letters about a dossier: by what they say they are about, and older ones by their keys."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from app.applications.emails import COPY, DOSSIER
from app.applications.models import Application
from app.applications.workflow import MOVES
from app.audit.models import Event
from app.extensions import db
from app.outbox.models import Letter

_AT_ONCE = 500  # keys asked for together
_SUPPORT = ("support_given_up", "support_unsigned")  # of the support a dossier led to
_NAMES = (*sorted({move.letter for move in MOVES.values() if move.letter}), *_SUPPORT)


def of(application: Application) -> Sequence[Letter]:
    """Return the letters, oldest first; none that carried a secret.

    The letter of a submission names every dossier of the phiếu and belongs to all of them.
    """
    together = select(Application.id).where(Application.form_id == application.form_id)
    ids = db.session.scalars(
        select(Event.id).where(
            Event.subject == "application",
            (Event.subject_id == application.id)
            | (Event.subject_id.in_(together) & (Event.action == "submit")),
        )
    ).all()
    keys = [
        f"{name}:event:{number}{copy}" for number in ids for name in _NAMES for copy in ("", COPY)
    ]
    found = {letter.id: letter for letter in _about(application.id)}
    for first in range(0, len(keys), _AT_ONCE):
        some = keys[first : first + _AT_ONCE]
        query = select(Letter).where(Letter.once_key.in_(some), Letter.sensitive.is_(False))
        found |= {letter.id: letter for letter in db.session.scalars(query)}
    return [found[key] for key in sorted(found)]


def _about(application_id: int) -> Iterable[Letter]:
    return db.session.scalars(
        select(Letter).where(
            Letter.about == DOSSIER, Letter.about_id == application_id, Letter.sensitive.is_(False)
        )
    )
