"""The worker of exports killed outright in the middle of a file: nothing of it stays."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from app import clock, transactions
from app.exports.models import DONE, WORKING, Job
from app.exports.services import jobs
from app.extensions import db
from app.files import large
from tests.factories import World

# A worker with a kind of file during which it dies as if by `kill -9`, when it is told to.
WORKER = """
import os, signal
import config
from app import create_app
from app.access import Permission
from app.exports.services import kinds, work

def make(params, by, place, step):
    place.write(b"half")
    place.flush()
    if os.environ.get("DIE"):
        os.kill(os.getpid(), signal.SIGKILL)
    place.write(b" and half")

kinds.provide(kinds.Kind(
    "drill", Permission.READ_LEDGER, lambda p: "Drill", lambda p: "drill.csv", lambda p, by: 2, make
))
with create_app(config.load(os.environ)).app_context():
    print(work.work_due())
"""
ROOT = Path(__file__).resolve().parents[2]


def worked(environment: dict[str, str], **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WORKER],
        cwd=ROOT,
        env={**os.environ, **environment, **more},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_killed_worker_leaves_no_half_file_and_the_next_one_makes_it_anew(
    world: World, app_environment: dict[str, str]
) -> None:
    by, files = world.officer, Path(app_environment["FILES_DIR"])
    with world.writing():
        job = Job(
            kind="drill", params={}, title="Drill", once_key="drill", asked_by=by.person_id,
            asked_at=clock.now(),
        )  # fmt: skip
        db.session.add(job)
        db.session.flush()
        job_id = job.id
    assert worked(app_environment, DIE="1").returncode == -9
    with world.reading():
        assert jobs.get(job_id).state == WORKING
    assert not [path for path in files.rglob("*") if path.is_file()]
    assert worked(app_environment).stdout == "0\n"  # the lease has not ended yet
    with world.app.app_context(), transactions.writing():
        late = clock.now() - timedelta(seconds=1)
        db.session.execute(update(Job).where(Job.id == job_id).values(lease_until=late))
    assert worked(app_environment).stdout == "1\n"
    with world.writing():
        made = jobs.get(job_id)
        assert (made.state, made.attempts) == (DONE, 2)
        assert made.file is not None
        assert b"".join(large.chunks(made.file)) == b"half and half"
