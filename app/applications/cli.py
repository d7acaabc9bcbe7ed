"""`flask lapse`: what the calendar alone makes due."""

import click
from flask.cli import with_appcontext

from app import clock, transactions
from app.applications.services import lapse as lapses
from app.organisations.services import registration


@click.command("lapse")
@with_appcontext
def lapse() -> None:
    """Remind of supplements due soon, close dossiers past their deadline, forget registrations.

    Run it every hour (deploy/ has the timer). One transaction a dossier: one that fails does
    not hold up the others.
    """
    with transactions.reading():
        due = lapses.due(clock.today())
    with transactions.writing():
        forgotten = registration.forget_expired()
    counts = {"reminded": 0, "lapsed": 0}
    failed = 0
    for done, application_id in enumerate(due, start=1):
        try:
            with transactions.writing():
                if what := lapses.treat(application_id):
                    counts[what] += 1
        except Exception as error:  # said, counted, and the next one goes on
            failed += 1
            click.echo(f"dossier {application_id}: {error}", err=True)
        if done % 100 == 0:
            click.echo(f"{done} of {len(due)}")
    click.echo(
        f"{counts['reminded']} reminded, {counts['lapsed']} lapsed, {failed} failed; "
        f"{forgotten} registrations never confirmed were forgotten"
    )
    if failed:
        raise SystemExit(1)
