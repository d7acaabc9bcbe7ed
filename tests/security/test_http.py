"""Hosts, ways back, line breaks and odd addresses: nothing leads elsewhere, nothing breaks."""

from collections.abc import Callable
from urllib.parse import quote, urljoin, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from app import transactions
from app.extensions import db, limiter
from app.outbox.models import Letter
from tests import house
from tests.fixtures.letters import Sink
from tests.fixtures.visitor import Visitor, forms_on
from tests.people import PASSWORD, enter, made, person, typed

FOREIGN = (
    "xau.example", "localhost.xau.example", "127.0.0.1.xau.example", "localhost@xau.example",
    "xau.example#localhost", "localhost/xau.example", "localhost:80:xau.example",
)  # fmt: skip
ELSEWHERE = (
    "https://xau.example", "//xau.example", "///xau.example", "/\\xau.example", "\\/xau.example",
    "/%2f/xau.example", "%2F%2Fxau.example", "/%5cxau.example", "https:xau.example",
    "https:/xau.example", "HtTpS://xau.example/to-chuc", "/to-chuc@xau.example",
    "//localhost@xau.example",
    "/..//xau.example", "/to-chuc/../../xau.example", "javascript:alert(1)", "data:text/html,x",
    "/%0d%0aLocation: https://xau.example", "/\u2028/xau.example", " //xau.example",
    "\t//xau.example",
    "/to-chuc\r\nX-Xau: 1", "//xau%E3%80%82example", "/./xau.example", ".", "?//xau.example",
)  # fmt: skip


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.engines("sqlite")
def test_a_foreign_host_is_refused_before_anything_is_done(
    app: Flask, client: Visitor, host: str
) -> None:
    for method, path in (("GET", "/"), ("GET", "/healthz"), ("POST", "/quen-mat-khau")):
        answer = app.test_client().open(path, method=method, headers={"Host": host})
        assert answer.status_code == 400
        assert "xau.example" not in answer.text


def test_a_letter_carries_our_address_whatever_a_proxy_is_made_to_say(
    app: Flask, client: Visitor, deliver: Callable[[], Sink]
) -> None:
    made(app, lambda: person("hanh@langson.test"))
    page = client.get("/quen-mat-khau").text
    form = next(form for form in forms_on(page) if form.method == "post")
    data = {**form.values.to_dict(), "email": "hanh@langson.test"}
    sent = client.post(
        "/quen-mat-khau",
        data=data,
        headers={
            "X-Forwarded-Host": "xau.example",
            "Forwarded": "host=xau.example",
            "X-Original-Host": "xau.example",
        },
    )
    assert sent.status_code == 303
    assert "xau.example" not in sent.location
    letter = deliver().to("hanh@langson.test")[-1]
    assert letter.links
    assert all(link.startswith(app.config["BASE_URL"]) for link in letter.links)
    assert "xau.example" not in letter.message.as_string()


@pytest.mark.engines("sqlite")
def test_no_way_back_leads_elsewhere(app: Flask, client: Visitor) -> None:
    house.open_house(app)
    for way in ELSEWHERE:
        visitor = app.test_client()
        assert isinstance(visitor, Visitor)
        limiter.reset()
        sign_in = f"/dang-nhap?next={quote(way, safe='')}"
        answers = [
            visitor.submit(sign_in, {"email": house.EMAILS["owner"], "password": house.PASSWORD}),
            visitor.submit(f"/to-chuc/ho-so?tiep={quote(way, safe='')}"),
        ]
        for answer in answers:
            assert answer.status_code == 303, way
            parts = urlsplit(urljoin("http://localhost/dang-nhap", answer.location))
            assert (parts.scheme, parts.netloc) == ("http", "localhost"), (way, answer.location)
            assert "X-Xau" not in answer.headers
            assert "\\" not in answer.location
            assert visitor.get(answer.location).status_code == 200, (way, answer.location)


