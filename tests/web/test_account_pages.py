"""One's own account, recovery, and the organisation's pages."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from app.access import Role
from tests.fixtures.application import Clients
from tests.fixtures.letters import Sink
from tests.fixtures.visitor import Visitor, forms_on
from tests.people import (
    CODES,
    PASSWORD,
    PERSONAL_NUMBER,
    enter,
    made,
    person,
    register,
    typed,
)

EMAIL = typed().contact_email
NEW = "bảy ngọn núi xanh"
Deliver = Callable[[], Sink]
PROFILE = {
    "address": "Số 5, khối 3",
    "representative_title": "Giám đốc",
    "field_of_business": "Chế biến hồi, quế",
    "earlier_support": "Chưa",
}


@pytest.fixture
def member(app: Flask, client: Visitor) -> Visitor:
    """Return a signed-in member of an organisation."""
    made(app, register)
    enter(client, EMAIL)
    return client


def link(deliver: Deliver, to: str) -> str:
    return re.sub(r"^https?://[^/]+", "", deliver().to(to)[-1].links[0])


def test_known_and_unknown_addresses_get_the_same_answer_to_a_forgotten_password(
    app: Flask, client: Visitor, deliver: Deliver
) -> None:
    made(app, register)
    answers = [
        client.submit("/quen-mat-khau", {"email": email}) for email in (EMAIL, "ai-do@xa.vn")
    ]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len({answer.location for answer in answers}) == 1
    assert deliver().to("ai-do@xa.vn") == []
    assert len(deliver().to(EMAIL)) == 2


def test_a_new_password_is_set_by_the_letters_link_once(
    app: Flask, clients: Clients, deliver: Deliver
) -> None:
    made(app, register)
    signed_in, visitor = clients(), clients()
    enter(signed_in, EMAIL)
    visitor.submit("/quen-mat-khau", {"email": EMAIL})
    path = link(deliver, EMAIL)
    visitor.get(path)

    answer = visitor.submit(path, {"password": NEW}, follow=True)

    assert "Đã đặt mật khẩu" in answer.text
    assert enter(visitor, EMAIL).status_code == 422
    assert enter(visitor, EMAIL, NEW).status_code == 303
    assert signed_in.get("/to-chuc").status_code == 302
    assert visitor.get(path).status_code == 410
    assert deliver().to(EMAIL)[-1].subject == "Mật khẩu đã được đổi"


def test_a_reset_link_dies_after_an_hour_and_when_a_newer_one_is_sent(
    app: Flask, client: Visitor, deliver: Deliver
) -> None:
    made(app, register)
    client.submit("/quen-mat-khau", {"email": EMAIL})
    first = link(deliver, EMAIL)
    client.submit("/quen-mat-khau", {"email": EMAIL})
    second = link(deliver, EMAIL)

    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200
    form = forms_on(client.get(second).text)[0]
    clock.advance(timedelta(hours=1))
    form.values["password"] = NEW
    assert client.post(second, data=form.values).status_code == 410
    assert enter(client, EMAIL).status_code == 303


def test_two_hundred_requests_for_a_reset_write_five_letters(
    app: Flask, client: Visitor, deliver: Deliver
) -> None:
    made(app, register)
    form = forms_on(client.get("/quen-mat-khau").text)[0]
    form.values["email"] = EMAIL
    answers = {client.post("/quen-mat-khau", data=form.values).status_code for _ in range(200)}

    assert answers == {303, 429}
    assert len(deliver().to(EMAIL)) == 6  # five, and that of the registration


def test_a_weak_new_password_is_refused_and_the_link_stays_alive(
    app: Flask, client: Visitor, deliver: Deliver
) -> None:
    made(app, register)
    client.submit("/quen-mat-khau", {"email": EMAIL})
    path = link(deliver, EMAIL)

    assert client.submit(path, {"password": CODES[0]}).status_code == 422
    assert client.submit(path, {"password": NEW}).status_code == 303


def test_changing_the_password_ends_the_other_sessions_and_tells_the_owner(
    app: Flask, member: Visitor, clients: Clients, deliver: Deliver
) -> None:
    other = clients()
    enter(other, EMAIL)

    wrong = {"current_password": "không phải nó", "password": NEW}
    assert member.submit("/tai-khoan/mat-khau", wrong).status_code == 422
    right = {"current_password": PASSWORD, "password": NEW}
    assert member.submit("/tai-khoan/mat-khau", right).location == "/tai-khoan"

    assert member.get("/tai-khoan").status_code == 200
    assert other.get("/tai-khoan").status_code == 302
    assert deliver().to(EMAIL)[-1].subject == "Mật khẩu đã được đổi"


def test_guessing_the_current_password_has_a_limit(member: Visitor) -> None:
    form = forms_on(member.get("/tai-khoan/mat-khau").text)[0]
    form.values["password"] = NEW
    answers = []
    for number in range(11):
        form.values["current_password"] = f"không phải nó {number}"
        answers.append(member.post("/tai-khoan/mat-khau", data=form.values).status_code)
    assert answers == [422] * 10 + [429]


def test_the_account_page_says_who_one_is_in_words(app: Flask, client: Visitor) -> None:
    made(app, lambda: person("gd@langson.test", Role.DIRECTOR, Role.ADMIN))
    enter(client, "gd@langson.test")

    page = client.get("/tai-khoan").text

    assert "Lãnh đạo Sở" in page
    assert "Quản trị hệ thống" in page


def test_the_profile_is_told_once_with_dots_in_its_money(member: Visitor) -> None:
    assert "còn thiếu" in member.get("/to-chuc").text

    answer = member.submit(
        "/to-chuc/ho-so", PROFILE | {"capital": "1.500.000.000", "revenue": "2 000 000"}
    )

    assert answer.location == "/to-chuc"
    assert "còn thiếu" not in member.get("/to-chuc").text
    page = member.get("/to-chuc/ho-so").text
    assert 'value="1.500.000.000"' in page
    assert 'value="2.000.000"' in page


@pytest.mark.parametrize("typed_", ["một tỷ", "1.50.000", "-5", "1,5", "9" * 40])
def test_money_that_cannot_be_read_is_shown_again_as_typed(member: Visitor, typed_: str) -> None:
    answer = member.submit("/to-chuc/ho-so", PROFILE | {"capital": typed_})

    assert answer.status_code == 422
    assert f'value="{typed_}"' in answer.text


def test_a_profile_someone_else_saved_meanwhile_shows_both_versions(
    member: Visitor, clients: Clients
) -> None:
    colleague = clients()
    enter(colleague, EMAIL)
    stale = next(f for f in forms_on(member.get("/to-chuc/ho-so").text))
    colleague.submit("/to-chuc/ho-so", PROFILE | {"address": "Số 9, khối 1", "size": "nho"})
    for name, value in PROFILE.items():
        stale.values[name] = value

    answer = member.post("/to-chuc/ho-so", data=stale.values)

    assert answer.status_code == 409
    assert "Số 9, khối 1" in answer.text
    assert "<dd>Nhỏ</dd>" in answer.text
    assert f'value="{PROFILE["address"]}"' in answer.text
    again = next(f for f in forms_on(answer.text))
    assert member.post("/to-chuc/ho-so", data=again.values).status_code == 303


def test_saving_the_profile_leads_back_to_where_it_was_asked_for(member: Visitor) -> None:
    answer = member.submit("/to-chuc/ho-so?tiep=/tai-khoan", PROFILE)
    assert answer.location == "/tai-khoan"


def test_the_desk_sees_the_profile_and_an_officer_looks_the_registration_up(
    app: Flask, clients: Clients
) -> None:
    made(app, lambda: register(kind="co_so_sxkd", code=PERSONAL_NUMBER))
    pages = {}
    for role in (Role.OFFICER, Role.AUDITOR):
        made(app, lambda role=role: person(f"{role.value}@langson.test", role))
        visitor = clients()
        enter(visitor, f"{role.value}@langson.test")
        pages[role] = visitor
    stranger = clients()
    made(app, lambda: register(contact_email="la@xa.vn", code=CODES[1]))
    enter(stranger, "la@xa.vn")
    path = "/xet-duyet/to-chuc/1"

    assert PERSONAL_NUMBER in pages[Role.OFFICER].get(path).text
    audited = pages[Role.AUDITOR].get(path).text
    assert PERSONAL_NUMBER not in audited
    assert "020•••••••34" in audited
    assert "Ghi đã tra cứu đăng ký</button>" not in audited
    assert stranger.get(path).status_code == 404
    checked = pages[Role.OFFICER].submit(path, form="/da-tra-cuu", follow=True)
    assert "Đã tra cứu đăng ký lúc" in checked.text
