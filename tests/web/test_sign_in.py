"""Signing in and out on the pages."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from tests.fixtures.application import Clients
from tests.fixtures.visitor import Visitor, forms_on
from tests.people import PASSWORD, enter, made, register, typed
from tests.shared.signing_in import cookie

EMAIL = typed().contact_email


@pytest.fixture
def applicant(app: Flask) -> str:
    """Make an organisation with one member; return their address."""
    made(app, register)
    return EMAIL


def test_whoever_signs_in_is_greeted_and_leads_on(client: Visitor, applicant: str) -> None:
    answer = enter(client, applicant)

    assert (answer.status_code, answer.location) == (303, "/to-chuc")
    page = client.get("/to-chuc")
    assert "Xin chào Nông Văn Tú" in page.text
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("who", ["known", "unknown"])
def test_a_failed_sign_in_looks_the_same_for_known_and_unknown(
    client: Visitor, applicant: str, who: str
) -> None:
    email = applicant if who == "known" else "ai-do@hoixulang.vn"

    answer = enter(client, email, "không phải nó")

    assert answer.status_code == 422
    assert "Địa chỉ thư điện tử, số điện thoại hoặc mật khẩu chưa đúng." in answer.text
    assert "<title>Lỗi: Đăng nhập" in answer.text
    assert "không phải nó" not in answer.text


def test_the_eleventh_failure_in_five_minutes_is_turned_away(
    client: Visitor, applicant: str
) -> None:
    for _time in range(10):
        assert enter(client, applicant, "không phải nó").status_code == 422

    answer = client.post("/dang-nhap", data=_form(client, email=applicant))

    assert answer.status_code == 429


def test_a_sign_in_without_an_address_counts_and_is_no_error_in_the_log(
    client: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    for _time in range(10):
        assert client.post("/dang-nhap", data=_form(client, email=" ")).status_code == 422

    assert client.post("/dang-nhap", data=_form(client)).status_code == 429
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def _form(client: Visitor, **fields: str) -> dict[str, str]:
    page = client.get("/dang-nhap").text
    token = forms_on(page)[-1].values["csrf_token"]
    return {"csrf_token": token, "password": PASSWORD, **fields}


def test_success_counts_for_nothing_in_the_limit(client: Visitor, applicant: str) -> None:
    for _time in range(12):
        assert enter(client, applicant).status_code == 303
        client.post("/dang-xuat", data={"csrf_token": _token(client, "/to-chuc")})


def _token(client: Visitor, path: str) -> str:
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def test_failures_from_one_place_do_not_lock_the_person_out_elsewhere(
    app: Flask, client: Visitor, applicant: str, officer: str
) -> None:
    for number in range(10):
        enter(client, f"ai{number}@hoixulang.vn", "không phải nó")
    assert client.post("/dang-nhap", data=_form(client, email=applicant)).status_code == 429

    elsewhere = app.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    assert isinstance(elsewhere, Visitor)
    assert enter(elsewhere, applicant).status_code == 303


@pytest.mark.parametrize(
    "next_",
    ["https://xau.vn", "//xau.vn", "/\\xau.vn", "\\\\xau.vn", "javascript:alert(1)", "xau.vn",
     "/khong-co-trang", "/dang-xuat", "/dang-nhap", "/%0d%0aX: y", "/\t/xau.vn",
     "/static/css/nscl.css"],
)  # fmt: skip
def test_next_leads_nowhere_but_to_pages_of_ours(
    client: Visitor, applicant: str, next_: str
) -> None:
    data = _form(client, email=applicant, next=next_)
    assert client.post("/dang-nhap", data=data).location == "/to-chuc"


def test_next_leads_back_to_the_page_that_asked(client: Visitor, applicant: str) -> None:
    asked = client.get("/to-chuc/ho-so?tiep=/to-chuc")
    assert asked.status_code == 302

    answer = client.submit(asked.location, {"email": applicant, "password": PASSWORD})

    assert answer.location == "/to-chuc/ho-so?tiep=/to-chuc"


def test_the_cookie_kept_from_before_sign_out_opens_nothing(
    client: Visitor, clients: Clients, applicant: str
) -> None:
    enter(client, applicant)
    stolen = cookie(client)
    client.post("/dang-xuat", data={"csrf_token": _token(client, "/to-chuc")})

    thief = clients()
    thief.set_cookie("nscl", stolen)

    answer = thief.get("/to-chuc")
    assert (answer.status_code, answer.location) == (302, "/dang-nhap?next=/to-chuc")


def test_signing_in_changes_the_whole_session(client: Visitor, applicant: str) -> None:
    before = _form(client, email=applicant)
    with client.session_transaction() as session:
        session["planted"] = "by an attacker"

    client.post("/dang-nhap", data=before)

    with client.session_transaction() as session:
        assert "planted" not in session
    refused = client.post("/dang-xuat", data={"csrf_token": before["csrf_token"]})
    assert refused.status_code == 400


def test_signing_out_by_a_link_or_without_a_token_is_refused(
    client: Visitor, applicant: str
) -> None:
    enter(client, applicant)

    assert client.get("/dang-xuat").status_code == 405
    assert client.post("/dang-xuat").status_code == 400
    assert client.get("/to-chuc").status_code == 200


PROFILE = {
    "address": "Số 5, khối 3",
    "representative_title": "Giám đốc",
    "field_of_business": "Chế biến hồi\nvà quế",
    "earlier_support": "Chưa\nbao giờ",
}


def _sent_after_the_session_ended(client: Visitor, applicant: str) -> str:
    """Fill in the profile, let the session end, send it; return the page that answers."""
    enter(client, applicant)
    form = next(f for f in forms_on(client.get("/to-chuc/ho-so").text) if f.method == "post")
    data = form.values.copy()
    for name, value in PROFILE.items():
        data[name] = value
    clock.advance(timedelta(hours=3))
    answer = client.post("/to-chuc/ho-so", data=data)
    assert answer.status_code == 401
    return answer.text


def test_a_form_sent_after_the_session_ended_is_resumed_after_signing_in(
    app: Flask, client: Visitor, applicant: str
) -> None:
    page = _sent_after_the_session_ended(client, applicant)
    form = forms_on(page)[0]
    form.values["email"], form.values["password"] = applicant, PASSWORD

    resumed = client.post("/dang-nhap", data=form.values)
    assert "Phiên đã được nối lại" in resumed.text
    kept = forms_on(resumed.text)[0]
    assert kept.action == "/to-chuc/ho-so"
    assert kept.values["earlier_support"] == "Chưa\nbao giờ"
    answer = client.post(kept.action, data=kept.values)

    assert (answer.status_code, answer.location) == (303, "/to-chuc")
    assert "còn thiếu" not in client.get("/to-chuc").text


def test_a_wrong_password_meanwhile_loses_nothing(client: Visitor, applicant: str) -> None:
    form = forms_on(_sent_after_the_session_ended(client, applicant))[0]
    form.values["email"], form.values["password"] = applicant, "không phải nó"

    again = forms_on(client.post("/dang-nhap", data=form.values).text)[0]
    again.values["password"] = PASSWORD

    assert "Phiên đã được nối lại" in client.post("/dang-nhap", data=again.values).text


def test_what_one_person_typed_is_not_sent_in_anothers_name(
    client: Visitor, applicant: str, officer: str
) -> None:
    form = forms_on(_sent_after_the_session_ended(client, applicant))[0]
    form.values["email"], form.values["password"] = officer, PASSWORD

    answer = client.post("/dang-nhap", data=form.values)

    assert answer.status_code == 303


def test_a_kept_form_that_was_tampered_with_is_dropped(client: Visitor, applicant: str) -> None:
    form = forms_on(_sent_after_the_session_ended(client, applicant))[0]
    form.values["email"], form.values["password"] = applicant, PASSWORD
    form.values["kept"] = form.values["kept"][:-4] + "AAAA"

    assert client.post("/dang-nhap", data=form.values).status_code == 303


def test_no_password_is_ever_kept_in_a_page(client: Visitor, applicant: str) -> None:
    enter(client, applicant)
    form = next(f for f in forms_on(client.get("/tai-khoan/mat-khau").text))
    form.values["current_password"], form.values["password"] = PASSWORD, "bảy ngọn núi xanh"
    clock.advance(timedelta(hours=3))

    sign_in = forms_on(client.post("/tai-khoan/mat-khau", data=form.values).text)[0]
    sign_in.values["email"], sign_in.values["password"] = applicant, PASSWORD
    kept = forms_on(client.post("/dang-nhap", data=sign_in.values).text)[0]

    assert "password" not in " ".join(kept.names)


def test_a_foreign_form_without_a_token_is_no_reason_to_sign_in(client: Visitor) -> None:
    assert client.post("/to-chuc/ho-so", data={"address": "x"}).status_code == 400


def test_a_form_key_does_not_hide_failures_from_the_limit(client: Visitor) -> None:
    page = forms_on(client.get("/dang-nhap").get_data(as_text=True))[-1].values
    typed = {**page.to_dict(), "email": "ai@do.vn", "password": "sai", "form_key": "a" * 32}
    answers = [client.post("/dang-nhap", data=typed).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]
