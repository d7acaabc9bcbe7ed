"""`flask outbox send`: the letter worker."""

import socket

import click
from flask.cli import AppGroup

from app import worker
from app.outbox import dispatcher

SERVER_SECONDS = 30.0  # a mail server that says nothing for so long has failed this time

outbox = AppGroup("outbox", help="Letters that wait to leave.")


@outbox.command("send")
@click.option("--forever", is_flag=True, help="Go on until told to stop (SIGTERM or SIGINT).")
@click.option("--every", default=1.0, show_default=True, help="Seconds between two looks.")
def send(forever: bool, every: float) -> None:
    """Send the letters that are due."""
    socket.setdefaulttimeout(SERVER_SECONDS)
    if not forever:
        click.echo(f"{dispatcher.send_due()} letters sent")
        return
    worker.forever("outbox", dispatcher.Sender().send_due, every)
