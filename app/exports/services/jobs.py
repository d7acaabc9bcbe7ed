"""Asking for a file, finding it, handing it over, giving it up."""

import json
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app import clock
from app.access import Actor
from app.audit import services as audit
from app.errors import Conflict, DomainError, NotFound
from app.exports.models import DONE, EXPIRED, FAILED, Job
from app.exports.services import kinds
from app.exports.services.kinds import Params
from app.extensions import db
from app.files import large
from app.files.models import StoredFile
from app.text import _

SAME_ASK = timedelta(minutes=1)
MOST_WAITING = 20  # of one person: a finger kept on a button fills no disk
PAGE = 50
REMEMBERED = timedelta(days=30)  # how long the page names what has no file any more


def ask(name: str, params: Params, by: Actor) -> Job:
    """Ask for a file of kind `name` and return its job, which the worker will do.

    The same asked again within a minute, or while it is being made, is the same job. Raises 403,
    `NotFound`, 409 for more than twenty that wait, and 422 for more than the file can hold.
    """
    kind = kinds.get(name)
    kind.check(params, by)
    key = _once_key(name, params, by)
    earlier = _earlier(key)
    if earlier is not None:
        return earlier
    _not_too_many(by)
    job = Job(
        kind=name,
        params=dict(params),
        title=kind.title(params),
        once_key=key,
        asked_by=by.person_id,
        asked_at=clock.now(),
        total=kind.total(params, by),
    )
    try:
        with db.session.begin_nested():
            db.session.add(job)
    except IntegrityError:  # asked for twice at the same moment: the other one's counts
        earlier = _earlier(key)
        if earlier is None:
            raise
        return earlier
    said = {"kind": name, "params": dict(params)}
    audit.record("export", job.id, "export", by, after=job.state, data=said)
    return job


def _once_key(name: str, params: Params, by: Actor) -> str:
    asked = json.dumps([name, by.person_id, params], sort_keys=True, ensure_ascii=False)
    return sha256(asked.encode()).hexdigest()


def _earlier(key: str) -> Job | None:
    found = db.session.scalar(
        select(Job).where(Job.once_key == key).order_by(Job.id.desc()).limit(1)
    )
    if found is None or found.state in {FAILED, EXPIRED}:
        return None
    return found if found.open or clock.now() - found.asked_at < SAME_ASK else None


def _not_too_many(by: Actor) -> None:
    waiting = db.session.scalars(
        select(Job.id)
        .where(Job.asked_by == by.person_id, Job.state.in_(("waiting", "working")))
        .limit(MOST_WAITING)
    ).all()
    if len(waiting) >= MOST_WAITING:
        raise Conflict(_("Anh/chị đang có 20 tệp chờ tạo. Vui lòng chờ, hoặc xóa bớt yêu cầu."))


def get(job_id: int) -> Job:
    """Return the job; raises `NotFound`."""
    found = db.session.scalar(select(Job).where(Job.id == job_id).options(joinedload(Job.file)))
    if found is None:
        raise NotFound
    return found


def of(by: Actor, before: int | None = None) -> tuple[Sequence[Job], int | None]:
    """Return a page of what `by` asked for, newest first, and where the next page begins."""
    query = (
        select(Job)
        .where(Job.asked_by == by.person_id)
        .options(joinedload(Job.file))
        .order_by(Job.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        query = query.where(Job.id < before)
    found = db.session.scalars(query).all()
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def hand_over(job: Job, by: Actor) -> StoredFile:
    """Return the file, and write down who took it.

    Whether they may is asked anew: a role lost since then counts. Raises 403, `NotFound` for a
    thing that is gone, 409 while there is none yet, 410 when it was taken away.
    """
    kinds.get(job.kind).check(job.params, by)
    if job.state == EXPIRED:
        raise _gone()
    if job.state != DONE or job.file is None:
        raise Conflict(_("Tệp chưa sẵn sàng."))
    if job.expires_at is not None and clock.now() >= job.expires_at:
        raise _gone()
    audit.record("export", job.id, "download", by, data={"sha256": job.file.sha256})
    return job.file


def _gone() -> DomainError:
    return DomainError(410, _("Tệp đã được xóa, hoặc đã hết hạn giữ. Vui lòng yêu cầu lại."))


def give_up(job: Job, by: Actor) -> None:
    """Delete the file, or stop what is not made yet; nothing happens to what has ended."""
    job = _locked(job.id)
    before = job.state
    if before in {FAILED, EXPIRED}:
        return
    _take_away(job)
    audit.record("export", job.id, "delete", by, before=before, after=EXPIRED)


def _locked(job_id: int) -> Job:
    found = db.session.get(Job, job_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def _take_away(job: Job) -> None:
    """Take the file away; whoever is making it loses it at the next step."""
    file = job.file
    job.state, job.ended_at, job.file_id = EXPIRED, clock.now(), None
    job.lease_by = job.lease_until = None
    db.session.flush()
    if file is not None:
        large.remove(file)


def expired() -> Sequence[int]:
    """Return the jobs whose files have been kept long enough."""
    return db.session.scalars(
        select(Job.id).where(Job.state == DONE, Job.expires_at <= clock.now()).order_by(Job.id)
    ).all()


def expire(job_id: int) -> str | None:
    """Take away the file of a job whose time has come; told in English, as chores are."""
    job = _locked(job_id)
    if job.state != DONE or job.expires_at is None or job.expires_at > clock.now():
        return None
    _take_away(job)
    return "export expired"


def forgotten() -> Sequence[int]:
    """Return the jobs without a file that ended long ago; at most 1,000 an hour."""
    return db.session.scalars(
        select(Job.id)
        .where(Job.state.in_((FAILED, EXPIRED)), Job.ended_at <= clock.now() - REMEMBERED)
        .order_by(Job.id)
        .limit(1_000)
    ).all()


def forget(job_id: int) -> str | None:
    """Drop the row of a job: who took what away when stays in the events."""
    job = _locked(job_id)
    ended = job.state in {FAILED, EXPIRED} and job.ended_at is not None
    if not ended or (job.ended_at or clock.now()) > clock.now() - REMEMBERED:
        return None
    db.session.delete(job)
    return "export forgotten"


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """Return what somebody asked for without what says nothing: as params are kept."""
    return {name: value for name, value in values.items() if value not in (None, "", False)}
