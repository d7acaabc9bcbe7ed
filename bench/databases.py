"""Databases of the bench's own: a file, or one in the tests' cluster; gone afterwards."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from flask import Flask
from psycopg import sql
from sqlalchemy import URL, make_url

import config as settings
from app import create_app
from app.extensions import db
from tests.fixtures import cluster, run
from tests.fixtures.database import flask

NAME = "bench"


@contextmanager
def folder() -> Iterator[Path]:
    """Make a run's folder, as a test run has one: the PostgreSQL cluster ends with it."""
    place = Path(tempfile.mkdtemp(prefix=run.PREFIX))
    os.environ[run.FOLDER] = str(place)
    alive = os.open(place / "alive", os.O_CREAT | os.O_RDWR, 0o600)
    fcntl.flock(alive, fcntl.LOCK_SH)
    try:
        yield place
    finally:
        os.close(alive)
        del os.environ[run.FOLDER]
        shutil.rmtree(place, ignore_errors=True)


def address(engine: str, place: Path) -> str:
    """Return the address of an empty database of this run's own."""
    if engine == "sqlite":
        return f"sqlite:///{place / 'bench.sqlite3'}"
    server = cluster.shared()
    with closing(psycopg.connect(server.url("postgres"), autocommit=True)) as connection:
        connection.execute(f"CREATE DATABASE {NAME} TEMPLATE template0")
    return server.url(NAME)


@contextmanager
def application(engine: str, place: Path, name: str = NAME, server: str = "") -> Iterator[Flask]:
    """Return the application on a migrated database with the catalogue: `name` in `place`.

    A database that is there already is brought to the newest migration and used. PostgreSQL is at
    `server` (`postgresql://user@host:port`, or `postgresql://user@/?host=FOLDER` by its socket, as
    in production), or else the tests' own, which is new: without fsync, so no commit is a disk's.
    """
    if engine == "sqlite":
        file = place / f"{name}.sqlite3"
        url, known = f"sqlite:///{file}", file.exists()
    else:
        at = make_url(server or cluster.shared().url("postgres"))
        known = not _created(_named(at, "postgres"), name)
        url = _named(at, name)
    flask(url, "db", "upgrade")
    if not known:
        flask(url, "catalogue", "load")
    app = create_app(
        settings.load(
            {
                "NSCL_ENV": "testing",
                "DATABASE_URL": url,
                "INSTANCE_DIR": str(place / "instance"),
                "FILES_DIR": str(place / "files"),
            }
        )
    )
    app.jinja_env.auto_reload = False  # as in production
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _named(server: URL, name: str) -> str:
    return server.set(database=name).render_as_string(hide_password=False)


def _created(address: str, name: str) -> bool:
    """Make the database unless it is there; return whether it was made."""
    with closing(psycopg.connect(address, autocommit=True)) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
        if known.fetchone() is not None:
            return False
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(
            sql.Identifier(name)))  # fmt: skip
        return True


def settle(app: Flask) -> None:
    """Let the database know its figures, as autovacuum (off in the cluster) would."""
    with app.app_context(), db.engine.connect() as connection:
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        if connection.dialect.name == "postgresql":
            # VACUUM marks no page as seen by all while a commit of its rows may still be lost.
            for statement in ("SET synchronous_commit TO on", "ANALYZE", "VACUUM"):
                connection.exec_driver_sql(statement)
