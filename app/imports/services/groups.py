"""The rows of a file that are one organisation: what a person says about one holds for all."""

from typing import Any

from sqlalchemy import select, update

from app import clock
from app.access import Actor
from app.errors import Conflict
from app.extensions import db
from app.imports.models import ImportBatch, ImportRow
from app.organisations.services import intake
from app.text import _


def link(batch: ImportBatch, group: int, choice: int, by: Actor) -> int:
    """Say that a group is the organisation `choice`, or the group -`choice` of the file.

    Returns how many rows that is. Raises 409 when what was chosen is there no longer.
    """
    if choice < 0:
        return _join(batch, group, of(batch, -choice), by)
    known = intake.of_ids([choice]).get(choice)
    if known is None:
        raise Conflict(_("Đơn vị này không còn trong danh sách. Vui lòng xét lại."))
    return write(
        batch.id,
        group,
        by,
        organisation_decision="link",
        match_id=known.organisation_id,
        beneficiary_id=known.beneficiary_id,
    )


def of(batch: ImportBatch, group: int) -> int:
    """Return the group that `group` is part of by now."""
    joined = batch.settings.get("joined", {})
    while str(group) in joined:
        group = joined[str(group)]
    return group


def _join(batch: ImportBatch, group: int, into: int, by: Actor) -> int:
    """Let the rows of a group be rows of another group of the file."""
    other = db.session.scalar(
        select(ImportRow)
        .where(ImportRow.batch_id == batch.id, ImportRow.group_key == into)
        # Not by the column alone: SQLite would walk the file along the index of its order.
        .order_by(ImportRow.position + 0)
        .limit(1)
    )
    if other is None or group == into:
        raise Conflict(_("Đơn vị này không còn trong tệp. Vui lòng chọn lại."))
    values = {
        "group_key": into,
        "match_id": other.match_id,
        "beneficiary_id": other.beneficiary_id,
        "root_code": other.root_code,
        # What is still to be decided about the other is to be decided about these too.
        "organisation_decision": other.organisation_decision if other.score else "link",
        "candidates": other.candidates,
        "score": other.score,
    }
    joined = {**batch.settings.get("joined", {}), str(group): into}
    batch.settings = {**batch.settings, "joined": joined}
    db.session.flush()
    return write(batch.id, group, by, **values)


def write(batch_id: int, group: int, by: Actor, **values: Any) -> int:
    """Write the values on every unsettled row of the group; return how many those are."""
    done = db.session.execute(
        update(ImportRow)
        .where(
            ImportRow.batch_id == batch_id,
            ImportRow.group_key == group,
            ImportRow.settled.is_(False),
        )
        .values(
            **values,
            decided_by=by.person_id,
            decided_at=clock.now(),
            version=ImportRow.version + 1,
        )
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()
    return int(done.rowcount)  # type: ignore[attr-defined]  # an update has one


def next_key(batch_id: int) -> int:
    """Return a key no group of the batch has."""
    last = db.session.scalar(
        select(ImportRow.group_key)
        .where(ImportRow.batch_id == batch_id)
        .order_by(ImportRow.group_key.desc())
        .limit(1)
    )
    return (last or 0) + 1
