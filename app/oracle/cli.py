"""`flask check`: the oracle, for any day and after every drill."""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from time import monotonic

import click
from flask.cli import with_appcontext

from app import settings, transactions
from app.extensions import db
from app.oracle.evidence import Evidence
from app.oracle.examine import LAWS, examine

_SAY_EVERY = 2.0  # seconds


def _progress() -> Callable[[int], None]:
    """Return what says now and then, on stderr, how far the check is."""
    said = monotonic()

    def say(done: int) -> None:
        nonlocal said
        if monotonic() - said > _SAY_EVERY:
            said = monotonic()
            click.echo(f"check: {done} of {len(LAWS)} laws", err=True)

    return say


@click.command("check")
@click.option("--deep", is_flag=True, help="Also read every stored file and compare its digest.")
@click.option("--json", "as_json", is_flag=True, help="Print the faults as one JSON object.")
@with_appcontext
def check(deep: bool, as_json: bool) -> None:
    """Check that tables, events and files keep every law; exit 1 and name what does not."""
    faults = []
    with transactions.reading():
        transactions.snapshot()  # a deed done meanwhile must not look like half a deed
        see = Evidence(
            db.session.connection(),
            Path(settings.get("FILES_DIR")),
            settings.get("ENVIRONMENT", ""),
            deep,
        )
        for fault in examine(see, _progress()):
            faults.append(fault)
            if not as_json:
                click.echo(f"{fault.law}: {fault.subject}: {fault.words}")
    if as_json:
        found = {"laws": len(LAWS), "faults": [asdict(fault) for fault in faults]}
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        click.echo(f"check: {len(LAWS)} laws, {len(faults)} faults")
    if faults:
        sys.exit(1)
