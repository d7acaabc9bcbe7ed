"""`flask lapse`, `flask calls tell`, `flask calls remind`: what the calendar alone makes due."""

from collections import Counter
from collections.abc import Callable, Sequence

import click
from flask.cli import AppGroup, with_appcontext

from app import clock, transactions
from app.applications.services import closing
from app.applications.services import lapse as lapses
from app.chores import Chore, chores
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
    """Do what the calendar makes due: supplements, reserve places, agreements, registrations.

    Run it every hour (deploy/ has the timer). One transaction a thing: one that fails does not
    hold up the others. What other rooms make due, they register (`app/chores.py`).
    """
    with transactions.writing():
        forgotten = registration.forget_expired()
    own = Chore("dossier", lambda: lapses.due(clock.today()), lapses.treat)
    counts = Counter({"reminded": 0, "lapsed": 0})
    failed = sum(_done(chore, counts) for chore in (own, *chores()))
    said = ", ".join(f"{number} {what}" for what, number in counts.items())
    click.echo(f"{said}, {failed} failed; {forgotten} registrations never confirmed were forgotten")
    if failed:
        raise SystemExit(1)


def _done(chore: Chore, counts: Counter[str]) -> int:
    """Do one chore, count what was done, and return how many things failed."""
    with transactions.reading():
        due = chore.due()
    failed = 0
    for done, thing in enumerate(due, start=1):
        try:
            with transactions.writing():
                if what := chore.treat(thing):
                    counts[what] += 1
        except Exception as error:  # said, counted, and the next one goes on
            failed += 1
            click.echo(f"{chore.name} {thing}: {error}", err=True)
        if done % 100 == 0:
            click.echo(f"{chore.name}: {done} of {len(due)}")
    return failed
