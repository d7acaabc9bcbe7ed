"""What people type is text, everywhere it is shown and in every letter; searches do not break."""

from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select, text

from app import transactions
from app.appraisal.services.sheet import CHECKLIST
from app.demo import people
from app.extensions import db, limiter
from app.outbox.models import Letter
from tests import house
from tests.fixtures.visitor import Visitor, forms_on, parse
from tests.people import enter

TYPED = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> {{1234*1234}} {% raw %} "
    "${1234*1234} %(name)s '; DROP TABLE application;--"
)
LITERAL = "{{1234*1234}}"
# What must never be in a page: the markup itself, or a template's answer.
LIVE = ("<script>alert", "<img src=x", "onerror=alert(1)>", "1522756")


def fill(visitor: Visitor, page: str, **chosen: str) -> None:
    """Fill every text field of a page's last form with TYPED; what is refused keeps its value."""
    html = visitor.get(page).text
    form = [form for form in forms_on(html) if form.method == "post"][-1]
    data = form.values.copy()
    for name in _text_fields(html) & form.names:
        data[name] = TYPED
    for name, value in chosen.items():
        data[name] = value
    answer = visitor.post(form.action or page, data=data)
    if answer.status_code == 422:
        assert not any(live in answer.text for live in LIVE), page
        for control in parse(answer.text).iter():
            if control.get("aria-invalid") == "true":
                data[control.get("name")] = form.values.get(control.get("name"), "")
        answer = visitor.post(form.action or page, data=data)
    assert answer.status_code in {302, 303}, (page, answer.status_code)


def _text_fields(html: str) -> set[str]:
    return {
        control.get("name", "")
        for control in parse(html).iter()
        if control.tag == "textarea"
        or (control.tag == "input" and control.get("type", "text") == "text")
    }


def _visitor(app: Flask, role: str) -> Visitor:
    limiter.reset()
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    if role != "nobody":
        assert enter(visitor, house.EMAILS[role], people.PASSWORD).status_code == 303
    return visitor


def test_what_is_typed_into_a_dossier_is_inert_wherever_it_is_shown(
    app: Flask, things: house.House
) -> None:
    owner, officer = _visitor(app, "owner"), _visitor(app, "officer")
    fill(owner, "/to-chuc/ho-so")
    fill(owner, things.path("/ho-so/{draft}/san-pham"))
    fill(owner, things.path("/ho-so/{draft}/san-pham/{product_id}"))
    fill(owner, things.path("/ho-so/{draft}/noi-dung"), then="later")
    fill(owner, things.path("/ho-so/{asked}/bo-sung/{item_id}"))
    fill(owner, things.path("/ho-so/{endorsing}/rut"))
    fill(officer, things.path("/xet-duyet/{appraised}"))  # a note
    fill(officer, things.path("/xet-duyet/{submitted}/khong-tiep-nhan"))
    fill(officer, things.path("/xet-duyet/{accepted}/yeu-cau-bo-sung"))
    passed = {f"r_{key}": "pass" for key in CHECKLIST}
    sheet = things.path("/xet-duyet/{appraised}/tham-dinh")
    fill(officer, sheet, recommendation="approve", then="send", **passed)

    shown = 0
    stages = ("draft", "asked", "endorsing", "appraised", "submitted", "accepted")
    pages = {
        owner: [
            "/to-chuc", "/to-chuc/ho-so", "/ho-so", "/to-chuc/con-co-the-dang-ky",
            *(things.path(f"/ho-so/{{{stage}}}") for stage in stages),
            *(
                things.path(f"/ho-so/{{draft}}/{page}")
                for page in ("san-pham", "noi-dung", "phieu", "kiem-tra", "tep")
            ),
            things.path("/ho-so/{asked}/bo-sung"), things.path("/ho-so/{accepted}/bo-sung"),
        ],
        officer: [
            "/xet-duyet", "/xet-duyet?tim=" + quote(TYPED),
            things.path("/xet-duyet/to-chuc/{organisation}"),
            *(things.path(f"/xet-duyet/{{{stage}}}") for stage in stages[1:]),
        ],
    }  # fmt: skip
    for visitor, paths in pages.items():
        for path in paths:
            answer = visitor.get(path)  # judged by the visitor: no inline script, no on…
            assert answer.status_code == 200, path
            page = answer.text
            assert not any(live in page for live in LIVE), path
            shown += LITERAL in page and "&lt;script&gt;alert(1)" in page
    assert shown >= 15, "what was typed is shown nowhere"

    with app.app_context(), transactions.reading():
        letters = db.session.scalars(select(Letter).where(Letter.text.contains(LITERAL))).all()
        assert {letter.name for letter in letters} >= {
            "application_declined", "application_supplement_requested",
        }  # fmt: skip
        for letter in letters:
            assert not any(live in letter.html for live in LIVE), letter.name
            assert "&lt;script&gt;" in letter.html
            assert "\n" not in letter.subject
        assert db.session.scalar(text("SELECT count(*) FROM application"))


