"""`flask papers render REFERENCE PAPER -o FILE`: a paper as a file, without a page."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app import transactions
from app.errors import DomainError
from app.papers import kinds, registry
from app.papers.services import making

papers = AppGroup("papers", help="Official papers.")


@papers.command("render")
@click.argument("reference")
@click.argument("paper")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def render(reference: str, paper: str, output: Path) -> None:
    """Write the current PAPER of REFERENCE, or a draft of what it would say now.

    PAPER is a kind, as `flask papers kinds` lists them; nothing is recorded.
    """
    try:
        with transactions.reading():
            provider = registry.of(paper)
            subject_id = provider.find(reference)
            made = making.current(paper, provider.subject, subject_id)
            if made is not None:
                content = making.content(made)
            else:
                supply = provider.supply(subject_id)
                content = making.draft(paper, supply.data, unit=supply.unit)
    except DomainError as error:
        raise click.ClickException(error.message or f"no {paper} of {reference}") from error
    output.write_bytes(content)
    click.echo(f"{output}: {len(content)} bytes")


@papers.command("kinds")
def list_kinds() -> None:
    """List the kinds of papers."""
    for kind in kinds.all_kinds().values():
        click.echo(f"{kind.key:20} {kind.title}")
