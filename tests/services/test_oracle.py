"""`flask check`: silent on a good database, and naming exactly what a damage breaks."""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from app import settings, transactions
from app.extensions import db
from app.oracle.barriers import TRIGGERS
from app.oracle.examine import LAWS, name
from app.organisations.models import Beneficiary
from tests.oracle_damages import DAMAGES, Damage
from tests.oracle_world import Databases
from tests.shared.damaged import Good, untriggered


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Return the good databases, which all tests of this process share."""
    with ExitStack() as stack:
        yield Databases(tmp_path_factory.mktemp, stack)


@pytest.fixture
def good(databases: Databases, database_engine: str) -> Good:
    """Return the good database of this engine; what a test does to it must be undone."""
    return databases.good(database_engine)


def test_a_good_database_keeps_every_law(good: Good) -> None:
    settings.use(good.app.config)
    result = good.app.test_cli_runner().invoke(args=["check", "--deep"])
    assert result.exception is None
    assert result.output == f"check: {len(LAWS)} laws, 0 faults\n"
    assert result.exit_code == 0


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_the_checker_names_exactly_the_laws_broken_by(good: Good, damage: Damage) -> None:
    with good.damaged() as damaged:
        for table in damage.bare:
            damaged.bare(table)
        with untriggered(damaged, damage.table):
            for statement in damage.statements:
                damaged.do(statement)
        assert damaged.laws() == set(damage.laws)


@pytest.mark.parametrize(("table", "trigger"), sorted(TRIGGERS))
def test_a_record_that_could_be_changed_is_named(good: Good, table: str, trigger: str) -> None:
    with good.damaged() as damaged:
        postgresql = damaged.connection.dialect.name == "postgresql"
        damaged.do(f"DROP TRIGGER {trigger}" + (f" ON {table}" if postgresql else ""))
        assert damaged.laws() == {"the append only triggers stand"}


@pytest.mark.engines("postgresql")
def test_a_trigger_that_is_switched_off_is_named(good: Good) -> None:
    with good.damaged() as damaged:
        damaged.do("ALTER TABLE event DISABLE TRIGGER event_no_truncate")
        assert damaged.laws() == {"the append only triggers stand"}


def _a_file(good: Good) -> Path:
    return min(path for path in good.files.rglob("*.pdf"))


def test_a_file_without_its_bytes_is_named(good: Good) -> None:
    path = _a_file(good)
    bytes_ = path.read_bytes()
    path.unlink()
    try:
        with good.damaged() as damaged:
            assert damaged.laws() == {"every file has its bytes"}
    finally:
        path.write_bytes(bytes_)


def test_a_file_of_another_size_is_named(good: Good) -> None:
    path = _a_file(good)
    bytes_ = path.read_bytes()
    path.write_bytes(bytes_[:-1])
    try:
        with good.damaged() as damaged:
            assert damaged.laws() == {"every file has its bytes"}
    finally:
        path.write_bytes(bytes_)


def test_a_file_changed_within_its_size_is_named_by_the_deep_check_only(good: Good) -> None:
    path = _a_file(good)
    bytes_ = path.read_bytes()
    path.write_bytes(bytes_[:-1] + b"x")
    try:
        with good.damaged() as damaged:
            assert damaged.laws() == set()
            assert damaged.laws(deep=True) == {"every file has its bytes"}
    finally:
        path.write_bytes(bytes_)


def test_bytes_that_no_row_knows_are_named_once_they_are_an_hour_old(good: Good) -> None:
    path = good.files / "2026" / "orphan.pdf"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"%PDF-")
    try:
        with good.damaged() as damaged:
            assert damaged.laws() == set()
            old = (datetime.now(UTC) - timedelta(hours=2)).timestamp()
            os.utime(path, (old, old))
            assert damaged.laws() == {"every byte has its row"}
    finally:
        path.unlink()


def test_a_demonstration_account_is_named_in_production_only(good: Good) -> None:
    with good.damaged() as damaged:
        damaged.do("UPDATE person SET email = 'quantri@demo.example' WHERE id = %(officer)d")
        assert damaged.laws() == set()
        assert damaged.laws("production") == {"nobody demonstrates in production"}


def test_every_law_has_been_seen_to_speak() -> None:
    seen = {law for damage in DAMAGES.values() for law in damage.laws}
    of_their_own = {
        "the append only triggers stand",
        "every file has its bytes",
        "every byte has its row",
        "nobody demonstrates in production",
    }
    assert seen | of_their_own == {name(law) for law in LAWS}


def _leave_a_fault(app: Flask) -> None:
    with app.app_context(), transactions.writing():
        db.session.add(Beneficiary(root_code="0100233488"))


def test_the_command_names_each_fault_counts_them_and_fails(
    app: Flask, cli: FlaskCliRunner
) -> None:
    _leave_a_fault(app)
    result = cli.invoke(args=["check"])
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "every beneficiary has an organisation: beneficiary 1: no organisation belongs to it",
        f"check: {len(LAWS)} laws, 1 faults",
    ]


def test_the_command_prints_its_faults_as_json(app: Flask, cli: FlaskCliRunner) -> None:
    _leave_a_fault(app)
    result = cli.invoke(args=["check", "--json"])
    assert result.exit_code == 1
    assert json.loads(result.output) == {
        "laws": len(LAWS),
        "faults": [
            {
                "law": "every beneficiary has an organisation",
                "subject": "beneficiary 1",
                "words": "no organisation belongs to it",
            }
        ],
    }
