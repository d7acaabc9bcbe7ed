"""A worker at the command line: it looks for work again and again until it is told to stop."""

import signal
import threading
from collections.abc import Callable

import click


def forever(name: str, work: Callable[[], object], seconds: float) -> None:
    """Call `work` every so many seconds, until SIGTERM or SIGINT; what it is doing it finishes.

    An error is told under `name` and the worker stays: the database may be away for a while.
    """
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        try:
            work()
        except Exception as error:
            click.echo(f"{name}: {error}", err=True)
        stop.wait(seconds)
