"""A session is worth nothing the moment its person is: cookies, disabled staff, changed roles."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

import config as settings
from app import clock, transactions
from app.access import Role
from app.accounts.models import Membership, Person, PersonRole
from app.accounts.services import people as accounts
from app.audit.models import Event
from app.demo.people import actor_of
from app.extensions import db
from app.review.models import Note
from tests import house
from tests.fixtures.visitor import Visitor, forms_on


def _notes(app: Flask) -> int:
    with app.app_context(), transactions.reading():
        return db.session.scalar(select(func.count()).select_from(Note)) or 0


def _lock(person: Person) -> None:
    person.disabled_at = clock.now()


def _demote(person: Person) -> None:
    db.session.execute(
        update(PersonRole).where(PersonRole.person_id == person.id).values(role=Role.ADMIN)
    )


@pytest.mark.parametrize("change", [_lock, _demote], ids=["disabled", "role taken"])
def test_what_staff_have_open_when_they_lose_their_right_does_nothing(
    app: Flask, things: house.House, change: Callable[[Person], None]
) -> None:
    client = house.Callers(app).client("officer")
    path = things.path("/xet-duyet/{appraised}")
    form = next(f for f in forms_on(client.get(path).text) if f.action.endswith("/ghi-chu"))
    before = _notes(app)
    with app.app_context(), transactions.writing():
        officer = accounts.by_email(house.EMAILS["officer"])
        assert officer is not None
        change(officer)

    form.values["text"] = "Viết sau khi mất quyền"
    assert client.post(form.action, data=form.values).status_code in {401, 404}
    assert client.get(path).status_code in {302, 404}
    assert _notes(app) == before


def test_who_left_an_organisation_sees_nothing_of_it_at_the_next_request(
    app: Flask, things: house.House
) -> None:
    client = house.Callers(app).client("owner")
    path = things.path("/ho-so/{approved}")
    assert client.get(path).status_code == 200
    with app.app_context(), transactions.writing():
        owner = accounts.by_email(house.EMAILS["owner"])
        assert owner is not None
        db.session.execute(delete(Membership).where(Membership.person_id == owner.id))
    assert client.get(path).status_code == 404
    assert client.get("/ho-so").status_code == 403


@pytest.mark.engines("sqlite")
def test_every_session_of_a_person_dies_with_a_change_of_role(
    app: Flask, things: house.House
) -> None:
    callers = house.Callers(app)
    first, second = callers.client("officer"), callers.client("officer")
    with app.app_context(), transactions.writing():
        officer = accounts.by_email(house.EMAILS["officer"])
        assert officer is not None
        accounts.change_roles(officer, [Role.LEAD], actor_of(house.EMAILS["admin"]))
    for client in (first, second):
        assert client.get("/tai-khoan").location.startswith("/dang-nhap")


@pytest.mark.engines("sqlite")
def test_a_cookie_that_was_changed_or_made_elsewhere_opens_nothing(
    app: Flask, things: house.House
) -> None:
    cookie = house.Callers(app).cookie("admin")
    head, _, rest = cookie.lstrip(".").partition(".")
    forged = [
        # Not the last letter: two of its bits say nothing, and A and B there are one signature.
        cookie[:-2] + ("A" if cookie[-2] != "A" else "B") + cookie[-1],
        f"{head}.{rest[::-1]}",
        head,
        "eyJfdXNlcl9pZCI6IjEifQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "",
        "x" * 4000,
    ]
    for value in forged:
        visitor = app.test_client()
        visitor.set_cookie("nscl", value)
        assert visitor.get("/quan-tri/nguoi-dung").status_code == 302


@pytest.mark.engines("sqlite")
def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Visitor) -> None:
    said = client.get("/dang-nhap").headers["Set-Cookie"]
    assert "HttpOnly" in said
    assert "SameSite=Lax" in said
    assert "Path=/" in said
    assert "Domain" not in said


@pytest.mark.engines("sqlite")
def test_in_production_the_cookie_is_bound_to_this_host_over_https() -> None:
    made = settings.load(
        {
            "NSCL_ENV": "production",
            "SECRET_KEY": "0f3c9a7be15d2846c0b1a4d7e2f95836",
            "BASE_URL": "https://nscl.example.vn",
            "DATABASE_URL": "postgresql://nscl@/nscl",
            "FILES_DIR": "/srv/nscl/files",
            "MAIL_DEFAULT_SENDER": "nscl@example.vn",
        }
    )
    assert made["SESSION_COOKIE_NAME"] == "__Host-nscl"
    assert made["SESSION_COOKIE_SECURE"]
    assert made["SESSION_COOKIE_HTTPONLY"]


@pytest.mark.engines("sqlite")
def test_a_failed_sign_in_leaves_an_event_without_what_was_typed(
    app: Flask, client: Visitor
) -> None:
    typed = "mật khẩu gõ nhầm chỗ"
    client.submit("/dang-nhap", {"email": "ai-do@langson.test", "password": typed})
    with app.app_context(), transactions.reading():
        event = db.session.scalars(select(Event).where(Event.action == "sign_in_failed")).one()
        assert event.actor_id is None
        assert typed not in str(event.data)
        assert "ai-do" not in str(event.data)
