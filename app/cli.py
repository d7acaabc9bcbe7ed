"""The commands an operator types: `flask …`."""

from flask import Flask

from app.outbox.cli import outbox


def init_app(app: Flask) -> None:
    """Register the commands of every room."""
    for group in (outbox,):
        app.cli.add_command(group)
