"""`flask demo load` and `flask demo accounts`; neither exists where DEMO is not set."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app import transactions
from app.access import SYSTEM
from app.demo import desk, dossiers, people, selection, year2022
from app.programmes.services import catalogue, plans

demo = AppGroup("demo", help="Demonstration data, marked DEMO.")
PROGRAMMES = Path(catalogue.__file__).parents[1] / "data" / "demo.yaml"


def _check_allowed() -> None:
    if not current_app.config.get("DEMO"):
        raise click.ClickException("Demonstration data are for DEMO=1 only, never production.")


@demo.command("load")
def load() -> None:
    """Load the demonstration once; what people changed since is kept."""
    _check_allowed()
    with transactions.writing():
        plans.load(PROGRAMMES, SYSTEM)
        if people.loaded():
            click.echo("demo: already loaded, nothing changed")
            return
        for staff in people.STAFF:
            people.add_staff(staff)
        for unit in people.UNITS:
            people.add_unit(unit)
        dossiers.add_history()
        supports = year2022.load()
        for done, plan in enumerate(dossiers.PLANS, start=1):
            dossiers.make(plan)
            click.echo(f"demo: dossier {done} of {len(dossiers.PLANS)}")
        selection.load(dossiers.programme())
        desk.load()
    click.echo(
        f"demo: {len(people.STAFF)} staff, {len(people.UNITS)} organisations that sign in, "
        f"{supports} supports as published"
    )


@demo.command("accounts")
def accounts() -> None:
    """Print one sign-in a role (role, e-mail, password), once the demonstration is loaded."""
    _check_allowed()
    with transactions.reading():
        if people.loaded():
            for role, email in people.SIGN_INS:
                click.echo(f"{role}\t{email}\t{people.PASSWORD}")
