"""The commands an operator types: `flask …`."""

from flask import Flask

from app.accounts.cli import users
from app.applications.cli import calls, lapse
from app.demo.cli import demo
from app.files.cli import files
from app.imports.cli import import_, rollback_, work_
from app.ledger.cli import ledger
from app.oracle.cli import check
from app.outbox.cli import outbox
from app.papers.cli import papers
from app.programmes.cli import catalogue, programmes


def init_app(app: Flask) -> None:
    """Register the commands of every room."""
    for command in (import_, rollback_, work_):
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
    ):
        app.cli.add_command(command)
