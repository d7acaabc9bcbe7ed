"""The walls of tests/unit, and the clock that stands still there."""

import sqlite3
import urllib.request
from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import create_engine

from app import clock


def test_a_unit_test_cannot_open_a_database() -> None:
    with pytest.raises(pytest.fail.Exception, match="may not open a database"):
        sqlite3.connect(":memory:")
    with pytest.raises(pytest.fail.Exception, match="may not open a database"):
        psycopg.connect("postgresql://127.0.0.1/postgres")
    with pytest.raises(pytest.fail.Exception, match="may not open a database"):
        create_engine("sqlite://").connect()


def test_a_unit_test_cannot_reach_the_network() -> None:
    with pytest.raises(pytest.fail.Exception, match="or a connection"):
        urllib.request.urlopen("http://127.0.0.1:9/")


def test_the_clock_stands_still() -> None:
    assert clock.now() == datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.mark.clock("2027-01-31T23:30:00+07:00")
def test_a_test_may_choose_its_moment() -> None:
    assert clock.today().isoformat() == "2027-01-31"
