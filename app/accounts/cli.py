"""`flask users invite`: the first administrator, and whoever the pages cannot reach yet."""

import click
from flask.cli import AppGroup

from app import transactions
from app.access import SYSTEM, Role
from app.accounts.services import people
from app.errors import DomainError

users = AppGroup("users", help="People who can sign in.")


@users.command("invite")
@click.option("--email", required=True, help="Where the invitation goes.")
@click.option("--name", required=True, help="Full name, as letters and pages show it.")
@click.option(
    "--role",
    "roles",
    required=True,
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="May be given several times.",
)
def invite(email: str, name: str, roles: tuple[str, ...]) -> None:
    """Invite a member of staff, who sets their own password by the letter's link."""
    try:
        with transactions.writing():
            person = people.invite(
                email=email, name=name, roles=[Role(role) for role in roles], actor=SYSTEM
            )
            address = person.email
    except DomainError as error:
        raise click.ClickException(error.message) from error
    click.echo(f"An invitation to {address} waits in the outbox; `flask outbox send` sends it.")
