"""Batches: a file arrives, is listed, is judged; what is too long for a request waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select

from app import access, clock
from app.access import Actor, Permission
from app.audit import services as audit
from app.errors import Invalid
from app.extensions import db
from app.files import services as files
from app.files.kinds import XLSX
from app.imports.models import ImportBatch
from app.imports.services import judge, reading
from app.imports.services.apply import LARGE
from app.imports.services.perform import perform
from app.imports.workflow import Action, State
from app.programmes.models import Project
from app.text import _, format_date

PAGE = 50
CSV = "text/csv"


@dataclass(frozen=True)
class Page:
    """A page of batches, newest first, and the key of the next one (0 on the last)."""

    rows: Sequence[ImportBatch]
    next_key: int


def listed(before: int = 0) -> Page:
    """Return a page of batches, newest first."""
    query = select(ImportBatch).order_by(ImportBatch.id.desc()).limit(PAGE + 1)
    if before:
        query = query.where(ImportBatch.id < before)
    rows = db.session.scalars(query).all()
    return Page(rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else 0)


def upload(content: bytes, name: str, by: Actor, *, again: bool = False) -> ImportBatch:
    """Keep a file of history and begin its batch; nothing of it is judged yet.

    Raises 422 next to `file` for what is no spreadsheet within the limits, and, unless `again`,
    for a file that was brought in before and not taken back; it says when.
    """
    access.check(Permission.IMPORT_HISTORY, by)
    digest = sha256(content).hexdigest()
    if not again:
        _not_before(digest)
    book = reading.opened(content, name)
    is_xlsx = content.startswith(b"PK")
    stored = files.save_raw(
        content, name, XLSX if is_xlsx else CSV, "xlsx" if is_xlsx else "csv", by
    )
    batch = ImportBatch(
        state=State.UPLOADED.value,
        name=stored.original_name,
        file_id=stored.id,
        sha256=digest,
        settings=reading.guessed(book),
        created_at=clock.now(),
        created_by=by.person_id,
    )
    db.session.add(batch)
    db.session.flush()
    audit.record(
        "import_batch",
        batch.id,
        "upload",
        by,
        after=batch.state,
        data={"file": batch.name, "sha256": digest},
    )
    return batch


def _not_before(digest: str) -> None:
    gone = (State.ROLLED_BACK.value, State.DISCARDED.value)
    earlier = db.session.scalar(
        select(ImportBatch)
        .where(ImportBatch.sha256 == digest, ImportBatch.state.not_in(gone))
        .order_by(ImportBatch.id.desc())
        .limit(1)
    )
    if earlier is None:
        return
    if earlier.applied_at is not None:
        words = _(
            "Tệp này đã nhập ngày %(day)s (đợt %(number)s).",
            day=format_date(earlier.applied_at),
            number=earlier.id,
        )
    else:
        words = _(
            "Tệp này đã tải lên ngày %(day)s và đang xử lý (đợt %(number)s).",
            day=format_date(earlier.created_at),
            number=earlier.id,
        )
    raise Invalid(words, "file")


def judge_file(
    batch: ImportBatch,
    settings: reading.Settings,
    by: Actor,
    *,
    version: int | None = None,
    step: judge.Step | None = None,
) -> ImportBatch:
    """Take the sheets, columns and defaults as chosen, and judge every row.

    The rows are read anew; what was answered about one that is the same is kept. A long file is
    left to the worker, unless the caller brings a `step` and waits itself; that nothing of it can
    be read is then said on the batch. Raises 422 next to the choice that cannot be, 409 when the
    batch has moved on.
    """
    project = db.session.get(Project, settings.project_id) if settings.project_id else None
    if project is not None and project.programme_id != settings.programme_id:
        raise Invalid(_("Dự án không thuộc chương trình đã chọn."), "project")
    reading.check(settings)
    # A long file is not read here: who chose its columns would wait, and with SQLite all who write.
    tolds = reading.tell(batch, settings) if step or settings.length <= LARGE else []
    batch = perform(
        batch,
        Action.JUDGE,
        by,
        version=version,
        facts={
            "settings": settings.stored(),
            "programme_id": settings.programme_id,
            "project_id": settings.project_id or None,
            "total": len(tolds) or settings.length,
            "done": 0,
            "fault": "",
            "worker_by": by.person_id,
        },
    )
    reading.remember(settings, by)
    if step is None and (len(tolds) > LARGE or not tolds):
        return batch
    judge.judge(batch, tolds, step or judge.nothing)
    return finish_judging(batch, by)


def finish_judging(batch: ImportBatch, by: Actor) -> ImportBatch:
    """Say that every row is judged."""
    return perform(
        batch,
        Action.FINISH_JUDGING,
        by,
        facts={"done": batch.total},
        data={"counts": batch.counts},
    )
