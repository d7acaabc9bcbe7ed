"""A newcomer registers: the letter, the password, the limits."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from tests.fixtures.application import Clients
from tests.fixtures.visitor import Visitor
from tests.people import CODES, PASSWORD, enter
from tests.shared.registering_pages import CONFIRM, OTHER, OWNER, Deliver, fields, link


def test_a_newcomer_registers_confirms_and_signs_in(client: Visitor, deliver: Deliver) -> None:
    sent = client.submit("/dang-ky", fields(), follow=True)
    assert "Kiểm tra hộp thư" in sent.text
    path = link(deliver, OWNER)
    assert "Công ty TNHH Hồi Xứ Lạng" in client.get(path).text

    confirmed = client.submit(path, CONFIRM, follow=True)

    assert "Đã xác nhận đăng ký" in confirmed.text
    assert enter(client, OWNER).location == "/to-chuc"
    assert CODES[0] in client.get("/to-chuc").text


def test_opening_the_letters_link_changes_nothing(client: Visitor, deliver: Deliver) -> None:
    client.submit("/dang-ky", fields())
    path = link(deliver, OWNER)
    for _scanner in range(3):
        client.get(path)

    assert enter(client, OWNER).status_code == 422


def test_a_confirmation_link_is_dead_after_its_use_and_after_a_day(
    client: Visitor, deliver: Deliver
) -> None:
    client.submit("/dang-ky", fields())
    used = link(deliver, OWNER)
    client.submit(used, CONFIRM)
    client.submit("/dang-ky", fields(contact_email=OTHER, code=CODES[1]))
    late = link(deliver, OTHER)
    clock.advance(timedelta(hours=24))

    for path in (used, late, "/dang-ky/xac-nhan/khong-co"):
        answer = client.get(path)
        assert answer.status_code == 410
        assert "không còn hiệu lực" in answer.text


def test_confirming_needs_the_password_of_that_registration(
    client: Visitor, deliver: Deliver
) -> None:
    client.submit("/dang-ky", fields(password="kẻ lạ chọn trước"))
    path = link(deliver, OWNER)
    assert "Nếu anh/chị không đăng ký" in client.get(path).text

    for wrong in ("", PASSWORD):
        answer = client.submit(path, {"password": wrong})
        assert answer.status_code == 422
        assert 'id="password-error"' in answer.text
        assert PASSWORD not in answer.text
    assert enter(client, OWNER).status_code == 422

    client.submit("/dang-ky", fields())
    assert client.submit(link(deliver, OWNER), CONFIRM).location == "/dang-nhap"
    late = client.submit(path, {"password": "kẻ lạ chọn trước"})
    assert late.status_code == 409
    assert "đã có tài khoản" in late.text


def test_the_password_of_a_registration_is_tried_ten_times_in_five_minutes(
    client: Visitor, deliver: Deliver
) -> None:
    client.submit("/dang-ky", fields())
    path = link(deliver, OWNER)
    for _time in range(10):
        assert client.submit(path, {"password": "đoán mò thôi mà"}).status_code == 422

    assert client.submit(path, CONFIRM).status_code == 429
    clock.advance(timedelta(minutes=6))
    assert client.get(path).status_code == 200


def test_consent_is_never_ticked_for_anybody_and_is_needed(client: Visitor) -> None:
    page = client.get("/dang-ky").text
    consent = re.search(r'<input[^>]*name="consent"[^>]*>', page)
    assert consent
    assert "checked" not in consent[0]
    assert "02 ngày làm việc" in page

    answer = client.submit("/dang-ky", fields() | {"consent": None})

    assert answer.status_code == 422
    assert "Cần đồng ý với thông báo" in answer.text


def test_faults_are_shown_together_and_what_was_typed_stays(client: Visitor) -> None:
    wrong = fields(code="4909900006", contact_phone="1900 1234", password="12345678")

    answer = client.submit("/dang-ky", wrong)

    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    for anchor in ("#code", "#contact_phone", "#password"):
        assert f'href="{anchor}"' in answer.text
    assert 'value="Nông Văn Tú"' in answer.text
    assert "12345678" not in answer.text.replace(wrong["contact_phone"], "")


@pytest.mark.parametrize("password", [CODES[0], "4909 900 005", OWNER])
def test_the_own_tax_code_or_address_is_no_password(client: Visitor, password: str) -> None:
    assert client.submit("/dang-ky", fields(password=password)).status_code == 422


def test_script_in_a_name_is_inert_on_every_page_and_in_letters(
    app: Flask, clients: Clients, deliver: Deliver
) -> None:
    script = "<script>alert(1)</script>{{7*7}}"
    visitor = clients()
    visitor.submit("/dang-ky", fields(name=script, contact_name=script))
    path = link(deliver, OWNER)
    assert "<script>alert" not in visitor.get(path).text
    visitor.submit(path, CONFIRM)
    enter(visitor, OWNER)

    for page in ("/to-chuc", "/to-chuc/ho-so", "/tai-khoan"):
        assert "<script>alert" not in visitor.get(page).text
    letter = deliver().to(OWNER)[0]
    assert "<script>alert" not in letter.html
    assert "{{7*7}}" in letter.text


def test_at_most_five_letters_leave_however_often_someone_registers(
    client: Visitor, deliver: Deliver
) -> None:
    for _time in range(8):
        answer = client.submit("/dang-ky", fields())
        assert answer.location == "/dang-ky/da-gui"
    assert len(deliver().to(OWNER)) == 5


def test_registering_from_one_address_has_a_limit(client: Visitor) -> None:
    for number in range(30):
        client.submit("/dang-ky", fields(contact_email=f"so{number}@hoixulang.vn"))

    answer = client.submit("/dang-ky", fields())

    assert answer.status_code == 429


def test_the_password_is_not_in_the_letter(client: Visitor, deliver: Deliver) -> None:
    client.submit("/dang-ky", fields())
    letter = deliver().to(OWNER)[0]
    assert PASSWORD not in letter.text + letter.html
    assert "24" not in letter.subject
