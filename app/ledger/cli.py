"""`flask ledger reviewed`: the Sở's mark that the history of a scope was reviewed."""

import click
from flask.cli import AppGroup

from app import transactions
from app.access import SYSTEM
from app.errors import DomainError
from app.ledger.services import history

ledger = AppGroup("ledger", help="The ledger of supports.")


@ledger.command("reviewed")
@click.argument("scope")
@click.option("--up-to", "year", required=True, type=click.IntRange(2012, 2100), help="Year.")
def reviewed(scope: str, year: int) -> None:
    """Mark the history of SCOPE as reviewed up to a year; pages then say "còn"."""
    try:
        with transactions.writing():
            history.mark_reviewed(scope, year, SYSTEM)
    except DomainError as error:
        raise click.ClickException(error.message) from error
    click.echo(f"{scope}: reviewed up to {year}")
