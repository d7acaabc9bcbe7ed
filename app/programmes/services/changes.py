"""A change made on screen: locked, compared with what was seen, dated, signed, both sides kept.

Also asked by the loader of files, which must not undo in silence what was set on screen.
"""

from typing import Any, TypeVar

from sqlalchemy import case, func, select

from app import access
from app.access import Actor, Permission
from app.audit import services as audit
from app.audit.models import Event
from app.errors import Conflict, NotFound
from app.extensions import db
from app.programmes.models import Call, Programme, Project
from app.programmes.services.rows import bring
from app.text import _

Row = TypeVar("Row", Programme, Project, Call)

# What an event of each table is about.
SUBJECTS: dict[type[Any], str] = {Programme: "programme", Project: "project", Call: "call"}
# The deeds of the loader, which has no person.
LOADED = ("add", "change")


def get(table: type[Row], row_id: int) -> Row:
    """Return the row; raises `NotFound`."""
    row = db.session.get(table, row_id)
    if row is None:
        raise NotFound
    return row


def locked(row: Row, by: Actor, *, seen: int | None = None) -> Row:
    """Lock and read the row again; raises 403, and 409 when it has changed since it was `seen`."""
    access.check(Permission.SET_UP_PROGRAMMES, by)
    found = db.session.get(
        type(row),
        row.id,
        # Not the key: a draft begun in this call meanwhile need not wait.
        with_for_update={"of": type(row), "key_share": True},
        populate_existing=True,
    )
    if found is None:
        raise NotFound
    if seen is not None and seen != found.version:
        raise Conflict(
            _(
                "Mục này vừa được người khác sửa: anh/chị đang xem phiên bản %(seen)s, hiện là "
                "phiên bản %(now)s. Vui lòng xem lịch sử thay đổi rồi lưu lại nếu vẫn cần.",
                seen=seen,
                now=found.version,
            )
        )
    return found


def keep(
    row: Row,
    action: str,
    by: Actor,
    values: dict[str, Any],
    *,
    more: dict[str, list[Any]] | None = None,
    reason: str = "",
    states: tuple[str, str] | None = None,
) -> dict[str, list[Any]]:
    """Set `values` on a locked row and record what changed; nothing changed records nothing.

    `more` is what changed around the row (its contents, criteria) as name → [before, after];
    `states` are the state before and after, when the deed moves it.
    """
    changed = bring(row, values) | (more or {})
    if changed or states:
        row.version += 1
        db.session.flush()
        audit.record(
            SUBJECTS[type(row)],
            row.id,
            action,
            by,
            before=states[0] if states else None,
            after=states[1] if states else None,
            data={"changed": changed, **({"reason": reason} if reason else {})},
        )
    return changed


def add(row: Row, by: Actor, *, action: str = "create", origin: str = "") -> Row:
    """Store a new row with the event of its making; `origin` is the code it was cloned from."""
    access.check(Permission.SET_UP_PROGRAMMES, by)
    db.session.add(row)
    db.session.flush()
    data = {"code": row.code, **({"origin": origin} if origin else {})}
    audit.record(SUBJECTS[type(row)], row.id, action, by, data=data)
    return row


def set_on_screen(table: type[Row]) -> set[int]:
    """Return the ids of rows that a person set after a file last brought them in."""
    by_person = func.max(case((Event.actor_id.is_not(None), Event.id), else_=0))
    by_file = func.max(
        case(((Event.actor_id.is_(None)) & Event.action.in_(LOADED), Event.id), else_=0)
    )
    return set(
        db.session.scalars(
            select(Event.subject_id)
            .where(Event.subject == SUBJECTS[table])
            .group_by(Event.subject_id)
            .having(by_person > by_file)
        )
    )
