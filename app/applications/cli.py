"""`flask lapse`: reminders and lapses that the calendar makes due."""

import click

from app import clock, transactions
from app.applications.services import lapse as lapses


@click.command("lapse")
def lapse() -> None:
    """Remind of supplements that are due soon, and close dossiers past their deadline.

    Run it every hour (deploy/ has the timer). One transaction a dossier: one that fails does
    not hold up the others.
    """
    with transactions.reading():
        due = lapses.due(clock.today())
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
    click.echo(f"{counts['reminded']} reminded, {counts['lapsed']} lapsed, {failed} failed")
    if failed:
        raise SystemExit(1)
