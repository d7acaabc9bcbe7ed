"""Registering on the pages: what is known already cannot be told from the answers."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from app.access import Role
from tests.fixtures.application import Clients
from tests.fixtures.letters import Sink
from tests.fixtures.visitor import Visitor
from tests.people import BRANCH, CODES, PASSWORD, enter, made, person, register, typed

OWNER = typed().contact_email
OTHER = "khac@hoixulang.vn"
CONFIRM = {"password": PASSWORD}
Deliver = Callable[[], Sink]


def fields(**changes: str) -> dict[str, str]:
    """Return the registration form filled in, consent ticked."""
    wanted = typed(**changes)
    return {name: getattr(wanted, name) for name in wanted.__dataclass_fields__} | {"consent": "y"}


def link(deliver: Deliver, to: str) -> str:
    """Return the path of the link in the newest letter."""
    return re.sub(r"^https?://[^/]+", "", deliver().to(to)[-1].links[0])


def without_tokens(html: str) -> str:
    return re.sub(r'(name="(csrf_token|form_key)"[^>]*value=")[^"]*', r"\1", html)


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


def test_a_known_address_gets_the_same_page_and_its_owner_a_letter(
    app: Flask, clients: Clients, deliver: Deliver
) -> None:
    made(app, register)
    answers = []
    for email in (OWNER, OTHER):
        visitor = clients()
        sent = visitor.submit("/dang-ky", fields(contact_email=email, code=CODES[1]))
        answers.append((sent.status_code, sent.location, visitor.get(sent.location).text))

    known, new = ((status, to, without_tokens(page)) for status, to, page in answers)
    assert known == new
    assert deliver().to(OWNER)[-1].subject == "Địa chỉ thư này đã có tài khoản"


@pytest.mark.parametrize("code", [CODES[0], BRANCH])
def test_a_known_code_is_claimed_and_no_answer_says_whose_it_is(
    app: Flask, client: Visitor, deliver: Deliver, code: str
) -> None:
    made(app, lambda: register(name="Tên Bí Mật", representative="Người Bí Mật"))
    seen = []
    seen.append(client.submit("/dang-ky", fields(contact_email=OTHER, code=code), follow=True))
    path = link(deliver, OTHER)
    seen.append(client.get(path))
    seen.append(client.submit(path, CONFIRM, follow=True))
    assert "Chờ xác nhận" in seen[-1].text
    seen.append(enter(client, OTHER))
    seen.extend(client.get(p) for p in ("/to-chuc", "/tai-khoan"))

    for answer in seen:
        assert "Bí Mật" not in answer.text
        assert OWNER not in answer.text
    assert "đang chờ đơn vị hoặc cán bộ" in seen[-2].text
    for forbidden in ("/to-chuc/ho-so", "/to-chuc/yeu-cau"):
        assert client.get(forbidden).status_code == 403
    assert all("Bí Mật" not in letter.text for letter in deliver().to(OTHER))


def test_a_member_answers_the_claim_and_the_claimant_is_in(
    app: Flask, clients: Clients, deliver: Deliver
) -> None:
    made(app, register)
    made(app, lambda: register(contact_email=OTHER))
    member, claimant = clients(), clients()
    enter(member, OWNER)
    path = link(deliver, OWNER)
    enter(claimant, OTHER)
    assert claimant.get(path).status_code == 404
    assert "Xem và trả lời" in member.get("/to-chuc").text

    unknown = member.submit(path, {"answer": "?", "reason": "Không quen biết."})
    assert unknown.status_code == 422  # an answer nobody knows refuses nobody
    refused = member.submit(path, {"answer": "refuse"})
    assert refused.status_code == 422
    assert "nêu lý do" in refused.text
    assert member.submit(path, {"answer": "grant"}).location == "/to-chuc/yeu-cau"

    assert "Công ty TNHH Hồi Xứ Lạng" in claimant.get("/to-chuc").text
    assert deliver().to(OTHER)[-1].subject == "Kết quả yêu cầu tham gia đơn vị"
    assert "đã được trả lời" in member.get(path).text


def test_who_was_refused_registers_the_right_code_with_the_account_at_hand(
    app: Flask, clients: Clients, deliver: Deliver
) -> None:
    made(app, register)
    made(app, lambda: register(contact_email=OTHER))
    member, claimant = clients(), clients()
    enter(member, OWNER)
    enter(claimant, OTHER)
    assert claimant.get("/to-chuc/dang-ky").location == "/to-chuc"  # a claim waits
    member.submit(link(deliver, OWNER), {"answer": "refuse", "reason": "Không quen biết."})
    assert 'href="/to-chuc/dang-ky"' in claimant.get("/to-chuc").text

    usual = fields(code=CODES[1], name="Hợp tác xã Hồi Văn Quan")
    known = claimant.get("/to-chuc/dang-ky").text
    assert 'value="Nông Văn Tú"' in known  # of the account
    unit = {name: value for name, value in usual.items() if f'name="{name}"' in known}
    assert not {"password", "contact_email", "consent"} & set(unit)
    wrong = claimant.submit("/to-chuc/dang-ky", unit | {"code": "4909900006"})
    assert wrong.status_code == 422
    assert 'href="#code"' in wrong.text
    sent = claimant.submit("/to-chuc/dang-ky", unit, follow=True)

    assert "Đã đăng ký đơn vị" in sent.text
    assert "Hợp tác xã Hồi Văn Quan" in sent.text
    assert claimant.get("/to-chuc/dang-ky").location == "/to-chuc"


def test_a_known_code_registered_with_an_account_says_only_that_a_claim_waits(
    app: Flask, clients: Clients, deliver: Deliver
) -> None:
    made(app, lambda: register(name="Tên Bí Mật"))
    made(app, lambda: register(contact_email=OTHER))
    member, claimant = clients(), clients()
    enter(member, OWNER)
    enter(claimant, OTHER)
    member.submit(link(deliver, OWNER), {"answer": "refuse", "reason": "Không quen biết."})
    unit = {
        name: value
        for name, value in fields().items()
        if name not in {"password", "contact_email", "consent"}
    }

    sent = claimant.submit("/to-chuc/dang-ky", unit, follow=True)

    assert "đang chờ đơn vị hoặc cán bộ" in sent.text
    assert "Bí Mật" not in sent.text


@pytest.mark.parametrize("version", ["9" * 5000, "", "abc", "-1", "٣"])
def test_a_profile_of_no_version_anyone_saw_is_stale(
    app: Flask, client: Visitor, version: str
) -> None:
    made(app, register)
    enter(client, OWNER)
    full = {
        "address": "Số 5", "phone": "0205 3812 345", "email": "vp@hoixulang.vn",
        "representative_title": "Giám đốc", "field_of_business": "Hồi", "earlier_support": "Chưa",
    }  # fmt: skip

    assert client.submit("/to-chuc/ho-so", full | {"version": version}).status_code == 409
    unknown = client.submit("/to-chuc/ho-so", full | {"commune_code": "khong-co"})
    assert unknown.status_code == 422
    assert 'href="#commune_code"' in unknown.text


def test_officers_see_the_waiting_claims_and_strangers_nothing(
    app: Flask, clients: Clients
) -> None:
    made(app, register)
    made(app, lambda: register(contact_email=OTHER))
    made(app, lambda: register(contact_email="la@xa.vn", code=CODES[1]))
    made(app, lambda: person("cv@langson.test", Role.OFFICER))
    made(app, lambda: person("vt@langson.test", Role.CLERK))
    officer, clerk, stranger = clients(), clients(), clients()
    enter(officer, "cv@langson.test")
    enter(clerk, "vt@langson.test")
    enter(stranger, "la@xa.vn")

    listed = officer.get("/xet-duyet/yeu-cau-tham-gia").text
    found = re.search(r'href="(/to-chuc/yeu-cau/\d+)"', listed)
    assert found
    assert officer.get(found[1]).status_code == 200
    assert clerk.get("/xet-duyet/yeu-cau-tham-gia").status_code == 403
    assert clerk.get(found[1]).status_code == 403
    assert stranger.get("/xet-duyet/yeu-cau-tham-gia").status_code == 403
    assert stranger.get(found[1]).status_code == 404
    assert officer.submit(found[1], {"answer": "grant"}).status_code == 303


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
