"""Alembic's environment: the same migrations on SQLite and PostgreSQL, each in one transaction."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from app import transactions

database = current_app.extensions["migrate"].db


def _foreign_keys(connection: Connection, state: str) -> None:
    """Set them on the driver's own connection: inside a transaction SQLite does not hear it."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(f"PRAGMA foreign_keys={state}")


def run(connection: Connection) -> None:
    """Run the migrations on `connection`."""
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        # Batch mode makes tables anew; with foreign keys on, that would empty the others.
        _foreign_keys(connection, "OFF")
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        transactional_ddl=True,  # SQLite can, once the driver's own transactions are off
        transaction_per_migration=True,
        **current_app.extensions["migrate"].configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()
    if sqlite:
        _foreign_keys(connection, "ON")


with transactions.opened(writing=True), database.engine.connect() as opened:
    run(opened)
