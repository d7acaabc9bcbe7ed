"""The groups a dossier is found by, of which it may be in several: written at submission.

`p:<group>`: a priority group of KH 79/KH-UBND section II.2.1, as the profile said it then.
`w`: some warning for the officer; `w:<kind>`: which, see `KINDS`. The page of the dossier
computes its warnings anew each time; these are what was known when it was submitted.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, delete, select

from app.applications.mark_models import DossierMark
from app.applications.models import Application
from app.extensions import db
from app.ledger.services import alike, overlaps

WARNED = "w"
ALIKE, OVERLAP, SCOPE = "alike", "overlap", "scope"
KINDS = (ALIKE, OVERLAP, SCOPE)


def priority(group: str) -> str:
    """Return the mark of a priority group."""
    return f"p:{group}"


def warning(kind: str) -> str:
    """Return the mark of a kind of warning."""
    return f"{WARNED}:{kind}"


def write(application: Application) -> None:
    """Write the marks of a dossier that is being submitted, anew."""
    found = {priority(group) for group in application.profile.get("priorities", ())}
    warned = _warnings(application)
    application.has_warning = bool(warned)
    found |= {warning(kind) for kind in warned} | ({WARNED} if warned else set())
    db.session.execute(delete(DossierMark).where(DossierMark.application_id == application.id))
    db.session.add_all(
        DossierMark(mark=mark, application_id=application.id) for mark in sorted(found)
    )
    db.session.flush()


def _warnings(application: Application) -> set[str]:
    """Return the kinds of warnings a dossier has; a constant number of queries."""
    organisation, content = application.organisation, application.content
    overlap, scope = overlaps.kinds(organisation, content, application.scope)
    alone = not alike.holdings(organisation, content.id)
    return {kind for kind, has in ((ALIKE, not alone), (OVERLAP, overlap), (SCOPE, scope)) if has}


def has(application_id: ColumnElement[int], mark: Any) -> ColumnElement[bool]:
    """The condition that the dossier has the mark; no EXISTS, as in `search.among`."""
    one = among(mark).where(DossierMark.__table__.c.application_id == application_id).limit(1)
    return one.scalar_subquery().is_not(None)


def among(mark: Any) -> Select[int]:
    """Return the dossiers that have the mark, a text or the parameter that says it."""
    each = DossierMark.__table__.c
    return select(each.application_id).where(each.mark == mark)
