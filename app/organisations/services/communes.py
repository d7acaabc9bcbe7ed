"""The communes (xã, phường) of the province: a public list, loaded with the catalogue."""

import re
from collections.abc import Sequence

from sqlalchemy import select

from app import access
from app.access import Actor, Permission
from app.audit import services as audit
from app.errors import Invalid, NotFound
from app.extensions import db
from app.organisations.models import UNKNOWN, Commune
from app.text import _

CODE = re.compile(r"[0-9]{5}")  # of the statistical list
LONGEST = 100


def load(rows: Sequence[tuple[str, str]], actor: Actor, *, force: bool = False) -> int:
    """Bring the list to `rows` of (code, name), in that order; return how many changed.

    A commune that is no longer named stays: organisations and dossiers refer to it; so does one
    that was changed on screen, unless `force`. The row that stands for an unknown commune (chưa
    xác định) is always there, before them.
    """
    known = {commune.code: commune for commune in db.session.scalars(select(Commune))}
    changed = []
    wanted = [(UNKNOWN, _("Chưa xác định")), *((code, name) for code, name in rows)]
    for position, (code, name) in enumerate(wanted):
        commune = known.get(code)
        if commune is None:
            db.session.add(Commune(code=code, name=name, position=position))
        elif commune.on_screen and not force:
            continue
        elif (commune.name, commune.position) != (name, position) or commune.is_retired:
            commune.name, commune.position = name, position
            commune.is_retired = commune.on_screen = False
        else:
            continue
        changed.append(code)
    if changed:
        # The list as a whole is the subject: a commune's key is its code, not a number.
        audit.record("communes", 0, "load", actor, data={"changed": changed})
    return len(changed)


def known(code: str) -> bool:
    """Return whether the list has `code`; what was typed is compared here, not by the database."""
    return any(commune.code == code for commune in offered())


def offered() -> list[Commune]:
    """Return the communes that may be chosen now, in the order of the list."""
    return [commune for commune in all_communes() if not commune.is_retired]


def all_communes() -> Sequence[Commune]:
    """Return the known communes in the order of the list, also those no longer offered."""
    return db.session.scalars(
        select(Commune).where(Commune.code != UNKNOWN).order_by(Commune.position, Commune.code)
    ).all()


def get(code: str) -> Commune:
    """Return the commune with `code`; raises `NotFound`."""
    found = next((commune for commune in all_communes() if commune.code == code), None)
    if found is None:
        raise NotFound(_("Không có xã, phường này."))
    return found


def add(code: str, name: str, by: Actor) -> Commune:
    """Add a commune at the end of the list. Raises 422 for a code that is wrong or taken."""
    access.check(Permission.SET_UP_PROVINCE, by)
    listed = all_communes()
    if not CODE.fullmatch(code):
        raise Invalid(_("Mã xã, phường gồm 5 chữ số."), "code")
    if any(commune.code == code for commune in listed):
        raise Invalid(_("Mã này đã có trong danh sách."), "code")
    position = 1 + max((commune.position for commune in listed), default=0)
    commune = Commune(code=code, name=_named(name), position=position, on_screen=True)
    db.session.add(commune)
    db.session.flush()
    audit.record("communes", 0, "add", by, data={"code": code, "name": commune.name})
    return commune


def rename(commune: Commune, name: str, by: Actor) -> None:
    """Correct or change the name; dossiers keep what they said when they were submitted."""
    access.check(Permission.SET_UP_PROVINCE, by)
    before, commune.name = commune.name, _named(name)
    commune.on_screen = True
    audit.record(
        "communes", 0, "rename", by, before=before, after=commune.name, data={"code": commune.code}
    )


def retire(commune: Commune, retired: bool, by: Actor) -> None:
    """Take the commune out of the forms, or offer it again; whoever lies in it stays there."""
    access.check(Permission.SET_UP_PROVINCE, by)
    commune.is_retired, commune.on_screen = retired, True
    audit.record("communes", 0, "retire" if retired else "restore", by, data={"code": commune.code})


def _named(name: str) -> str:
    if not name.strip() or len(name) > LONGEST:
        raise Invalid(_("Tên xã, phường dài từ 1 đến %(max)s ký tự.", max=LONGEST), "name")
    return name.strip()
