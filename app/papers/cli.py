"""`flask papers render REFERENCE PAPER -o FILE`: a paper as a file, without a page."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app import transactions
from app.errors import Conflict, DomainError, NotFound
from app.papers import kinds, registry
from app.papers.services import checking, making
from app.text import _

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
    kind = _in_place(provider, paper, subject_id)
    supply = registry.of(kind).supply(subject_id)
    return making.draft(kind, supply.data, unit=supply.unit)


def _in_place(provider: registry.Provider, paper: str, subject_id: int) -> str:
    """Return the kind a thing's paper is: a published form only where the procedure is published.

    Raises 409 for a form of TT 03/2025/TT-VPCP elsewhere: it is not imitated.
    """
    if provider.in_place is None:
        return paper
    kind = provider.in_place(kinds.get(paper).plain or paper, subject_id)
    if kinds.get(paper).plain and kind != paper:
        raise Conflict(
            _("%(paper)s chỉ dùng khi thủ tục hành chính đã công bố: hồ sơ này dùng %(kind)s.",
              paper=paper, kind=kind)
        )  # fmt: skip
    return kind


@papers.command("kinds")
def list_kinds() -> None:
    """List the kinds of papers."""
    for kind in kinds.all_kinds().values():
        click.echo(f"{kind.key:20} {kind.title}")
