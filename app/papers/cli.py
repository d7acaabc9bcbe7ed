"""`flask papers render REFERENCE PAPER -o FILE`: a paper as a file, without a page."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app import transactions
from app.errors import DomainError, NotFound
from app.papers import kinds, registry
from app.papers.services import checking, making

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
            content = _content(reference, paper)
        output.write_bytes(content)
    except DomainError as error:
        raise click.ClickException(error.message or f"no {paper} of {reference}") from error
    except OSError as error:
        raise click.ClickException(f"{output}: {error.strerror}") from error
    click.echo(f"{output}: {len(content)} bytes")


def _content(reference: str, paper: str) -> bytes:
    try:
        provider = registry.of(paper)
        subject_id = provider.find(reference)
    except NotFound:  # of a list (BTK-12) no room says what it would be now: it was made, or not
        made = checking.standing(paper, reference)
        if made is None:
            raise
        return making.content(made)
    made = making.current(paper, provider.subject, subject_id)
    if made is not None:
        return making.content(made)
    supply = provider.supply(subject_id)
    return making.draft(paper, supply.data, unit=supply.unit)


@papers.command("kinds")
def list_kinds() -> None:
    """List the kinds of papers."""
    for kind in kinds.all_kinds().values():
        click.echo(f"{kind.key:20} {kind.title}")
