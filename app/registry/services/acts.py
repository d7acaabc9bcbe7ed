"""Carrying out an act, with its document; undoing it while nothing depends on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app import changes as written
from app import clock
from app.access import Actor, Permission, check
from app.applications.models import Application
from app.applications.services import lineage as dossiers
from app.audit import services as audit
from app.changes import Changes
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.files import services as files
from app.ledger.models import Entry
from app.ledger.services import paper
from app.organisations.models import Organisation
from app.organisations.services import lineage
from app.organisations.services import queries as organisations
from app.registry.models import JOIN, RENAME, Act
from app.text import _

MOST = 100


@dataclass(frozen=True)
class Paper:
    """The document an act rests on, and why: "theo văn bản số … ngày …"."""

    number: str
    on: date
    reason: str
    file_id: int | None = None

    def check(self) -> None:
        """Raise `Invalid` for an act without its document or reason, or of a day to come."""
        paper.check(self.number, self.on, self.reason)


def carry_out(
    kind: str,
    two: tuple[Organisation, Organisation | None],
    rests_on: Paper,
    by: Actor,
    deed: Callable[[Changes], dict[str, Any]],
) -> Act:
    """Do `deed` and keep what it wrote, its paper and what it says; return the act.

    The caller holds the locks. Raises 403 for who has an interest in either organisation.
    """
    rests_on.check()
    organisation, other = two
    for one in two:
        if one is not None:
            check(Permission.CHANGE_ORGANISATION, by, one)
    changes = Changes()
    newest = {table.__tablename__: _newest(table) for table in (Entry, Application)}
    said = deed(changes)
    db.session.flush()
    act = Act(
        kind=kind,
        organisation_id=organisation.id,
        other_id=other.id if other else None,
        document_number=rests_on.number.strip(),
        document_on=rests_on.on,
        file_id=rests_on.file_id,
        reason=rests_on.reason.strip(),
        said=said | {"newest": newest},
        changes=changes.rows,
        done_by=by.person_id,
        done_at=clock.now(),
    )
    db.session.add(act)
    db.session.flush()
    _record(act, kind, by)
    return act


def _record(act: Act, action: str, by: Actor, **more: Any) -> None:
    for organisation_id in (act.organisation_id, act.other_id):
        if organisation_id is not None:
            audit.record(
                "organisation",
                organisation_id,
                action,
                by,
                data={"act": act.id, "document": act.document_number, "reason": act.reason, **more},
            )


def get(act_id: int) -> Act:
    """Return the act; raises `NotFound`."""
    act = db.session.get(Act, act_id, options=[joinedload(Act.organisation), joinedload(Act.other)])
    if act is None:
        raise NotFound
    return act


def of_organisation(organisation_id: int) -> Sequence[Act]:
    """Return the acts on the organisation, the last first."""
    return db.session.scalars(
        select(Act)
        .where(or_(Act.organisation_id == organisation_id, Act.other_id == organisation_id))
        .options(joinedload(Act.organisation), joinedload(Act.other), joinedload(Act.file))
        .order_by(Act.id.desc())
        .limit(MOST)
    ).all()


def undo(act: Act, reason: str, by: Actor) -> Act:
    """Take the act back, exactly, while nothing depends on it.

    Raises 409 saying what depends on it, 422 without a reason.
    """
    if not reason.strip():
        raise Invalid(_("Vui lòng nêu lý do hoàn tác."), "reason")
    touched = {key for key in (act.organisation_id, act.other_id) if key is not None}
    moved = dossiers.lock_all(act.organisation_id) if act.kind in {JOIN, RENAME} else []
    _lock(touched)
    act = db.session.get_one(Act, act.id, populate_existing=True, with_for_update={"of": Act})
    if act.undone_at is not None:
        raise Conflict(_("Thay đổi này đã được hoàn tác."))
    for organisation_id in touched:
        check(Permission.CHANGE_ORGANISATION, by, organisations.get(organisation_id))
    if depends := dependants(act):
        raise Conflict(_("Không hoàn tác được: %(what)s.", what="; ".join(depends)))
    try:
        with db.session.begin_nested():
            written.undo(act.changes)
    except IntegrityError as error:  # the index: what came meanwhile and what was would collide
        raise Conflict(
            _("Không hoàn tác được: dữ liệu trước đó nay trùng với dữ liệu mới.")
        ) from error
    act.undone_by, act.undone_at, act.undo_reason = by.person_id, clock.now(), reason.strip()
    db.session.flush()
    db.session.expire_all()
    for organisation_id in touched:
        lineage.reindex(organisations.get(organisation_id))
    dossiers.reindex(dossiers.of(touched) or moved)
    _record(act, "act_undone", by)
    return act


def _lock(organisation_ids: set[int]) -> None:
    """Lock the beneficiaries of all of them, ascending; a joined record has one, too."""
    beneficiaries = db.session.scalars(
        select(Organisation.beneficiary_id).where(Organisation.id.in_(organisation_ids))
    )
    for beneficiary_id in sorted(set(beneficiaries)):
        organisations.lock_beneficiary(beneficiary_id)


def dependants(act: Act) -> list[str]:
    """Return in words what came after the act and rests on it; empty when it can be undone."""
    touched = {key for key in (act.organisation_id, act.other_id) if key is not None}
    found = []
    later = db.session.scalar(
        select(Act.id)
        .where(
            Act.id > act.id,
            Act.undone_at.is_(None),
            or_(Act.organisation_id.in_(touched), Act.other_id.in_(touched)),
        )
        .limit(1)
    )
    if later is not None:
        found.append(_("có thay đổi khác về sau, cần hoàn tác thay đổi đó trước"))
    if act.other_id is None:  # a name or a code: nothing of the ledger moved
        return found
    moved = {row["id"] for row in act.changes if row["table"] == "organisation"} | touched
    if _since(Entry, moved, act):
        found.append(_("sổ hỗ trợ đã có mục mới của các tổ chức này"))
    if _since(Application, moved, act):
        found.append(_("các tổ chức này đã có hồ sơ mới"))
    return found


def _newest(table: type[Entry] | type[Application]) -> int:
    return db.session.scalar(select(func.max(table.id))) or 0


def _since(table: type[Entry] | type[Application], organisations: set[int], act: Act) -> bool:
    """Whether one of the organisations has a row that was not there at the act."""
    newer = select(table.id).where(
        table.organisation_id.in_(organisations),
        table.id > act.said["newest"][table.__tablename__],
    )
    return db.session.scalar(newer.limit(1)) is not None


def attach(act: Act, stream: BinaryIO, name: str, by: Actor) -> Act:
    """Keep the scan of the act's document; the event names it, and the one it comes instead of.

    Raises 413 and 422 as `files.save` does.
    """
    act = db.session.get_one(Act, act.id, populate_existing=True, with_for_update={"of": Act})
    for one in (act.organisation, act.other):
        if one is not None:
            check(Permission.CHANGE_ORGANISATION, by, one)
    before, stored = act.file_id, files.save(stream, name, by)
    act.file_id = stored.id
    db.session.flush()
    db.session.refresh(act, ["file"])
    _record(act, "act_document", by, file=stored.id, instead_of=before)
    return act
