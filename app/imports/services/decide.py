"""What an officer decides: who an organisation is, whether a support is told twice; in place."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update

from app import clock
from app.access import Actor
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.imports.looks import BULK
from app.imports.models import (
    ASIDE,
    DUPLICATE,
    ERROR,
    LIKELY,
    OPEN,
    SKIP,
    ImportBatch,
    ImportRow,
)
from app.imports.services import groups, rejudge
from app.imports.services.perform import lock_open
from app.text import _

LINK, NEW, BACK = "link", "new", "back"


def get(batch_id: int, row_id: int) -> ImportRow:
    """Return a row of the batch; raises `NotFound`."""
    row = db.session.get(ImportRow, row_id)
    if row is None or row.batch_id != batch_id:
        raise NotFound
    return row


def opened(row: ImportRow, by: Actor, version: int | None) -> tuple[ImportBatch, ImportRow]:
    """Lock the batch and read the row again. Raises 403, 409."""
    batch = lock_open(row.batch_id, by)
    row = db.session.get_one(ImportRow, row.id, populate_existing=True)
    if row.settled:
        raise Conflict(_("Dòng này đã ghi vào sổ hoặc đã bỏ qua, không sửa được nữa."))
    if version is not None and version != row.version:
        raise Conflict(_("Dòng này vừa được người khác sửa. Vui lòng xem lại rồi thực hiện."))
    return batch, row


def decide(
    row: ImportRow, decision: str, by: Actor, *, choice: int = 0, version: int | None = None
) -> None:
    """Decide one row: `link` to the organisation or group `choice`, `new`, `set_aside`, `skip`,
    or `back` to undecided.

    Who an organisation is holds for all rows of the file that are the same one.
    Raises 422 for a decision that does not fit the row, 409 when row or batch moved on.
    """
    batch, row = opened(row, by, version)
    place, touched = row.place, {row.group_key}
    if decision == LINK:
        if choice not in {one["id"] for one in row.candidates}:
            raise Invalid(_("Vui lòng chọn một đơn vị trong danh sách."), "decision")
        groups.link(batch, row.group_key, choice, by)
        touched |= {row.group_key, groups.of(batch, -choice)}
    elif decision == NEW:
        if row.judgement != LIKELY:
            raise Invalid(_("Dòng này không chờ chọn đơn vị."), "decision")
        groups.write(batch.id, row.group_key, by, organisation_decision=NEW)
    elif decision in (ASIDE, SKIP, BACK):
        _decide_support(row, decision, by)
    else:
        raise Invalid(_("Vui lòng chọn một cách xử lý."), "decision")
    rejudge.anew(batch, touched)
    tell(batch, by, {"row": place, "decision": decision, "to": choice})


def _decide_support(row: ImportRow, decision: str, by: Actor) -> None:
    if decision == ASIDE and row.judgement != DUPLICATE:
        raise Invalid(_("Chỉ lượt trùng mới ghi là đã có trước, không chặn."), "decision")
    if decision == ASIDE and not row.proposal:
        raise Conflict(
            _("Một hồ sơ đang giữ nội dung này. Cần giải quyết xong hồ sơ đó rồi mới ghi lượt này.")
        )
    row.support_decision = "" if decision == BACK else decision
    row.decided_by, row.decided_at = by.person_id, clock.now()
    row.version += 1
    db.session.flush()


def tell(batch: ImportBatch, by: Actor, data: dict[str, Any]) -> None:
    """Write down what was decided about rows."""
    audit.record("import_batch", batch.id, "decide", by, data=data)


@dataclass(frozen=True)
class Bulk:
    """Which rows, and what is decided for all of them."""

    what: str  # a key of BULK
    at_least: int = 0  # per cent, for link_likely


def bulk(batch: ImportBatch, wanted: Bulk, by: Actor, *, version: int | None = None) -> int:
    """Decide every row that still waits and fits `wanted`; return how many were decided.

    Raises 422 for a decision there is not, 409 when the batch moved on.
    """
    if wanted.what not in BULK:
        raise Invalid(_("Vui lòng chọn một cách xử lý."), "what")
    batch = lock_open(batch.id, by, version)
    waiting = (
        ImportRow.batch_id == batch.id,
        ImportRow.settled.is_(False),
        ImportRow.outcome == OPEN,
    )
    if wanted.what == "link_likely":
        count = _link_likely(batch, wanted.at_least, by)
    else:
        fits, values = _bulk_values(wanted.what)
        done = db.session.execute(
            update(ImportRow)
            .where(*waiting, *fits)
            .values(
                **values,
                decided_by=by.person_id,
                decided_at=clock.now(),
                version=ImportRow.version + 1,
            )
            .execution_options(synchronize_session=False)
        )
        count = int(done.rowcount)  # type: ignore[attr-defined]  # an update has one
    db.session.expire_all()
    rejudge.anew(batch)
    tell(batch, by, {"bulk": wanted.what, "at_least": wanted.at_least, "rows": count})
    return count


def _bulk_values(what: str) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return which waiting rows fit, and what is written on them."""
    duplicate = ImportRow.judgement == DUPLICATE
    decidable = ImportRow.proposal != ""  # no dossier holds the slot
    ways: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
        "new_likely": ((ImportRow.judgement == LIKELY,), {"organisation_decision": NEW}),
        "proposal": ((duplicate, decidable), {"support_decision": ImportRow.proposal}),
        "set_aside": ((duplicate, decidable), {"support_decision": ASIDE}),
        "skip_duplicates": ((duplicate,), {"support_decision": SKIP}),
        "skip_errors": ((ImportRow.judgement == ERROR,), {"support_decision": SKIP}),
    }
    return ways[what]


def _link_likely(batch: ImportBatch, at_least: int, by: Actor) -> int:
    """Link every group whose best candidate scores enough to it; return how many rows."""
    first = (
        select(func.min(ImportRow.id))
        .where(
            ImportRow.batch_id == batch.id,
            ImportRow.settled.is_(False),
            ImportRow.judgement == LIKELY,
            ImportRow.outcome == OPEN,
            ImportRow.score >= at_least,
        )
        .group_by(ImportRow.group_key)
    )
    rows = db.session.execute(
        select(ImportRow.group_key, ImportRow.candidates)
        .where(ImportRow.id.in_(first))
        .order_by(ImportRow.group_key)
    ).all()
    # A candidate out of the file is an earlier group: by then that one is linked itself.
    return sum(groups.link(batch, key, found[0]["id"], by) for key, found in rows)
