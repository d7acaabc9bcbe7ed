"""The record of deeds, and the database's own shape: the same on both engines, up and down."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import CheckConstraint, Index, Inspector, inspect, text
from sqlalchemy.exc import DBAPIError

import config as settings
from app import clock, create_app, transactions
from app.access import Actor
from app.audit import services as audit
from app.extensions import Base, db
from tests.factories import FIVE_S, World
from tests.fixtures.application import environment
from tests.fixtures.database import flask


def test_an_event_says_what_who_when_and_from_where_to_where(app: Flask) -> None:
    actor = Actor(7, "Lý Thị Hạnh")
    with app.app_context(), transactions.writing():
        audit.record("thing", 3, "moved", actor, before="a", after="b", data={"n": "đ"})
    with app.app_context(), transactions.reading():
        (event,) = audit.history("thing", 3)
        assert (event.actor_id, event.actor_name, event.at) == (7, "Lý Thị Hạnh", clock.now())
        assert (event.action, event.before, event.after) == ("moved", "a", "b")
        assert event.data == {"n": "đ"}
        assert audit.history("thing", 4) == []


def test_only_the_first_event_of_a_form_takes_its_key(app: Flask) -> None:
    with app.app_context(), transactions.writing():
        audit.expect("k")
        first = audit.record("thing", 1, "one", Actor(1))
        second = audit.record("thing", 1, "two", Actor(1))
        assert (first.form_key, second.form_key) == ("k", None)


def test_a_receipt_is_only_for_who_sent_the_form(app: Flask) -> None:
    with app.app_context(), transactions.writing():
        audit.keep_receipt("nothing", 1, "/nowhere")  # led to no event: nothing is kept
        audit.expect("k")
        audit.record("thing", 1, "one", Actor(1))
        audit.keep_receipt("k", 1, "/here")
    with app.app_context(), transactions.reading():
        assert audit.receipt_for("k", 1) == "/here"
        assert audit.receipt_for("k", 2) is None
        assert audit.receipt_for("k", None) is None
        assert audit.receipt_for("nothing", 1) is None


def test_every_move_of_a_dossier_leaves_exactly_one_event(world: World) -> None:
    dossier = world.approved(world.organisation())
    assert [event for event in world.events(dossier) if event not in QUIET] == [
        "submit", "accept", "assign", "recommend", "endorse", "approve", "issue_approval",
    ]  # fmt: skip


QUIET = {"start", "save_answers", "save_product", "print_form", "attach"}


# -- what the database itself never allows

PROTECTED = {
    "event": "actor_name",
    "content_version": "name",
    "question": "label",
    "required_document": "label",
    "revision": "number",
    "consent": "notice_text",
    "appraisal": "opinion",
}


def refused(app: Flask, statement: str) -> None:
    with (
        app.app_context(),
        pytest.raises(DBAPIError, match="append-only"),
        transactions.writing(),
    ):
        db.session.execute(text(statement))


def test_events_versions_and_consents_are_never_changed(world: World) -> None:
    world.recommended(world.organisation())  # so that every table has a row
    for table, column in PROTECTED.items():
        refused(world.app, f"UPDATE {table} SET {column} = {column}")
        refused(world.app, f"DELETE FROM {table}")
    refused(world.app, "DELETE FROM ledger_entry")


@pytest.mark.engines("postgresql")
def test_protected_tables_are_not_truncated(app: Flask) -> None:
    for table in (*PROTECTED, "ledger_entry"):
        refused(app, f"TRUNCATE {table} CASCADE")


# -- the shape of the database


def shape(inspector: Inspector, triggers: set[str]) -> dict[str, Any]:
    """Return what matters of every table: columns, checks, uniqueness, keys, partial indexes."""
    found: dict[str, Any] = {"triggers": triggers}
    for table in sorted(inspector.get_table_names()):
        if table == "alembic_version":
            continue
        found[table] = {
            "columns": {
                column["name"]: column["nullable"] for column in inspector.get_columns(table)
            },
            "checks": {check["name"] for check in inspector.get_check_constraints(table)},
            "unique": {
                tuple(each["column_names"]) for each in inspector.get_unique_constraints(table)
            },
            "foreign": {
                (*key["constrained_columns"], key["referred_table"])
                for key in inspector.get_foreign_keys(table)
            },
            "indexes": {
                (
                    index["name"],
                    tuple(index["column_names"]),
                    bool(index["unique"]),
                    any(key.endswith("_where") for key in index.get("dialect_options", {})),
                )
                for index in inspector.get_indexes(table)
                if not index.get("duplicates_constraint")
            },
        }
    return found


def as_migrated(app: Flask) -> dict[str, Any]:
    with app.app_context(), transactions.reading():
        connection = db.session.connection()
        if connection.dialect.name == "sqlite":
            query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        else:
            query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        triggers = set(db.session.scalars(text(query)))
        return shape(inspect(connection), triggers)


def as_modelled() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for table in Base.metadata.tables.values():
        constraints = table.constraints
        found[table.name] = {
            "columns": {column.name: bool(column.nullable) for column in table.columns},
            "checks": {str(each.name) for each in constraints if isinstance(each, CheckConstraint)},
            "indexes": {
                (
                    index.name,
                    tuple(column.name for column in index.columns),
                    bool(index.unique),
                    index.dialect_options["sqlite"]["where"] is not None,
                )
                for index in table.indexes
                if isinstance(index, Index)
            },
        }
    return found


@pytest.fixture
def migrated(empty_database_url: str, tmp_path: Path) -> Flask:
    flask(empty_database_url, "db", "upgrade")
    return create_app(settings.load(environment(empty_database_url, tmp_path, 25)))


def dispose(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_after_the_migrations_the_database_is_what_the_models_say(migrated: Flask) -> None:
    found = as_migrated(migrated)
    modelled = as_modelled()
    assert found.keys() - {"triggers"} == modelled.keys()
    for table, parts in modelled.items():
        for part, expected in parts.items():
            assert found[table][part] == expected, f"{table}.{part}"
    dispose(migrated)


def test_the_once_only_index_is_partial_and_says_held_or_used(migrated: Flask) -> None:
    with migrated.app_context(), transactions.reading():
        connection = db.session.connection()
        query = (
            "SELECT sql FROM sqlite_master WHERE name = 'uq_ledger_entry_once'"
            if connection.dialect.name == "sqlite"
            else "SELECT indexdef FROM pg_indexes WHERE indexname = 'uq_ledger_entry_once'"
        )
        said = str(db.session.scalar(text(query)))
    assert "UNIQUE" in said
    assert "beneficiary_id" in said
    where = said.split("WHERE")[1]
    assert "held" in where
    assert "used" in where
    assert "released" not in where
    assert "set_aside" not in where
    dispose(migrated)


def test_migrations_go_down_and_up_again_to_the_same_database(
    migrated: Flask, empty_database_url: str
) -> None:
    before = as_migrated(migrated)
    for table in PROTECTED:
        for deed in ("update", "delete"):
            assert f"{table}_no_{deed}" in before["triggers"]
    assert "ledger_entry_no_delete" in before["triggers"]
    dispose(migrated)
    flask(empty_database_url, "db", "downgrade", "base")
    assert as_migrated(migrated) == {"triggers": set()}
    dispose(migrated)
    flask(empty_database_url, "db", "upgrade")
    assert as_migrated(migrated) == before
    dispose(migrated)


@pytest.mark.engines("sqlite")
def test_a_database_with_dossiers_goes_down_to_010_and_up_to_the_head_again(
    world: World,
) -> None:
    """Made anew, a table must not take along what refers to it: SQLite hears no pragma too late."""
    member = world.organisation()
    world.submitted(member)
    world.draft(member, FIVE_S)
    before = counted(world.app)
    assert before["answer"] > 0
    url = str(world.app.config["SQLALCHEMY_DATABASE_URI"])
    dispose(world.app)
    flask(url, "db", "downgrade", "010")
    below = counted(world.app)
    assert below.items() <= before.items()  # later tables are gone, and nothing else
    dispose(world.app)
    flask(url, "db", "upgrade")
    assert counted(world.app).items() >= below.items()
    with world.reading():
        assert not db.session.execute(text("PRAGMA foreign_key_check")).all()


def counted(app: Flask) -> dict[str, int]:
    """Return how many rows each table has."""
    with app.app_context(), transactions.reading():
        names = [
            name for name in inspect(db.session.connection()).get_table_names()
            if name != "alembic_version"
        ]  # fmt: skip
        return {
            name: db.session.scalar(text(f'SELECT COUNT(*) FROM "{name}"')) or 0 for name in names
        }