@pytest.mark.parametrize(
    "path",
    ["/ho-so?x=%0d%0aX-Xau:%201", "/to-chuc%0d%0aX-Xau:%201", "/xet-duyet?tim=%0aSet-Cookie:a=b"],
)
@pytest.mark.engines("sqlite")
def test_a_line_break_in_an_address_makes_no_header(client: Visitor, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in {302, 404}
    assert "X-Xau" not in answer.headers
    assert all("\n" not in value and "\r" not in value for value in answer.headers.values())


@pytest.mark.parametrize(
    "email",
    ["a@b.vn\r\nBcc: nan@xau.example", "a@b.vn\nBcc:nan@xau.example", "a@b.vn,nan@xau.example",
     "a@b.vn nan@xau.example", "<a@b.vn>", "a" * 100_000 + "@b.vn", "a@b.vn\x00"],
)  # fmt: skip
def test_an_address_with_more_in_it_is_refused_and_gets_no_letter(
    app: Flask, client: Visitor, email: str
) -> None:
    limiter.reset()
    fields = {name: getattr(typed(), name) for name in typed().__dataclass_fields__}
    answers = {
        client.submit("/quen-mat-khau", {"email": email}).status_code,
        client.submit("/dang-ky", {**fields, "contact_email": email, "consent": "y"}).status_code,
    }
    with app.app_context(), transactions.reading():
        addresses = db.session.scalars(select(Letter.to)).all()
    # Blanks and control characters around an address are what people paste: they fall away.
    assert answers <= {422, 303}
    assert all("xau" not in to and to.isprintable() and len(to) < 255 for to in addresses)


def test_a_line_break_in_a_name_stays_out_of_the_headers_of_a_letter(
    app: Flask, client: Visitor, deliver: Callable[[], Sink]
) -> None:
    fields = {name: getattr(typed(), name) for name in typed().__dataclass_fields__}
    for name in ("name", "contact_name", "representative"):
        fields[name] = "Hồi Xứ Lạng\r\nBcc: nan@xau.example\r\n\r\nThân thư"
    client.submit("/dang-ky", {**fields, "consent": "y"})
    for letter in deliver().letters:
        assert letter.to == typed().contact_email
        assert letter.message["Bcc"] is None
        assert letter.message.get_all("To") == [typed().contact_email]


NUMBERS = ("0", str(2**31), str(2**63), "9" * 40)
BY_NUMBER = (
    "/ho-so/{}", "/ho-so/{}/tep", "/xet-duyet/{}", "/xet-duyet/{}/tiep-nhan",
    "/xet-duyet/to-chuc/{}", "/to-chuc/yeu-cau/{}", "/quan-tri/nguoi-dung/{}",
    "/ho-so/{{draft}}/san-pham/{}", "/ho-so/{{draft}}/tep/{}/tai-ve",
    "/ho-so/{{asked}}/bo-sung/{}",
)  # fmt: skip
BY_NAME = (
    "/dot-dang-ky/{}", "/noi-dung-ho-tro/{}", "/ho-so/moi/{}/MH-DIEM", "/ho-so/moi/DEMO-2026-2/{}",
    "/ho-so/{{draft}}/tep/{}", "/xet-duyet/{{approved}}/van-ban/{}",
)  # fmt: skip
NAMES = ("%00", "%ff%fe", "%27%20OR%201=1--", "..%2f..%2fetc%2fpasswd", "x" * 3000, "%F0%9D%95%8F")


def test_no_number_or_name_in_an_address_breaks_anything(app: Flask) -> None:
    things = house.open_house(app)
    callers = house.Callers(app)
    cases = [(template, number) for template in BY_NUMBER for number in NUMBERS]
    cases += [(template, name) for template in BY_NAME for name in NAMES]
    for template, part in cases:
        path = things.path(template.format("\0")).replace("\0", part)
        for role in ("owner", "officer", "admin"):
            status = callers.client(role).get(path).status_code
            assert status in {400, 403, 404}, (role, path[:80], status)
    for path in ("/dang-ky/xac-nhan/%00", "/loi-moi/%00", "/dat-lai-mat-khau/" + "x" * 3000):
        assert callers.client("nobody").get(path).status_code in {400, 410}


@pytest.mark.parametrize("kind", ["application/json", "text/xml", "multipart/form-data"])
@pytest.mark.engines("sqlite")
def test_a_body_that_is_no_form_is_refused(app: Flask, client: Visitor, kind: str) -> None:
    made(app, lambda: person("hanh@langson.test"))
    enter(client, "hanh@langson.test", PASSWORD)
    for path in ("/tai-khoan/mat-khau", "/dang-xuat"):
        answer = client.post(path, data=b'{"csrf_token": "x"}', content_type=kind)
        assert answer.status_code == 400
    assert client.get("/tai-khoan").status_code == 200
