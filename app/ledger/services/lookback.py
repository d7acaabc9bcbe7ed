"""Which supports of other scopes block: none, unless the Sở says so for a programme.

KH 79/KH-UBND names no lookback: what was given in 2012–2020 warns and does not block (default).
"""

from collections.abc import Collection

from sqlalchemy import select

from app import access
from app.access import Actor, Permission
from app.audit import services as audit
from app.errors import Invalid, NotFound
from app.extensions import db
from app.ledger.services import paper
from app.programmes.models import Programme
from app.text import _


def get(code: str) -> Programme:
    """Return the programme; raises `NotFound`."""
    found = db.session.scalar(select(Programme).where(Programme.code == code))
    if found is None:
        raise NotFound
    return found


def scopes(programme: Programme) -> list[str]:
    """Return the other scopes there are."""
    found = db.session.scalars(select(Programme.scope).distinct().order_by(Programme.scope))
    return [scope for scope in found if scope != programme.scope]


def programmes() -> list[Programme]:
    """Return every programme, the latest first."""
    return list(
        db.session.scalars(
            select(Programme).order_by(Programme.year_from.desc(), Programme.id.desc())
        )
    )


def change(
    programme: Programme, blocking: Collection[str], document_number: str, by: Actor
) -> None:
    """Set which other scopes block in this programme's; all others warn.

    Holds for dossiers submitted from now on. Raises 403, 422 without a document or for a scope
    there is not.
    """
    access.check(Permission.SET_RULE, by)
    paper.check(document_number)
    wanted = sorted(set(blocking))
    if set(wanted) - set(scopes(programme)):
        raise Invalid(_("Vui lòng chọn phạm vi trong danh sách."), "scopes")
    before = list(programme.lookback)
    programme.lookback, programme.lookback_document = wanted, document_number
    db.session.flush()
    audit.record(
        "programme",
        programme.id,
        "change_lookback",
        by,
        data={"before": before, "after": wanted, "document": document_number},
    )
