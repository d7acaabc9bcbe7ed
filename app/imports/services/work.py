"""The worker of long batches: claim and commit, do it, and give back what cannot be done.

A file is read and judged in a reading transaction, for minutes: with SQLite everybody else writes
meanwhile. Its rows then replace the former ones in one transaction, as an apply or a roll-back is
one. A worker that dies leaves a leased batch; when the lease runs out another begins it again from
the first row, for nothing was written.
"""

from datetime import timedelta
from functools import partial

import structlog
from sqlalchemy import or_, select, update
from sqlalchemy.exc import OperationalError

from app import clock, leases, transactions
from app.access import Actor
from app.accounts.models import Person
from app.errors import Conflict, DomainError
from app.extensions import db
from app.imports.models import ImportBatch
from app.imports.services import apply, batches, judge, reading, rejudge, rollback
from app.imports.services.perform import get, perform
from app.imports.workflow import BUSY, Action, State
from app.text import _

log = structlog.get_logger()

LEASE = timedelta(minutes=15)  # longer than a slice, an apply or a roll-back can take


def work_due() -> int:
    """Do every long batch that waits; return how many were done."""
    worker = leases.worker_name()
    done = 0
    while (batch_id := _claim(worker)) is not None:
        try:
            _do(batch_id, worker)
        except leases.Lost:
            log.warning("import_taken_over", batch=batch_id)
        done += 1
    return done


def _claim(worker: str) -> int | None:
    """Lease the oldest batch that waits, or that a dead worker left."""
    with transactions.writing():
        moment = clock.now()
        batch_id = db.session.scalar(
            select(ImportBatch.id)
            .where(
                ImportBatch.state.in_([state.value for state in BUSY]),
                or_(ImportBatch.lease_until.is_(None), ImportBatch.lease_until < moment),
            )
            .order_by(ImportBatch.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if batch_id is not None:
            _write(batch_id, lease_by=worker, lease_until=moment + LEASE)
        return batch_id


def _write(batch_id: int, **values: object) -> None:
    """Write what the worker keeps for itself; no new version of what people see."""
    db.session.execute(
        update(ImportBatch)
        .where(ImportBatch.id == batch_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()


def _do(batch_id: int, worker: str) -> None:
    try:
        judged = _judged(batch_id, worker)
        with transactions.writing():
            batch = _mine(batch_id, worker)
            by = _asker(batch)
            if judged is not None:
                judge.keep(batch, judged)
                batches.finish_judging(get(batch_id), by)
            elif State(batch.state) is State.APPLYING:
                apply.finish(batch, by)
            else:
                rollback.finish(batch, by)
            _free(batch_id)
    except DomainError as error:
        _give_back(batch_id, worker, error)
    except (leases.Lost, OperationalError):  # the database is away: begun again when it is back
        raise
    except Exception:
        # The person is told; the operator reads the log. The next batch is not held up.
        log.exception("import_failed", batch=batch_id)
        _give_back(
            batch_id, worker, Conflict(_("Hệ thống gặp lỗi với tệp này. Chưa có gì được ghi."))
        )


def _mine(batch_id: int, worker: str) -> ImportBatch:
    """Return the batch, locked; raises `leases.Lost` when it is another worker's by now."""
    batch = db.session.scalar(
        select(ImportBatch)
        .where(ImportBatch.id == batch_id, ImportBatch.lease_by == worker)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if batch is None:
        raise leases.Lost
    return batch


def _asker(batch: ImportBatch) -> Actor:
    """Return who asked for it; the worker acts for them, as the system may."""
    person = db.session.get(Person, batch.worker_by) if batch.worker_by else None
    return Actor(batch.worker_by, person.name if person else "system", system=True)


def _judged(batch_id: int, worker: str) -> judge.Judged | None:
    """Read and judge the batch's file; none when something else is to be done with the batch."""
    with transactions.reading():
        batch = get(batch_id)
        if State(batch.state) is not State.JUDGING:
            return None
        tolds = reading.tell(batch, reading.Settings.of(batch))
        say = partial(leases.hold, ImportBatch, batch_id, worker, LEASE)
        say(total=len(tolds))
        return judge.judged(batch, tolds, lambda done: say(done=done))


def _free(batch_id: int) -> None:
    _write(batch_id, lease_by=None, lease_until=None)


def _give_back(batch_id: int, worker: str, error: DomainError) -> None:
    """Nothing was written: say why, and let a person look at it again."""
    log.info("import_given_back", batch=batch_id, reason=error.message)
    with transactions.writing():
        batch = _mine(batch_id, worker)
        by = _asker(batch)
        state, fault = State(batch.state), {"fault": error.message}
        if state is State.JUDGING:
            perform(batch, Action.GIVE_UP, by, facts=fault, data=fault)
        elif state is State.APPLYING:
            action = Action.RETURN if batch.applied_at is None else Action.RETURN_PARTLY
            words = _("%(why)s Các dòng đó đã được xét lại.", why=error.message)
            rejudge.anew(perform(batch, action, by, facts={"fault": words}, data=fault))
        else:
            rollback.keep(batch, by, error.message)
        _free(batch_id)
