"""The letters that deeds on a dossier wrote, found by the keys under which they were posted."""

from collections.abc import Sequence

from sqlalchemy import select

from app.applications.emails import COPY
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
    found: list[Letter] = []
    for first in range(0, len(keys), _AT_ONCE):
        some = keys[first : first + _AT_ONCE]
        found += db.session.scalars(
            select(Letter).where(Letter.once_key.in_(some), Letter.sensitive.is_(False))
        )
    return sorted(found, key=lambda letter: letter.id)
