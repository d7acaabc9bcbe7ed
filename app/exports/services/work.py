"""The worker of exports: claim and commit, make the file from one snapshot, keep or drop it.

A file is written where no name leads to it, so one half made dies with its worker. A worker that
dies leaves a leased job; when the lease runs out another makes it anew from the beginning.
"""

from collections.abc import Callable
from datetime import timedelta
from tempfile import TemporaryFile
from time import monotonic
from typing import BinaryIO, cast

import structlog
from sqlalchemy import or_, select

from app import clock, leases, settings, transactions
from app.access import Actor
from app.accounts.services import sign_in
from app.audit import services as audit
from app.errors import DomainError
from app.exports import emails
from app.exports.models import DONE, FAILED, WAITING, WORKING, Job
from app.exports.services import kinds
from app.extensions import db
from app.files import large
from app.files.models import StoredFile
from app.text import _

log = structlog.get_logger()

LEASE = timedelta(minutes=5)  # longer than the longest step: closing a workbook of 100,000 rows
MOST_ATTEMPTS = 3  # a file that took its worker down three times is not tried a fourth time
SAY_EVERY = 1.0  # seconds


def work_due() -> int:
    """Make every file that waits; return how many jobs were ended."""
    worker = leases.worker_name()
    done = 0
    while (job_id := _claim(worker)) is not None:
        try:
            _do(job_id, worker)
        except leases.Lost:
            log.warning("export_taken_over", job=job_id)
        done += 1
    return done


def _claim(worker: str) -> int | None:
    """Lease the oldest job that waits, or that a dead worker left."""
    with transactions.writing():
        moment = clock.now()
        job = db.session.scalar(
            select(Job)
            .where(
                or_(
                    Job.state == WAITING,
                    (Job.state == WORKING) & (Job.lease_until < moment),
                )
            )
            .order_by(Job.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if job is None:
            return None
        job.state, job.done, job.attempts = WORKING, 0, job.attempts + 1
        job.lease_by, job.lease_until = worker, moment + LEASE
        return job.id


def _do(job_id: int, worker: str) -> None:
    with TemporaryFile() as place:
        stream = cast("BinaryIO", place)
        try:
            name = _make(job_id, worker, stream)
        except DomainError as error:
            _refuse(job_id, worker, error.message or _("Không còn dữ liệu này."))
        except leases.Lost:
            raise
        except Exception:
            # The person is told; the operator reads the log. The next job is not held up.
            log.exception("export_failed", job=job_id)
            _refuse(job_id, worker, kinds.Broken().message)
        else:
            _keep(job_id, worker, name, stream)


def _make(job_id: int, worker: str, place: BinaryIO) -> str:
    """Write the file and return its name; everything is read at one moment."""
    with transactions.reading():
        transactions.snapshot()
        job = db.session.get(Job, job_id)
        if job is None or job.lease_by != worker:
            raise leases.Lost
        if job.attempts > MOST_ATTEMPTS:
            raise kinds.Broken
        # As they are now: their roles of today count, and none of who is disabled.
        kind, params, by = kinds.get(job.kind), job.params, sign_in.actor_of(job.asked_by)
        kind.check(params, by)
        total = kind.total(params, by)
        leases.hold(Job, job_id, worker, LEASE, done=0, total=total)
        kind.make(params, by, place, _progress(job_id, worker))
        return kind.file_name(params)


def _progress(job_id: int, worker: str) -> Callable[[int], None]:
    """Return what hears how far it is; written down once a second, beside the reading."""
    said = monotonic()

    def step(done: int) -> None:
        nonlocal said
        if monotonic() - said >= SAY_EVERY:
            said = monotonic()
            leases.hold(Job, job_id, worker, LEASE, done=done)

    return step


def _mine(job_id: int, worker: str) -> Job:
    """Return the job, locked; raises `leases.Lost` when it is another worker's by now."""
    job = db.session.scalar(
        select(Job).where(Job.id == job_id, Job.lease_by == worker).with_for_update()
    )
    if job is None:
        raise leases.Lost
    return job


def _keep(job_id: int, worker: str, name: str, place: BinaryIO) -> None:
    """Keep the file, end the job and write the letter in one transaction."""
    with transactions.writing():
        job = _mine(job_id, worker)
        by = Actor(job.asked_by, job.asker.name)
        file: StoredFile = large.keep(place, name, kinds.media_type(name), by)
        moment = clock.now()
        job.state, job.done, job.file_id = DONE, job.total, file.id
        job.ended_at, job.expires_at = moment, moment + kept_for()
        job.lease_by = job.lease_until = None
        db.session.flush()
        said = {"file_id": file.id, "size": file.size, "sha256": file.sha256}
        audit.record("export", job.id, "made", by, before=WORKING, after=DONE, data=said)
        emails.ready(job)


def kept_for() -> timedelta:
    """Return how long a file is kept: the setting EXPORT_DAYS."""
    return timedelta(days=int(settings.get("EXPORT_DAYS", 7)))


def _refuse(job_id: int, worker: str, why: str) -> None:
    """End the job without a file, and say why."""
    with transactions.writing():
        job = _mine(job_id, worker)
        job.state, job.fault, job.ended_at = FAILED, why, clock.now()
        job.lease_by = job.lease_until = None
        db.session.flush()
        by = Actor(job.asked_by, job.asker.name)
        audit.record("export", job.id, "fail", by, before=WORKING, after=FAILED, data={"why": why})
