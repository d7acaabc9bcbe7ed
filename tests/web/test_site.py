"""The front of the house: what anyone sees, how it is shown, and the answers for machines."""

import re
from pathlib import Path

import pytest
from flask import Flask, render_template
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from app import clock, error_pages, transactions
from app.access import SYSTEM
from app.programmes.models import Call
from app.programmes.services import catalogue, plans
from tests.fixtures.visitor import Visitor, parse, text_of

STATIC = Path(__file__).parents[2] / "app" / "static"
ERROR_CODES = (400, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503)


def display_form(client: Visitor, path: str = "/") -> dict[str, str]:
    """Return the hidden fields of the form that switches the display, as `path` shows it."""
    page = parse(client.get(path).get_data(as_text=True))
    form = next(f for f in page.iter("form") if f.get("action") == "/hien-thi")
    return {str(i.get("name")): str(i.get("value")) for i in form.iter("input")}


def html_class(client: Visitor, path: str = "/") -> str:
    return parse(client.get(path).get_data(as_text=True)).get("class", "")


def test_home_says_for_whom_it_is_the_rule_and_its_source(app: Flask, client: Visitor) -> None:
    with app.app_context(), transactions.writing():
        plans.load(catalogue.SHIPPED.with_name("demo.yaml"), SYSTEM)
    words = text_of(parse(client.get("/").get_data(as_text=True)))
    assert "một nội dung chỉ được hỗ trợ 01 lần" in words
    assert "(số 79/KH-UBND ngày 05/04/2021)" in words
    assert "trên địa bàn tỉnh Lạng Sơn" in words
    assert "Không thu phí" in words


@pytest.mark.parametrize(
    "path", ["/dang-ky", "/noi-dung-ho-tro", "/dot-dang-ky", "/tra-cuu", "/quyen-rieng-tu"]
)
def test_home_leads_to_every_public_place(client: Visitor, path: str) -> None:
    assert f'href="{path}"' in client.get("/").get_data(as_text=True)


def test_home_without_an_open_call_says_what_can_be_done_meanwhile(client: Visitor) -> None:
    words = text_of(parse(client.get("/").get_data(as_text=True)))
    assert "Hiện chưa có đợt nào đang nhận hồ sơ" in words
    assert "chuẩn bị hồ sơ trước" in words


def test_home_names_an_open_call_and_its_end(app: Flask) -> None:
    call = Call(code="D1", name="Đợt 1 năm 2026", closes_at=clock.now())
    with app.test_request_context("/"):
        page = render_template("site/home.html", calls=[call])
    assert 'href="/dot-dang-ky/D1"' in page
    assert "Nhận đến 23/11/2026 09:00" in page


@pytest.mark.parametrize("path", ["/quyen-rieng-tu", "/tro-nang"])
def test_the_notices_about_the_site_are_open_to_anyone(client: Visitor, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("co_chu", "lon", "text-large"),
        ("co_chu", "nho", "text-small"),
        ("tuong_phan", "cao", "text-normal contrast-high"),
    ],
)
def test_the_display_is_chosen_by_a_button_and_kept_in_a_cookie(
    client: Visitor, name: str, value: str, shown: str
) -> None:
    answer = client.post("/hien-thi", data={**display_form(client, "/tro-nang"), name: value})
    assert (answer.status_code, answer.location) == (303, "/tro-nang")
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith(f"{name}="))
    assert {"HttpOnly", "SameSite=Lax", "Max-Age=31536000"} <= set(cookie.split("; "))
    assert html_class(client) == shown


def test_one_choice_leaves_the_other_alone(client: Visitor) -> None:
    client.post("/hien-thi", data={**display_form(client), "co_chu": "lon"})
    client.post("/hien-thi", data={**display_form(client), "tuong_phan": "cao"})
    assert html_class(client) == "text-large contrast-high"


def test_a_choice_that_does_not_exist_sets_no_cookie(client: Visitor) -> None:
    answer = client.post("/hien-thi", data={**display_form(client), "co_chu": "to-nhat"})
    assert answer.status_code == 303
    assert not [c for c in answer.headers.getlist("Set-Cookie") if c.startswith("co_chu=")]


def test_a_forged_cookie_shows_the_usual_page(client: Visitor) -> None:
    client.set_cookie("co_chu", '"><script>')
    assert html_class(client) == "text-normal"


def test_the_display_form_needs_its_token(client: Visitor) -> None:
    assert client.post("/hien-thi", data={"co_chu": "lon", "back": "/"}).status_code == 400


