"""The administrators' pages."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from app import clock, transactions
from app.access import Role
from app.accounts.models import Person
from app.extensions import db
from app.outbox import services as outbox
from app.outbox.models import FAILED, Letter
from tests.fixtures.application import Clients
from tests.fixtures.letters import Sink
from tests.fixtures.visitor import Visitor
from tests.people import enter, made, person, register, typed

ADMIN = "quan-tri@langson.test"
CLERK = "van-thu@langson.test"
NEW = "bảy ngọn núi xanh"
LIST = "/quan-tri/nguoi-dung"


@pytest.fixture
def admin(app: Flask, client: Visitor) -> Visitor:
    """Return the only administrator, signed in; their number is 1."""
    made(app, lambda: person(ADMIN, Role.ADMIN, name="Hoàng Thị Quản"))
    enter(client, ADMIN)
    return client


@pytest.fixture
def clerk(app: Flask, admin: Visitor) -> str:
    """Make a clerk; return the path of their page."""
    made(app, lambda: person(CLERK, Role.CLERK))
    with app.app_context(), transactions.reading():
        found = db.session.query(Person.id).filter_by(email=CLERK).scalar()
    return f"{LIST}/{found}"


def test_an_administrator_lands_on_the_list_of_people(client: Visitor, admin: Visitor) -> None:
    assert "Hoàng Thị Quản" in admin.get(LIST).text
    assert admin.get("/dang-nhap").location == LIST


def test_an_invited_officer_sets_a_password_and_signs_in(
    admin: Visitor, clients: Clients, deliver: Callable[[], Sink]
) -> None:
    fields = {"name": "Vi Văn An", "email": "An@langson.test", "roles": ["officer"]}
    assert admin.submit(f"{LIST}/moi", fields).status_code == 303
    letter = deliver().to("an@langson.test")[0]
    path = re.sub(r"^https?://[^/]+", "", letter.links[0])

    visitor = clients()
    visitor.submit(path, {"password": NEW})

    assert enter(visitor, "an@langson.test", NEW).status_code == 303
    assert visitor.get("/xet-duyet/yeu-cau-tham-gia").status_code == 200
    assert visitor.get(path).status_code == 410


def test_an_invitation_needs_a_role_and_a_new_address(admin: Visitor) -> None:
    without = admin.submit(f"{LIST}/moi", {"name": "An", "email": "an@langson.test"})
    assert without.status_code == 422
    known = admin.submit(f"{LIST}/moi", {"name": "An", "email": ADMIN, "roles": ["clerk"]})
    assert known.status_code == 409
    unknown = {"name": "An", "email": "an@langson.test", "roles": ["root"]}
    assert admin.submit(f"{LIST}/moi", unknown).status_code == 422


def test_a_changed_role_counts_after_signing_in_again(
    admin: Visitor, clerk: str, clients: Clients
) -> None:
    visitor = clients()
    enter(visitor, CLERK)

    admin.submit(clerk, {"roles": ["officer"]}, form=0)

    assert visitor.get("/tai-khoan").status_code == 302
    enter(visitor, CLERK)
    assert visitor.get("/xet-duyet/yeu-cau-tham-gia").status_code == 200


def test_a_disabled_person_is_out_until_enabled(
    admin: Visitor, clerk: str, clients: Clients
) -> None:
    visitor = clients()
    enter(visitor, CLERK)

    admin.submit(clerk, form="/khoa")

    assert visitor.get("/tai-khoan").status_code == 302
    assert enter(visitor, CLERK).status_code == 422
    assert "Đã khóa" in admin.get(LIST).text
    admin.submit(clerk, form="/mo-khoa")
    assert enter(visitor, CLERK).status_code == 303


def test_the_last_administrator_can_neither_leave_nor_be_locked(admin: Visitor) -> None:
    refused = admin.submit(f"{LIST}/1", {"roles": ["clerk"]}, form=0)
    assert refused.status_code == 409
    assert "người quản trị hệ thống cuối cùng" in refused.text
    assert admin.submit(f"{LIST}/1", form="/khoa").status_code == 409
    assert admin.get(LIST).status_code == 200


def test_nobody_else_sees_or_changes_people(
    app: Flask, admin: Visitor, clerk: str, clients: Clients
) -> None:
    made(app, register)
    for email, status in ((CLERK, 403), (typed().contact_email, 404)):
        visitor = clients()
        enter(visitor, email)
        assert visitor.get(LIST).status_code == 403
        assert visitor.get(f"{LIST}/1").status_code == status
    assert clients().get(LIST).status_code == 302


def test_an_applicant_cannot_give_themself_a_role_or_an_organisation(
    app: Flask, client: Visitor
) -> None:
    made(app, register)
    enter(client, typed().contact_email)
    page = client.get("/to-chuc/ho-so").text
    token = re.search(r'name="csrf_token" type="hidden" value="([^"]+)"', page)
    assert token
    client.post(
        "/to-chuc/ho-so",
        data={"csrf_token": token[1], "role": "admin", "roles": "admin", "organisation_id": "9"},
    )
    assert client.get(LIST).status_code == 403


def test_applicants_are_found_by_address_among_everyone(app: Flask, admin: Visitor) -> None:
    made(app, register)
    assert typed().contact_email not in admin.get(LIST).text
    assert typed().contact_email in admin.get(f"{LIST}?loai=tat-ca&q=HOIXULANG").text


def test_a_letter_that_failed_is_shown_and_sent_again(
    app: Flask, admin: Visitor, deliver: Callable[[], Sink]
) -> None:
    def fail() -> None:
        letter = outbox.post("password_changed", "xa@xa.vn", "k", {"name": "A", "at": clock.now()})
        letter.state, letter.last_error = FAILED, "550 no such user"

    made(app, fail)
    assert "550 no such user" in admin.get("/quan-tri/thu").text

    admin.submit("/quan-tri/thu", form="/gui-lai")

    assert len(deliver().to("xa@xa.vn")) == 1
    with app.app_context(), transactions.reading():
        assert db.session.query(Letter.state).scalar() == "sent"
