"""The only door through which a batch of history changes its state."""

from typing import Any

from sqlalchemy import select

from app import access, clock
from app.access import Actor
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.imports.models import ImportBatch
from app.imports.workflow import LOOKS, MOVES, OPEN, Action, State
from app.text import _


def get(batch_id: int) -> ImportBatch:
    """Return the batch; raises `NotFound`."""
    batch = db.session.get(ImportBatch, batch_id)
    if batch is None:
        raise NotFound
    return batch


def lock(batch_id: int) -> ImportBatch:
    """Lock the batch, read anew, until the transaction ends; raises `NotFound`."""
    batch = db.session.scalar(
        select(ImportBatch)
        .where(ImportBatch.id == batch_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if batch is None:
        raise NotFound
    return batch


def lock_open(batch_id: int, by: Actor, version: int | None = None) -> ImportBatch:
    """Lock a batch whose rows are to be decided or corrected; `version` is what the person saw.

    Raises 403, and 409 when its rows can no longer be changed or somebody else was faster.
    """
    batch = lock(batch_id)
    access.check(access.Permission.IMPORT_HISTORY, by, batch)
    _unchanged(batch, version)
    if State(batch.state) not in OPEN:
        raise Conflict(
            _("Đợt nhập đang ở bước “%(label)s” nên không sửa được dòng nào.", label=_label(batch))
        )
    return batch


def _unchanged(batch: ImportBatch, version: int | None) -> None:
    if version is not None and version != batch.version:
        raise Conflict(_("Đợt nhập vừa được người khác thay đổi. Vui lòng xem lại rồi thực hiện."))


def _label(batch: ImportBatch) -> str:
    return LOOKS[State(batch.state)].label


def perform(
    batch: ImportBatch,
    action: Action,
    by: Actor,
    *,
    version: int | None = None,
    reason: str = "",
    data: dict[str, Any] | None = None,
    facts: dict[str, Any] | None = None,
) -> ImportBatch:
    """Make one move of the table: lock, check, state and its facts, event.

    `version` is what the person saw. Raises 403, 409, or 422 for a missing reason.
    """
    batch = lock(batch.id)
    move = MOVES[action]
    access.check(move.permission, by, batch)
    _unchanged(batch, version)
    if State(batch.state) not in move.sources:
        raise Conflict(
            _(
                "Đợt nhập đang ở bước “%(label)s” nên không thực hiện được việc này.",
                label=_label(batch),
            )
        )
    if move.reason and not reason.strip():
        raise Invalid(_("Vui lòng nêu lý do."), "reason")
    before = batch.state
    batch.state = move.target.value
    _stamp(batch, before, by, reason)
    for name, value in (facts or {}).items():
        setattr(batch, name, value)
    db.session.flush()
    audit.record(
        "import_batch",
        batch.id,
        action.value,
        by,
        before=before,
        after=batch.state,
        data={**({"reason": reason} if reason else {}), **(data or {})},
    )
    return batch


def _stamp(batch: ImportBatch, before: str, by: Actor, reason: str) -> None:
    """Write who and when, which the database ties to the state."""
    moment, target = clock.now(), State(batch.state)
    if target is State.JUDGED:
        batch.judged_at, batch.judged_by = moment, by.person_id
    elif target in (State.PARTLY, State.APPLIED) and before != State.ROLLING_BACK:
        batch.applied_at, batch.applied_by = moment, by.person_id
    elif target is State.ROLLING_BACK:
        batch.reason = reason.strip()
    elif target is State.ROLLED_BACK:
        batch.rolled_back_at, batch.rolled_back_by = moment, by.person_id
