"""The commands an operator types: `flask …`; and the worker of everything long, `flask work`."""

import click
from flask import Flask
from flask.cli import with_appcontext

from app import worker
from app.accounts.cli import users
from app.applications.cli import calls, lapse
from app.demo.cli import demo
from app.exports.cli import exports
from app.exports.services import work as export_work
from app.files.cli import files
from app.imports.cli import import_, rollback_
from app.imports.services import work as import_work
from app.ledger.cli import ledger
from app.oracle.cli import check
from app.outbox.cli import outbox
from app.papers.cli import papers
from app.programmes.cli import catalogue, programmes

_WORKS = {"exports": export_work.work_due, "imports": import_work.work_due}


@click.command("work")
@click.option("--forever", is_flag=True, help="Go on until told to stop (SIGTERM or SIGINT).")
@click.option("--every", default=2.0, show_default=True, help="Seconds between two looks.")
@click.option("--only", type=click.Choice(sorted(_WORKS)), help="One kind of work alone.")
@with_appcontext
def work(forever: bool, every: float, only: str | None) -> None:
    """Do what takes long: make files that were asked for, judge and apply long imports.

    Several may run beside each other: each thing is leased to one, and a dead one's is taken again.
    """
    works = [_WORKS[only]] if only else list(_WORKS.values())

    def due() -> int:
        return sum(each() for each in works)

    if not forever:
        click.echo(f"{due()} done")
        return
    worker.forever("work", due, every)


def init_app(app: Flask) -> None:
    """Register the commands of every room."""
    for command in (import_, rollback_, work):  # `flask ledger work` is its old name
        ledger.add_command(command)
    for command in (
        catalogue,
        programmes,
        users,
        ledger,
        outbox,
        lapse,
        calls,
        files,
        check,
        demo,
        papers,
        exports,
        work,
    ):
        app.cli.add_command(command)
