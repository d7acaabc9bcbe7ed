"""One request, one transaction: reading requests read, refused ones leave nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from app import clock, transactions
from app.access import SYSTEM, Permission
from app.audit import services as audit
from app.audit.models import Event, Receipt
from app.errors import Conflict
from app.extensions import csrf, db
from app.guard import requires
from app.organisations.models import Beneficiary
from app.outbox.models import Letter
from tests import people
from tests.factories import World
from tests.fixtures.visitor import forms_on

View = Callable[[], Any]
Reply = tuple[str, int, dict[str, str]]
KEY = "0123456789abcdef" * 2
# No page: the suite's client judges every page it is shown.
PLAIN: Reply = ("", 200, {"Content-Type": "text/plain"})


def serve(app: Flask, path: str, view: View, *methods: str) -> None:
    """Add a page of the test's own, open to everybody and without a token."""
    view.__name__ = path.strip("/").replace("-", "_")
    guarded = requires(Permission.PUBLIC_PAGE)(view)
    app.add_url_rule(path, view_func=csrf.exempt(guarded), methods=[*methods])


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


# -- the same form twice


def form_view(app: Flask, *, succeed: list[bool]) -> None:
    def view() -> Any:
        if not succeed.pop(0):
            return "", 422, PLAIN[2]
        audit.record("test", 7, "done", SYSTEM)
        return "", 303, {"Location": f"/bien-nhan/{len(succeed)}"}

    serve(app, "/bieu-mau", view, "POST")


def events(app: Flask) -> int:
    with app.app_context(), transactions.reading():
        return len(db.session.scalars(select(Event).where(Event.subject == "test")).all())


def test_the_same_form_key_again_gives_the_same_receipt_and_does_nothing(app: Flask) -> None:
    form_view(app, succeed=[True, True])
    client = app.test_client()
    first = client.post("/bieu-mau", data={"form_key": KEY})
    again = client.post("/bieu-mau", data={"form_key": KEY})
    other = client.post("/bieu-mau", data={"form_key": KEY[::-1]})
    assert [reply.status_code for reply in (first, again, other)] == [303] * 3
    assert first.location == again.location != other.location
    assert events(app) == 2


def test_a_form_that_was_refused_can_be_sent_again_with_its_key(app: Flask) -> None:
    form_view(app, succeed=[False, True])
    client = app.test_client()
    assert client.post("/bieu-mau", data={"form_key": KEY}).status_code == 422
    assert client.post("/bieu-mau", data={"form_key": KEY}).status_code == 303
    assert events(app) == 1


def test_a_form_without_a_key_is_done_each_time(app: Flask) -> None:
    form_view(app, succeed=[True, True])
    client = app.test_client()
    client.post("/bieu-mau")
    client.post("/bieu-mau", data={"form_key": ""})
    assert events(app) == 2
    with app.app_context(), transactions.reading():
        assert db.session.scalars(select(Receipt)).all() == []


def test_the_key_of_somebody_elses_form_shows_nothing_and_does_nothing(world: World) -> None:
    one, two = world.organisation(), world.organisation()
    mine, other = world.submitted(one), world.submitted(two)
    client, thief = world.app.test_client(), world.app.test_client()
    people.enter(client, one.email)  # type: ignore[arg-type]  # the suite's client
    people.enter(thief, two.email)  # type: ignore[arg-type]  # as above
    form = forms_on(client.get(f"/ho-so/{mine}/rut").get_data(as_text=True))[-1]
    data = form.values.to_dict()
    done = client.post(f"/ho-so/{mine}/rut", data=data)
    assert done.status_code == 303
    theirs = forms_on(thief.get(f"/ho-so/{other}/rut").get_data(as_text=True))[-1]
    stolen = theirs.values.to_dict() | {"form_key": data["form_key"]}
    answer = thief.post(f"/ho-so/{other}/rut", data=stolen)
    assert answer.status_code == 409
    assert world.status(other) == "submitted"


@pytest.mark.parametrize("key", ["\x00", "k\x00", "k" * 10_000, "đ'\"; --", "\ud800"])
def test_no_form_key_breaks_the_house(app: Flask, key: str) -> None:
    form_view(app, succeed=[True])
    typed = "".join(f"%{byte:02x}" for byte in key.encode("utf-8", "surrogatepass"))
    answer = app.test_client().post(
        "/bieu-mau", data=f"form_key={typed}", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code < 500


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
