"""Files somebody takes away, as the tests ask for them and have them made."""

from pathlib import Path
from typing import Any

from app.access import Actor
from app.exports.services import jobs, work
from app.exports.services.kinds import Params
from app.files import large
from app.settings import get as setting
from tests.factories import World

BOOK: dict[str, Any] = {"as": "csv", "filters": {}}


def ask(world: World, by: Actor, name: str = "ledger", params: Params | None = None) -> int:
    with world.writing():
        return jobs.ask(name, BOOK if params is None else params, by).id


def state(world: World, job_id: int) -> str:
    with world.reading():
        return jobs.get(job_id).state


def worked(world: World) -> int:
    with world.app.app_context():
        return work.work_due()


def stored() -> list[Path]:
    return [each for each in Path(setting("FILES_DIR")).rglob("*.csv") if each.is_file()]


def taken(world: World, job_id: int, by: Actor) -> bytes:
    with world.writing():
        return b"".join(large.chunks(jobs.hand_over(jobs.get(job_id), by)))


def content(world: World, name: str, params: Params, by: Actor) -> bytes:
    job_id = ask(world, by, name, params)
    worked(world)
    with world.reading():
        assert jobs.get(job_id).fault == ""
    return taken(world, job_id, by)
