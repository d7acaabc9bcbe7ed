"""One request is one transaction."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from app import clock, transactions
from app.access import SYSTEM
from app.audit import services as audit
from app.audit.models import Event
from app.errors import Conflict
from app.extensions import db
from app.organisations.models import Beneficiary
from app.outbox.models import Letter
from tests.shared.own_pages import PLAIN, Reply, serve


def beneficiaries(app: Flask) -> list[str | None]:
    with app.app_context(), transactions.reading():
        return list(db.session.scalars(select(Beneficiary.root_code)))


def write(code: str) -> None:
    db.session.add(Beneficiary(root_code=code))
    db.session.flush()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_page_that_writes_when_it_is_read_is_refused_by_the_database(
    app: Flask, method: str
) -> None:
    refused: list[str] = []

    def view() -> Reply:
        try:
            write("đọc mà ghi")
        except DBAPIError as error:
            refused.append(str(error.orig))
        return PLAIN

    serve(app, "/doc", view, "GET")
    app.test_client().open("/doc", method=method)
    assert len(refused) == 1
    assert "read" in refused[0].lower()  # "readonly database", "read-only transaction"
    assert beneficiaries(app) == []


def test_without_a_declared_mode_nothing_can_be_written(app: Flask) -> None:
    with app.app_context(), pytest.raises(DBAPIError, match=r"(?i)read"):
        write("quên khai")


def test_a_writing_request_below_400_is_kept_and_one_above_is_not(app: Flask) -> None:
    def keep() -> Reply:
        write("giữ")
        return PLAIN

    def refuse() -> Reply:
        write("bỏ")
        return "", 422, PLAIN[2]

    def conflict() -> str:
        write("bỏ")
        raise Conflict("Đã có người khác làm.")

    serve(app, "/giu", keep, "POST")
    serve(app, "/bo", refuse, "POST")
    serve(app, "/xung-dot", conflict, "POST")
    client = app.test_client()
    assert client.post("/giu").status_code == 200
    assert client.post("/bo").status_code == 422
    answer = client.post("/xung-dot")
    assert answer.status_code == 409
    assert "Đã có người khác làm." in answer.get_data(as_text=True)
    assert beneficiaries(app) == ["giữ"]


def test_a_commit_that_fails_becomes_the_designed_page_and_nothing_is_kept(app: Flask) -> None:
    def view() -> Reply:
        write("mất")
        return PLAIN

    def fail(_connection: Any) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk full"))

    serve(app, "/luu", view, "POST")
    with app.app_context():
        engine = db.engine
    event.listen(engine, "commit", fail)
    try:
        answer = app.test_client().post("/luu")
    finally:
        event.remove(engine, "commit", fail)
    assert answer.status_code == 503
    assert "<h1" in answer.get_data(as_text=True)
    assert beneficiaries(app) == []
    assert app.test_client().post("/luu").status_code == 200  # the connection is well again


def test_a_constraint_that_refuses_at_the_commit_itself_is_answered_with_409(
    app: Flask, database_engine: str
) -> None:
    """The check may be deferred by the database to the very COMMIT."""
    if database_engine == "postgresql":
        with app.app_context(), transactions.writing():
            db.session.execute(
                text(
                    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                    "RAISE unique_violation; END $$"
                )
            )
            db.session.execute(
                text(
                    "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON beneficiary "
                    "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()"
                )
            )

    def view() -> Reply:
        if database_engine == "sqlite":
            db.session.execute(text("PRAGMA defer_foreign_keys = ON"))
            values = {"person_id": 1, "organisation_id": 1, "created_at": clock.now()}
            db.session.execute(
                text(
                    "INSERT INTO membership (person_id, organisation_id, capacity, created_at)"
                    " VALUES (:person_id, :organisation_id, 'agent', :created_at)"
                ),
                {**values, "created_at": "2026-11-23 02:00:00"},
            )
        write("muộn")
        return PLAIN

    serve(app, "/muon", view, "POST")
    answer = app.test_client().post("/muon")
    assert answer.status_code == 409
    assert "<h1" in answer.get_data(as_text=True)
    assert beneficiaries(app) == []


def test_an_invalid_form_keeps_nothing_of_what_was_done_before_it_was_found_invalid(
    app: Flask,
) -> None:
    def view() -> Reply:
        write("trước")
        audit.record("test", 1, "before", SYSTEM)
        return "", 422, PLAIN[2]

    serve(app, "/sai", view, "POST")
    assert app.test_client().post("/sai").status_code == 422
    assert beneficiaries(app) == []
    with app.app_context(), transactions.reading():
        assert db.session.scalars(select(Event).where(Event.subject == "test")).all() == []


def test_a_security_event_survives_the_refusal_it_belongs_to(app: Flask) -> None:
    def view() -> str:
        write("bỏ")
        with transactions.independent():
            audit.record("test", 1, "refused", SYSTEM)
        write("cũng bỏ")
        raise Conflict("Không được.")

    serve(app, "/tu-choi", view, "POST")
    assert app.test_client().post("/tu-choi").status_code == 409
    assert beneficiaries(app) == []
    with app.app_context(), transactions.reading():
        assert db.session.scalars(select(Event.action).where(Event.subject == "test")).all() == [
            "refused"
        ]


def test_a_refused_command_keeps_nothing(app: Flask) -> None:
    def fail() -> None:
        write("bỏ")
        raise ValueError

    with app.app_context(), pytest.raises(ValueError), transactions.writing():  # noqa: PT011
        fail()
    assert beneficiaries(app) == []


def test_letters_of_a_refused_deed_are_never_posted(app: Flask) -> None:
    def view() -> str:
        db.session.execute(
            insert(Letter).values(
                once_key="k", name="n", to="a@example.vn", subject="s", text="t", html="h",
                message_id="<m@x>", next_at=clock.now(), created_at=clock.now(),
                sensitive=False, state="waiting", attempts=0, last_error="",
            )
        )  # fmt: skip
        raise Conflict("Không.")

    serve(app, "/thu", view, "POST")
    assert app.test_client().post("/thu").status_code == 409
    with app.app_context(), transactions.reading():
        assert db.session.scalars(select(Letter)).all() == []


def test_a_lost_race_that_only_the_database_sees_is_a_409_page(app: Flask) -> None:
    def view() -> Reply:
        write("một")
        db.session.add(Beneficiary(root_code="một"))
        try:
            db.session.flush()
        except IntegrityError:
            db.session.rollback()
            raise
        return PLAIN

    serve(app, "/hai-lan", view, "POST")
    assert app.test_client().post("/hai-lan").status_code == 409
    assert beneficiaries(app) == []
