"""The commands an operator types: `flask …`."""

from flask import Flask

from app.accounts.cli import users
from app.outbox.cli import outbox
from app.programmes.cli import catalogue, programmes


def init_app(app: Flask) -> None:
    """Register the commands of every room."""
    for group in (outbox, catalogue, programmes, users):
        app.cli.add_command(group)
