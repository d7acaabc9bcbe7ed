"""`flask lapse`, `flask calls tell`, `flask calls remind`: what the calendar alone makes due."""

from collections.abc import Callable, Sequence

import click
from flask.cli import AppGroup, with_appcontext

from app import clock, transactions
from app.applications.services import closing
from app.applications.services import lapse as lapses
from app.organisations.services import registration
from app.programmes.services import telling

calls = AppGroup("calls", help="Who is told of calls, and reminded before they close.")


@calls.command("tell")
def tell() -> None:
    """Post what publishing left over: one letter to each who asked for news."""
    with transactions.reading():
        waiting = telling.untold()
    told = _in_batches(waiting, telling.tell_some)
    click.echo(f"{told} told of {len(waiting)} calls")


@calls.command("remind")
def remind() -> None:
    """Remind of drafts 3 working days before a call closes, and on its last day.

    Run it every hour with `flask lapse` (deploy/ has the timer); each reminder leaves once.
    """
    with transactions.reading():
        closing_soon = closing.due()
    reminded = _in_batches(closing_soon, closing.remind)
    click.echo(f"{reminded} reminded of {len(closing_soon)} calls")


def _in_batches(call_ids: Sequence[int], deed: Callable[[int], int]) -> int:
    """Do a deed on each call until nothing is left, one transaction a batch."""
    done = 0
    for call_id in call_ids:
        posted = 1
        while posted:
            with transactions.writing():
                posted = deed(call_id)
            done += posted
    return done


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
