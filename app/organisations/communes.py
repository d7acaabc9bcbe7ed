"""The communes (xã, phường) of the province: a public list, loaded with the catalogue."""

from collections.abc import Sequence

from sqlalchemy import select

from app.access import Actor
from app.audit import services as audit
from app.extensions import db
from app.organisations.models import UNKNOWN, Commune
from app.text import _


def load(rows: Sequence[tuple[str, str]], actor: Actor) -> int:
    """Bring the list to `rows` of (code, name), in that order; return how many changed.

    A commune that is no longer named stays: organisations and dossiers refer to it. The row that
    stands for an unknown commune (chưa xác định) is always there, before them.
    """
    known = {commune.code: commune for commune in db.session.scalars(select(Commune))}
    changed = []
    wanted = [(UNKNOWN, _("Chưa xác định")), *((code, name) for code, name in rows)]
    for position, (code, name) in enumerate(wanted):
        commune = known.get(code)
        if commune is None:
            db.session.add(Commune(code=code, name=name, position=position))
        elif (commune.name, commune.position) != (name, position):
            commune.name, commune.position = name, position
        else:
            continue
        changed.append(code)
    if changed:
        # The list as a whole is the subject: a commune's key is its code, not a number.
        audit.record("communes", 0, "load", actor, data={"changed": changed})
    return len(changed)


def known(code: str) -> bool:
    """Return whether the list has `code`; what was typed is compared here, not by the database."""
    return any(commune.code == code for commune in all_communes())


def all_communes() -> Sequence[Commune]:
    """Return the communes one may choose, in the order of the list: never the unknown one."""
    return db.session.scalars(
        select(Commune).where(Commune.code != UNKNOWN).order_by(Commune.position, Commune.code)
    ).all()
