"""A known code is registered: the claim, who answers it, who was refused."""

import re

import pytest
from flask import Flask

from app.access import Role
from tests.fixtures.application import Clients
from tests.fixtures.visitor import Visitor
from tests.people import BRANCH, CODES, enter, made, person, register
from tests.shared.registering_pages import CONFIRM, OTHER, OWNER, Deliver, fields, link


def without_tokens(html: str) -> str:
    return re.sub(r'(name="(csrf_token|form_key)"[^>]*value=")[^"]*', r"\1", html)


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
