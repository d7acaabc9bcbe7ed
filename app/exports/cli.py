"""`flask exports verify FILE`, `flask exports kinds`."""

import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from app.exports import archive
from app.exports.services import kinds

exports = AppGroup("exports", help="Files somebody takes away.")


@exports.command("kinds")
def list_kinds() -> None:
    """List the kinds of files."""
    for name in kinds.names():
        click.echo(name)


@exports.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """Compare the ZIP of a dossier with its table of contents; exit 1 and name what differs.

    The digest of the whole file, which the page "Tệp đã xuất" and the events keep, says whether
    the table of contents itself is the one that was written.
    """
    with file.open("rb") as opened:
        wrong = list(archive.faults(opened))
        opened.seek(0)
        digest = archive.digest_of(opened)
    for line in wrong:
        click.echo(line)
    click.echo(f"{file.name}: {len(wrong)} faults, SHA-256 {digest}")
    if wrong:
        sys.exit(1)
