"""A good database, and the means to damage it.

Damage is done, examined and rolled back in one transaction: nothing is made twice.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import Connection, text

from app import settings, transactions
from app.extensions import db
from app.oracle.evidence import Evidence
from app.oracle.examine import examine


@dataclass(frozen=True)
class Good:
    """A database that keeps every law; `ids` names its dossiers by what became of them."""

    app: Flask
    folder: Path
    ids: dict[str, int]

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @contextmanager
    def damaged(self) -> Iterator["Damaged"]:
        """Open a transaction that the database's own barriers do not guard, and give it up."""
        settings.use(self.app.config)  # another test's application may have been made since
        with self.app.app_context(), transactions.opened(writing=True):
            connection = db.session.connection()
            try:
                with _unguarded(connection):
                    yield Damaged(self, connection)
            finally:
                if connection.dialect.name == "sqlite":
                    connection.exec_driver_sql("PRAGMA ignore_check_constraints=OFF")


@dataclass(frozen=True)
class Damaged:
    """The open transaction."""

    good: Good
    connection: Connection

    def do(self, statement: str) -> None:
        """Run one statement, in which %(names)d are the good database's ids."""
        done = self.connection.execute(text(statement % self.good.ids))
        assert done.rowcount, f"nothing was damaged: {statement}"  # -1 for what makes no rows

    def laws(self, environment: str = "testing", *, deep: bool = False) -> set[str]:
        """Return the names of the laws that the database breaks now."""
        see = Evidence(self.connection, self.good.files, environment, deep)
        return {fault.law for fault in examine(see)}

    def bare(self, table: str) -> None:
        """Take the table's own UNIQUE constraints off; its indexes and triggers stay."""
        if self.connection.dialect.name == "postgresql":
            for name in self.connection.scalars(
                text(
                    "SELECT conname FROM pg_constraint "
                    "WHERE contype = 'u' AND conrelid = CAST(:table AS regclass)"
                ),
                {"table": table},
            ).all():
                self.connection.exec_driver_sql(
                    f"ALTER TABLE {table} DROP CONSTRAINT {name} CASCADE"
                )
            return
        again = _statements(self.connection, table)
        self.connection.exec_driver_sql(f"CREATE TABLE bare AS SELECT * FROM {table}")
        self.connection.exec_driver_sql(f"DROP TABLE {table}")
        self.connection.exec_driver_sql(f"ALTER TABLE bare RENAME TO {table}")
        for statement in again:
            self.connection.exec_driver_sql(statement)


def _statements(connection: Connection, table: str) -> list[str]:
    query = "SELECT sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL AND type "
    query += "IN ('index', 'trigger')"
    return list(connection.scalars(text(query), {"table": table}).all())


@contextmanager
def _unguarded(connection: Connection) -> Iterator[None]:
    """Switch off what refuses a damage: CHECKs, foreign keys and triggers, in this transaction."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for table, name in connection.execute(
            text(
                "SELECT conrelid::regclass, conname FROM pg_constraint "
                "WHERE contype = 'c' AND connamespace = 'public'::regnamespace"
            )
        ).all():
            connection.exec_driver_sql(f'ALTER TABLE "{table}" DROP CONSTRAINT {name}')
        yield
        return
    connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    yield


@contextmanager
def untriggered(damaged: Damaged, table: str) -> Iterator[None]:
    """Take the triggers off a table for the time of a damage, and put them back.

    PostgreSQL has them off for the whole transaction, and still says that they are there.
    """
    again: list[str] = []
    if damaged.connection.dialect.name == "sqlite":
        again = [
            sql
            for sql in _statements(damaged.connection, table)
            if sql.startswith("CREATE TRIGGER")
        ]
        for sql in again:
            damaged.connection.exec_driver_sql(f"DROP TRIGGER {sql.split()[2]}")
    yield
    for sql in again:
        damaged.connection.exec_driver_sql(sql)
