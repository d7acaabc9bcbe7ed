"""Every transaction is opened as reading or writing, and the database holds it to that.

SQLite: `query_only` + BEGIN, or BEGIN IMMEDIATE (a deferred read-then-write dies with
SQLITE_BUSY_SNAPSHOT whatever the timeout). PostgreSQL: READ ONLY, or read-write.
The mode is chosen before the first statement and read by the engine's `begin` event.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, event

from app.extensions import db

BUSY_TIMEOUT_MS = 15_000

# Reading is the default: whoever forgets to declare a write is refused by the database.
_writing: ContextVar[bool] = ContextVar("writing", default=False)


def install(engine: Engine) -> None:
    """Teach `engine` to open transactions in the declared mode."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)
        event.listen(engine, "rollback", _end_postgresql)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not open transactions by itself
    for pragma in (
        "journal_mode=WAL",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
        "synchronous=FULL",  # what was acknowledged survives a power cut
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    if _writing.get():
        connection.exec_driver_sql("PRAGMA query_only=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        # Said to the driver itself, ten times as fast: every page does, and nothing can refuse it.
        driver: Any = connection.connection.dbapi_connection
        driver.execute("PRAGMA query_only=ON")
        driver.execute("BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    """Say it before the first statement, with which psycopg sends it: one message less."""
    driver: Any = connection.connection.dbapi_connection
    driver.read_only = not _writing.get()


def _end_postgresql(connection: Connection) -> None:
    """Commit what only read, where it would be rolled back: it is the same to the database.

    But psycopg forgets at a rollback which statements it has prepared. Kept, they spare PostgreSQL
    reading and planning what every page asks, which was half of the time of a page.
    """
    driver: Any = connection.connection.dbapi_connection
    if driver.read_only and driver.info.transaction_status == TransactionStatus.INTRANS:
        with suppress(psycopg.Error):  # the connection is lost: the rollback that follows says so
            driver.commit()


@contextmanager
def opened(*, writing: bool) -> Iterator[None]:
    """Run the block in one transaction of the given mode; it is rolled back unless committed.

    The caller commits with `commit()`; this is the request's form, where a 4xx rolls back.
    """
    db.session.rollback()
    token = _writing.set(writing)
    try:
        yield
    finally:
        db.session.rollback()
        _writing.reset(token)


def commit() -> None:
    """Commit the open transaction."""
    db.session.commit()


def rollback() -> None:
    """Give up what was done so far; the same mode goes on."""
    db.session.rollback()


@contextmanager
def writing() -> Iterator[None]:
    """Run a command's or the worker's block in a writing transaction and commit it."""
    with opened(writing=True):
        yield
        db.session.commit()


@contextmanager
def reading() -> Iterator[None]:
    """Run a command's block in a reading transaction."""
    with opened(writing=False):
        yield


@contextmanager
def beside() -> Iterator[Connection]:
    """Commit a short write on a connection of its own, while the session goes on reading.

    Long work reads one snapshot to its end; how far it is must be seen meanwhile.
    Only a worker uses it, never while its session is writing: SQLite has one writer.
    """
    token = _writing.set(True)
    try:
        with db.engine.begin() as connection:
            yield connection
    finally:
        _writing.reset(token)


def snapshot() -> None:
    """Let everything this reading transaction reads be of one moment; said before the first read.

    SQLite's reading transactions are so by themselves.
    """
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def planned_anew() -> None:
    """Let PostgreSQL plan what this transaction asks for the very values it asks with.

    What pages ask again and again it plans once for whatever values. That is right where an index
    is walked to a limit, and wrong where much is counted: one value has ten dossiers, another most.
    """
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.dbapi_connection  # the session needs no result of it
        driver.execute("SET LOCAL plan_cache_mode TO force_custom_plan")


@contextmanager
def independent() -> Iterator[None]:
    """Commit the security event of a refused request, whose own work is given up first.

    Only failed sign-ins, wrong current passwords, refused tokens and exceeded limits use it, by
    `audit.record_refusal` alone.
    """
    with writing():
        yield
