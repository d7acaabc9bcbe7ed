"""`flask ledger import`, `flask ledger rollback`: history by command.

Exit codes of `import`: 0 when every row is sure (and, without --dry-run, written), 1 when rows
wait for a person, 2 when the file is refused.
"""

import json
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from app import settings, transactions
from app.access import SYSTEM
from app.errors import DomainError
from app.extensions import db
from app.imports.looks import noticed, said
from app.imports.models import OPEN, ImportBatch, ImportRow
from app.imports.services import apply, batches, known, reading, rollback
from app.imports.services.perform import get

WAITS, REFUSED = 1, 2
SHORT = 6  # what a line without --json shows of a row, before the reasons
READ_AT_ONCE = 1_000  # rows taken from the database together when they are printed


class Refused(click.ClickException):
    """The file, or the deed, was refused."""

    exit_code = REFUSED


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--programme", default="", help="Code of the programme; guessed by the years.")
@click.option("--dry-run", is_flag=True, help="Judge and print; keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
@click.pass_context
def import_(
    context: click.Context, file: Path, programme: str, dry_run: bool, as_json: bool
) -> None:
    """Bring the history in FILE (.xlsx, .csv) into the ledger.

    Columns are guessed. Only what is sure is written; doubtful rows wait in the batch for a
    person, at the address that is printed.
    """
    try:
        with transactions.opened(writing=True):
            batch = batches.upload(file.read_bytes(), file.name, SYSTEM, again=dry_run)
            chosen = reading.chosen_for(batch, programme)
            batch = batches.judge_file(batch, chosen, SYSTEM, step=_progress)
            batch_id, told = batch.id, _told(batch)
            if not dry_run:
                if _sure(told):
                    apply.start(batch, SYSTEM, here=True)
                transactions.commit()
    except DomainError as error:
        raise Refused(error.message) from error
    place = "" if dry_run else f"{settings.get('BASE_URL')}/so-ho-tro/nhap-lich-su/{batch_id}"
    told |= {"batch": None if dry_run else batch_id, "address": place, "dry_run": dry_run}
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else _lines(told))
    context.exit(WAITS if told["counts"]["outcomes"].get(OPEN) else 0)


def _progress(done: int) -> None:
    click.echo(f"{done} rows judged", err=True)


def _sure(told: dict[str, Any]) -> bool:
    outcomes = told["counts"]["outcomes"]
    return bool(outcomes.get("use") or outcomes.get("set_aside"))


def _told(batch: ImportBatch) -> dict[str, Any]:
    """Return the counts and what was judged, row by row."""
    contents, projects = known.content_codes(), known.project_codes()
    found = db.session.scalars(
        select(ImportRow)
        .where(ImportRow.batch_id == batch.id)
        .order_by(ImportRow.position)
        .execution_options(yield_per=READ_AT_ONCE)
    )
    return {
        "counts": batch.counts,
        "rows": [
            {
                "sheet": row.sheet,
                "row": row.row_number,
                "judgement": row.judgement,
                "content": contents.get(row.content_id or 0, row.content_text),
                "tax_code": row.code,
                "organisation": row.name,
                "project": projects.get(row.project_id or 0, row.project_words),
                "amount": row.amount,
                "products": row.products,
                "certificate": row.certificate_number,
                "certificate_on": row.certificate_on and row.certificate_on.isoformat(),
                "why": [said(cell, words) for cell, words in noticed(row)],
            }
            for row in found
        ],
    }


def _lines(told: dict[str, Any]) -> str:
    lines = [
        "\t".join([*map(str, list(row.values())[:SHORT]), "; ".join(row["why"])])
        for row in told["rows"]
    ]
    counts = told["counts"]
    lines += [f"{key}: {count}" for key, count in sorted(counts["judgements"].items())]
    lines += [f"-> {key}: {count}" for key, count in sorted(counts["outcomes"].items())]
    if told["address"]:
        lines.append(told["address"])
    return "\n".join(lines)


@click.command("rollback")
@click.argument("batch", type=int)
@click.option("--reason", required=True, help="Why; kept with the batch.")
@with_appcontext
def rollback_(batch: int, reason: str) -> None:
    """Take back, whole, what BATCH wrote into the ledger."""
    try:
        with transactions.writing():
            rollback.start(get(batch), reason, SYSTEM, here=True)
    except DomainError as error:
        raise Refused(error.message or f"no batch {batch}") from error
    click.echo(f"batch {batch} rolled back")
