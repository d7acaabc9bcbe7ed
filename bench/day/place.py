"""A service of the day's own: database, ten thousand dossiers, pages, mail server, workers."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from flask import Flask
from sqlalchemy import select, text

import config as settings
from app import create_app, transactions
from app.extensions import db
from app.files.models import StoredFile
from bench import databases, fill
from bench.shapes import PAPER
from tests.fixtures.application import environment
from tests.fixtures.cluster import ROOT
from tests.fixtures.database import flask
from tests.fixtures.letters import Received, Sink, listening
from tests.fixtures.serving import start_gunicorn

WAIT_SECONDS = 300  # a mail server that failed is asked again after one minute, then after two
LAST_LINES = 5


@dataclass
class Place:
    """The service, seen from outside and, for what came in before the day, from inside."""

    url: str
    environ: dict[str, str]
    sink: Sink
    app: Flask
    folder: Path  # of the logs too
    web: int = 0  # the process that serves the pages

    def flask(self, *args: str) -> str:
        """Run a `flask` command against the service's database."""
        own = {k: v for k, v in self.environ.items() if k != "DATABASE_URL"}
        return flask(self.environ["DATABASE_URL"], *args, **own)

    def quiet(self) -> None:
        """Wait until no letter waits to leave."""
        left = text("SELECT count(*) FROM letter WHERE state IN ('waiting', 'sending')")

        def none() -> bool:
            with self.app.app_context(), transactions.reading():
                return db.session.scalar(left) == 0

        self._wait(none, "letters still wait to leave")

    def letter(self, address: str, subject: str) -> Received:
        """Return the newest letter to `address` whose subject has these words, once it is there."""

        def found() -> list[Received]:
            return [one for one in self.sink.to(address) if subject in one.subject]

        self._wait(lambda: bool(found()), f"no letter “{subject}” to {address}")
        return found()[-1]

    def _wait(self, until: Callable[[], bool], otherwise: str) -> None:
        """Wait for the letter worker; raises `AssertionError` with what it said last."""
        end = monotonic() + WAIT_SECONDS
        while not until():
            if monotonic() > end:
                said = (self.folder / "outbox.log").read_text(errors="replace").splitlines()
                raise AssertionError("\n".join([otherwise, *said[-LAST_LINES:]]))
            sleep(0.1)


@contextmanager
def opened(folder: Path, engine: str, dossiers: int, say: Callable[[str], None]) -> Iterator[Place]:
    """Make the service and fill it with so many dossiers; it ends with the block."""
    url = databases.address(engine, folder)
    flask(url, "db", "upgrade")
    flask(url, "catalogue", "load")
    with listening() as sink:
        environ = environment(url, folder, sink.port) | {"DEMO": "1"}
        app = create_app(settings.load(environ))
        if dossiers:
            say(f"{_filled(app, dossiers):,} rows of {dossiers:,} dossiers")
        place = Place("", environ, sink, app, folder)
        place.flask("demo", "load")
        say("the demonstration is there")
        databases.settle(app)
        process, port = start_gunicorn(environ, folder / "web.log")
        place.url, place.web = f"http://127.0.0.1:{port}", _child(process.pid)
        workers = [
            _worker(environ, folder, "outbox", "send", "--forever", "--every", "0.2"),
            _worker(environ, folder, "work", "--forever", "--every", "0.5"),
        ]
        try:
            yield place
        finally:
            for each in (process, *workers):
                each.terminate()
                each.wait(WAIT_SECONDS)
            with app.app_context():
                db.session.remove()
                db.engine.dispose()


def _filled(app: Flask, dossiers: int) -> int:
    """Add the dossiers, and the bytes of their files: one paper under many names."""
    with app.app_context(), transactions.writing():
        rows = fill.grow(dossiers).rows
        keys = db.session.scalars(select(StoredFile.key)).all()
    kept = Path(str(app.config["FILES_DIR"]))
    kept.mkdir(parents=True, exist_ok=True)
    paper = kept / keys[0]
    for key in keys:
        at = kept / key
        at.parent.mkdir(parents=True, exist_ok=True)
        if at == paper:
            at.write_bytes(PAPER)
        else:
            os.link(paper, at)
    return rows


def _worker(environ: dict[str, str], folder: Path, *args: str) -> subprocess.Popen[bytes]:
    with (folder / f"{args[0]}.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", *args],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], **environ},
            stdout=log,
            stderr=log,
        )


def _child(parent: int) -> int:
    """Return the process gunicorn serves with: its only child."""
    return int(Path(f"/proc/{parent}/task/{parent}/children").read_text().split()[0])


def traceback(folder: Path, logs: Sequence[str] = ("web", "outbox", "work")) -> str:
    """Return what the service's own logs say of an error, if they do."""
    for name in logs:
        said = (folder / f"{name}.log").read_text(errors="replace")
        if "Traceback" in said:
            return f"{name}.log:\n{said[said.index('Traceback') :][:3000]}"
    return ""