@pytest.mark.parametrize(
    ("back", "expected"),
    [
        ("/tro-nang", "/tro-nang"),
        ("/noi-dung-ho-tro?q=5S&q=ti%C3%AAu+chu%E1%BA%A9n", None),
        ("/noi-dung-ho-tro?endpoint=x&_external=1", None),
        ("", "/"),
        ("tro-nang", "/"),
        ("//example.com/", "/"),
        ("///example.com", "/"),
        ("/\\example.com", "/"),
        ("/\t/example.com", "/"),
        ("https://example.com/tro-nang", "/"),
        ("javascript:alert(1)", "/"),
        ("/khong-co-trang-nay", "/"),
        ("/hien-thi", "/"),
        ("/tro-nang\r\nSet-Cookie: a=b", "/"),
        ("/" + "a" * 5000, "/"),
        ("/noi-dung-ho-tro?" + "a=1&" * 100, "/"),
        ("//[", "/"),
    ],
)
def test_the_display_form_returns_only_to_a_page_of_ours(
    client: Visitor, back: str, expected: str | None
) -> None:
    answer = client.post("/hien-thi", data={**display_form(client), "back": back})
    assert answer.status_code == 303
    assert answer.location == (back if expected is None else expected)


def test_healthz_answers_without_the_database(
    client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Engine, "connect", _unreachable)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_readyz_asks_the_database(client: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/readyz").status_code == 200
    monkeypatch.setattr(Engine, "connect", _unreachable)
    assert client.get("/readyz").status_code == 503


def _unreachable(*_args: object, **_kwargs: object) -> None:
    raise OperationalError("SELECT 1", {}, Exception("the database is away"))


def test_favicon_is_the_mark(client: Visitor) -> None:
    with client.get("/favicon.ico", follow_redirects=True, buffered=True) as answer:
        assert answer.mimetype == "image/svg+xml"


@pytest.mark.parametrize("code", ERROR_CODES)
def test_every_refusal_has_a_page_that_says_what_to_do_next(app: Flask, code: int) -> None:
    assert code in error_pages.DESIGNED
    with app.test_request_context("/"):
        page = render_template(f"errors/{code}.html", code=code, message=None)
    tree = parse(page)
    main = tree.find(".//main")
    assert main is not None
    assert main.find("h1") is not None
    assert text_of(main).startswith(f"Mã {code}")
    assert main.findall(".//li"), "nothing to do next"


def test_a_refusal_shows_the_words_of_the_service(app: Flask) -> None:
    with app.test_request_context("/"):
        page = render_template("errors/409.html", code=409, message="Nội dung đã được giữ <chỗ>")
    assert "Nội dung đã được giữ &lt;chỗ&gt;" in page


@pytest.mark.parametrize("code", [500, 503])
def test_the_pages_of_our_own_failures_need_no_context_at_all(app: Flask, code: int) -> None:
    """Context processors may read the person, hence the database: these pages do without."""
    with app.test_request_context("/"):
        page = app.jinja_env.get_template(f"errors/{code}.html").render(code=code, message=None)
    tree = parse(page)
    assert not list(tree.iter("form"))
    assert not list(tree.iter("input"))


def test_a_page_without_an_address_and_phone_shows_no_empty_line(client: Visitor) -> None:
    words = text_of(parse(client.get("/").get_data(as_text=True)))
    assert "None" not in words


def test_static_files_are_named_by_their_content_and_kept_for_a_year(client: Visitor) -> None:
    page = client.get("/").get_data(as_text=True)
    found = re.search(r'href="(/static/css/nscl\.css\?v=[0-9a-f]+)"', page)
    assert found
    with client.get(found[1], buffered=True) as answer:
        control = answer.headers["Cache-Control"]
    assert "max-age=31536000" in control
    assert "immutable" in control


def test_a_cold_page_weighs_less_than_the_budget(client: Visitor) -> None:
    fonts = sum(font.stat().st_size for font in STATIC.glob("fonts/*.woff2"))
    sheet = (STATIC / "css/nscl.css").stat().st_size
    page = len(client.get("/").data)
    assert sheet <= 30_000
    assert page <= 20_000
    assert fonts + sheet + page <= 100_000


def test_the_style_sheet_asks_nobody_else_for_anything() -> None:
    sheet = (STATIC / "css/nscl.css").read_text(encoding="utf-8")
    assert set(re.findall(r'url\("([^"]+)"\)', sheet)) == {
        "../fonts/be-vietnam-pro-400.woff2",
        "../fonts/be-vietnam-pro-600.woff2",
    }
    assert "@import" not in sheet
