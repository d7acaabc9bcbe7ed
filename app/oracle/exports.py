"""Files somebody takes away: each is the one that was made, and none is kept past its time."""

from datetime import timedelta

from sqlalchemy import and_, select

from app import clock
from app.extensions import Base
from app.oracle.evidence import Evidence, Found, Law

_LATE = timedelta(hours=26)  # the hourly command rests at night; a day without it is too long


def every_taken_file_is_the_one_that_was_made(see: Evidence) -> Found:
    """A finished export has the file whose digest its event kept."""
    job, file, event = (
        Base.metadata.tables[name] for name in ("export_job", "stored_file", "event")
    )
    made = and_(
        event.c.subject == "export", event.c.subject_id == job.c.id, event.c.action == "made"
    )
    for row in see.select(
        select(job.c.id, file.c.sha256, event.c.data)
        .select_from(job.join(file, file.c.id == job.c.file_id).outerjoin(event, made))
        .where(job.c.state == "done")
        .order_by(job.c.id)
    ):
        if (row.data or {}).get("sha256") != row.sha256:
            yield f"export {row.id}", "its file is not the one that was made"


def no_file_is_kept_past_its_time(see: Evidence) -> Found:
    """A file whose time has come is taken away by the hourly command within about a day."""
    job = Base.metadata.tables["export_job"]
    for row in see.select(
        select(job.c.id, job.c.expires_at)
        .where(job.c.state == "done", job.c.expires_at < clock.now() - _LATE)
        .order_by(job.c.id)
    ):
        yield f"export {row.id}", f"its file should have gone at {row.expires_at:%Y-%m-%d %H:%M}"


LAWS: tuple[Law, ...] = (every_taken_file_is_the_one_that_was_made, no_file_is_kept_past_its_time)
