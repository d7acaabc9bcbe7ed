"""What requests share with those before them on one connection to PostgreSQL."""

from contextlib import closing
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text

from app import clock, connections, transactions
from app.extensions import db

pytestmark = pytest.mark.engines("postgresql")


def served_by(app: Flask) -> int:
    """Return which process of the server answers a request."""
    with app.app_context(), transactions.reading():
        return int(db.session.scalar(text("SELECT pg_backend_pid()")) or 0)


def hang_up(app: Flask, served: int) -> None:
    """End a connection from the server's side, and wait until it has gone."""
    with app.app_context():
        url = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with closing(psycopg.connect(url, autocommit=True)) as administrator:
        ended = administrator.execute("SELECT pg_terminate_backend(%s, 10000)", [served])
        assert ended.fetchone() == (True,)


def test_a_connection_the_server_has_ended_is_replaced_before_a_request_gets_it(
    app: Flask,
) -> None:
    served = served_by(app)
    assert served_by(app) == served  # it is kept and taken again
    hang_up(app, served)
    assert served_by(app) not in {0, served}


def test_a_connection_is_asked_only_after_a_long_rest(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    with app.app_context():
        dialect, ask = db.engine.dialect, db.engine.dialect.do_ping
    monkeypatch.setattr(dialect, "do_ping", lambda driver: asked.append(driver) or ask(driver))
    with clock.freeze(clock.now()):
        served = served_by(app)
        clock.advance(connections.LONG - timedelta(seconds=1))
        assert served_by(app) == served
        assert not asked
        clock.advance(connections.LONG)
        assert served_by(app) == served
        assert len(asked) == 1


def prepared(app: Flask) -> int:
    """Return how many statements the server keeps prepared for the requests that come."""
    with app.app_context(), transactions.reading():
        kept = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%marker%'")
        return int(db.session.scalar(kept) or 0)


def test_what_pages_ask_again_and_again_is_planned_once(app: Flask) -> None:
    for _again in range(7):
        with app.app_context(), transactions.reading():
            db.session.execute(text("SELECT :one AS marker"), {"one": 1})
    assert prepared(app) == 1
