"""Sessions of staff: disabled, gone home, still at work."""

from datetime import timedelta

from flask import Flask

from app import clock
from app.access import Role
from app.accounts.services import people
from tests.fixtures.visitor import Visitor
from tests.people import actor, enter, made, person
from tests.shared.signing_in import cookie

ADMIN = "quan-tri@langson.test"


def test_staff_disabled_while_signed_in_are_out_at_the_next_request(
    app: Flask, client: Visitor, officer: str
) -> None:
    enter(client, officer)
    assert client.get("/xet-duyet/yeu-cau-tham-gia").status_code == 200

    def disable() -> None:
        admin = actor(person(ADMIN, Role.ADMIN))
        someone = people.by_email(officer)
        assert someone is not None
        people.disable(someone, admin)

    made(app, disable)

    assert client.get("/xet-duyet/yeu-cau-tham-gia").status_code == 302


def test_staff_who_go_on_working_stay_signed_in_and_who_leave_do_not(
    client: Visitor, officer: str
) -> None:
    enter(client, officer)
    for _time in range(4):
        clock.advance(timedelta(minutes=20))
        assert client.get("/tai-khoan").status_code == 200

    clock.advance(timedelta(minutes=31))

    assert client.get("/tai-khoan").status_code == 302


def test_reading_a_page_leaves_the_cookie_alone_within_a_minute(
    client: Visitor, officer: str
) -> None:
    enter(client, officer)
    client.get("/tai-khoan")
    before = cookie(client)

    clock.advance(timedelta(seconds=59))
    client.get("/tai-khoan")
    assert cookie(client) == before
    clock.advance(timedelta(seconds=1))
    client.get("/tai-khoan")
    assert cookie(client) != before
