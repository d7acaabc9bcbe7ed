"""`flask files sweep`: remove bytes that no row names."""

import click
from flask.cli import AppGroup

from app import transactions
from app.files import large, services

files = AppGroup("files", help="Stored files.")


@files.command("sweep")
def sweep() -> None:
    """Remove bytes left by transactions that failed, older than an hour."""
    with transactions.reading():
        removed = services.sweep()
    for path in (halves := large.unfinished()):
        path.unlink(missing_ok=True)
    click.echo(f"{removed + len(halves)} orphans removed")