ODD = (
    "'", '"', "%", "_", "\\", "*", "(", "NEAR(", "a' OR '1'='1", "'; DROP TABLE person;--",
    "{{7*7}}", "../../etc", "-1", "1e309", "9" * 40, "<script>", "a" * 5000, "ẵ" * 500,
    "𝕏 " * 300, "\u202e", "=1+1", "a\r\nb",
)  # fmt: skip
SEARCHES = (
    (
        "officer",
        "/xet-duyet",
        ("q", "status", "content", "commune", "mine", "sau", "after", "size"),
    ),
    ("officer", "/xet-duyet/yeu-cau-tham-gia", ("sau",)),
    ("nobody", "/noi-dung-ho-tro", ("q",)),
    ("admin", "/quan-tri/nguoi-dung", ("q", "sau", "loai")),
    ("owner", "/to-chuc/ho-so", ("tiep",)),
)


@pytest.mark.parametrize(("role", "path", "names"), SEARCHES)
def test_no_sign_in_a_search_or_a_filter_breaks_a_page(
    app: Flask, things: house.House, role: str, path: str, names: tuple[str, ...]
) -> None:
    callers = house.Callers(app)
    for name in names:
        for value in (*map(quote, ODD), "%ff%fe", "%ed%a0%80", ""):
            answer = callers.client(role).get(f"{path}?{name}={value}")
            assert answer.status_code == 200, (name, value[:60])
            assert "<script>" not in answer.text
        assert callers.client(role).get(f"{path}?{name}=%00").status_code == 400


@pytest.mark.parametrize("size", ["1000000000", "-5", "0", "x"])
@pytest.mark.engines("sqlite")
def test_no_list_shows_more_than_a_hundred_rows(app: Flask, things: house.House, size: str) -> None:
    callers = house.Callers(app)
    usual = callers.client("officer").get("/xet-duyet").text.count("<tr")
    for name in ("size", "page_size", "limit", "per_page"):
        page = callers.client("officer").get(f"/xet-duyet?{name}={size}").text
        assert page.count("<tr") == usual <= 101


def test_a_number_nobody_has_is_refused_in_a_form_too(app: Flask, things: house.House) -> None:
    callers = house.Callers(app)
    for role, address, fields in (
        ("lead", "/xet-duyet/{accepted}/phan-cong", {"officer": "9" * 40}),
        ("lead", "/xet-duyet/{accepted}/phan-cong", {"officer": "\x00"}),
        ("officer", "/xet-duyet/{submitted}/tiep-nhan", {"version": "999999999"}),
        ("officer", "/xet-duyet/{deciding}/ghi-nhan-quyet-dinh", {"signed_on": "99/99/9999"}),
        ("owner", "/to-chuc/ho-so", {"version": "9" * 40}),
        ("owner", "/ho-so/{draft}/san-pham", {"name": "a", "ocop_stars": "9" * 40}),
        ("nobody", "/tra-cuu", {"reference": "\x00", "code": "\x00"}),
        ("nobody", "/dang-nhap", {"email": "\x00", "password": "\x00"}),
    ):
        answer = callers.open(role, "POST", things.path(address), fields)
        assert answer.status_code in {404, 409, 422}, (address, fields, answer.status_code)
