"""Judging a batch again on request: the house has changed since its rows were read."""

from sqlalchemy import select

from app.access import Actor
from app.audit import services as audit
from app.extensions import db
from app.imports.models import ERROR, OPEN, ImportBatch, ImportRow
from app.imports.services import correct, known, rejudge
from app.imports.services.judge import SLICE
from app.imports.services.perform import lock_open
from app.imports.services.projects import Projects
from app.imports.services.spans import Programmes

# Errors of which the year alone may be to blame.
_YEARS = (
    ImportRow.judgement == ERROR,
    ImportRow.outcome == OPEN,
    ImportRow.settled.is_(False),
    ImportRow.programme_id.is_(None),
    ImportRow.given_year.is_not(None),
)


def judge_again(batch: ImportBatch, by: Actor) -> int:
    """Judge the open rows against programmes, organisations and the ledger as they are now.

    Returns how many came out otherwise. Raises 403, 409 when its rows can no longer be changed.
    """
    batch = lock_open(batch.id, by)
    _meet_programmes(batch)
    changed = rejudge.anew(batch)
    audit.record("import_batch", batch.id, "judge_again", by, data={"changed": changed})
    return changed


def years_without_programme(batch: ImportBatch) -> list[int]:
    """Return the years of open rows that no programme held when they were judged.

    So it is on the first day, when history comes before the programmes are set up.
    """
    years = select(ImportRow.given_year).where(ImportRow.batch_id == batch.id, *_YEARS)
    found = db.session.scalars(years.distinct().order_by(ImportRow.given_year))
    return [year for year in found if year is not None]


def _meet_programmes(batch: ImportBatch) -> None:
    """Give rows whose year had no programme the one there is by now, and its project."""
    programmes, projects, contents = Programmes.load(), Projects.load(), known.contents()
    met = [year for year in years_without_programme(batch) if programmes.of_year(year)]
    query = select(ImportRow.id).where(
        ImportRow.batch_id == batch.id, *_YEARS, ImportRow.given_year.in_(met)
    )
    ids = db.session.scalars(query).all()
    for start in range(0, len(ids), SLICE):
        some = ImportRow.id.in_(ids[start : start + SLICE])
        for row in db.session.scalars(select(ImportRow).where(some)).all():
            told = correct.understood(row)
            told.programme_id = programmes.of_year(told.given_year)
            projects.place(told, batch.programme_id, batch.project_id)
            row.faults = correct.lacks(row, told, contents)
            row.programme_id, row.project_id = told.programme_id, told.project_id
            row.version += 1
        db.session.flush()
