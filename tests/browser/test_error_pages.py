"""Every refusal and every failure as a person sees it: a designed page with a way out."""

import os
import re
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from app import transactions
from app.extensions import db
from tests import house
from tests.browser.conftest import Enter
from tests.fixtures import cluster
from tests.fixtures.browsing import NARROW, AxeCheck, Pages
from tests.fixtures.serving import Server

MIB = 1024 * 1024


def judged(page: Page, axe: AxeCheck, code: int) -> None:
    """The page says which code, what happened and what to do, and leads home."""
    main = page.get_by_role("main")
    expect(main.locator("h1")).to_be_visible()
    expect(main).to_contain_text(f"Mã {code}")
    assert main.get_by_role("listitem").count() >= 1, "nothing to do next"
    assert "Traceback" not in page.content()
    expect(page.locator("a.brand")).to_have_attribute("href", "/")
    axe(page)


def click(page: Page, name: str) -> int:
    """Press a button of the main part; return the status of the answer."""
    with page.expect_response(lambda r: r.request.is_navigation_request()) as answered:
        page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()
    return int(answered.value.status)


def go(page: Page, path: str) -> int:
    answer = page.goto(path)
    assert answer is not None
    return int(answer.status)


def test_refused_pages_are_designed(enter: Enter, axe: AxeCheck) -> None:
    page = enter("owner", width=NARROW["width"])
    for path, code in (("/xet-duyet", 403), ("/khong-co-trang", 404), ("/dang-xuat", 405)):
        assert go(page, path) == code
        judged(page, axe, code)
    page.locator("a.brand").click()
    expect(page.get_by_role("main").locator("h1")).to_be_visible()


def test_a_text_that_nothing_can_hold_is_400(enter: Enter, axe: AxeCheck) -> None:
    page = enter("nobody")
    answer = page.goto("/noi-dung-ho-tro?q=%00")
    assert answer is not None
    assert answer.status == 400
    judged(page, axe, 400)


def test_a_form_of_ours_whose_token_has_gone_is_kept_and_sent_again(
    enter: Enter, axe: AxeCheck
) -> None:
    page = enter("nobody")
    page.goto("/quen-mat-khau")
    page.get_by_label("Địa chỉ thư điện tử").fill("ai@demo.example")
    page.evaluate("document.querySelector('main [name=csrf_token]').value = 'khong-phai'")
    assert click(page, page.get_by_role("main").get_by_role("button").inner_text()) == 400
    axe(page)
    page.get_by_role("button", name="Gửi tiếp").click()
    expect(page).to_have_url(re.compile("/quen-mat-khau/da-gui$"))


def test_a_deed_that_came_too_late_is_409(enter: Enter, things: house.House, axe: AxeCheck) -> None:
    page = enter("owner")
    page.goto(things.path("/ho-so/{started}/phieu"))
    # A button of a dossier that has gone on meanwhile.
    late = things.path("/ho-so/{submitted}/tep/{attachment_id}/go")
    page.evaluate("path => { document.querySelector('main form').action = path }", late)
    assert click(page, "Nội dung đã đúng, lấy phiếu để in") == 409
    judged(page, axe, 409)
    page.get_by_role("link", name="Quay lại trang trước").click()
    expect(page).to_have_url(things.path("/ho-so/{started}/phieu"))


def test_a_file_that_is_too_large_is_413_and_costs_nothing_typed(
    enter: Enter, things: house.House, axe: AxeCheck, tmp_path: Path
) -> None:
    page = enter("owner")
    page.goto(things.path("/ho-so/{started}/tep/{key}"))
    large = tmp_path / "qua-lon.pdf"
    # Larger than all pages of one together: refused before it is read.
    large.write_bytes(b"%PDF-1.7\n" + b"0" * 41 * MIB)
    page.locator("main input[type=file]").set_input_files(large)
    assert click(page, "Tải lên") == 413
    judged(page, axe, 413)
    page.go_back()
    expect(page.get_by_role("main").locator("h1")).to_be_visible()
    # Larger than one document may be: said beside the field.
    large.write_bytes(b"%PDF-1.7\n" + b"0" * 13 * MIB)
    page.locator("main input[type=file]").set_input_files(large)
    assert click(page, "Tải lên") == 413
    assert page.title().startswith("Lỗi:")
    axe(page)


def test_a_wrong_sign_in_is_422_and_the_eleventh_429(enter: Enter, axe: AxeCheck) -> None:
    page = enter("nobody")
    for attempt in range(11):
        page.goto("/dang-nhap")
        page.get_by_label("Địa chỉ thư điện tử").fill(house.EMAILS["owner"])
        page.get_by_label("Mật khẩu", exact=True).fill("không phải nó")
        status = click(page, "Đăng nhập")
        assert status == (422 if attempt < 10 else 429)
        if attempt == 0:
            assert page.title().startswith("Lỗi:")
            axe(page)
    judged(page, axe, 429)


def test_a_failure_of_ours_is_500_and_is_written_down(
    enter: Enter, server: Server, things: house.House, axe: AxeCheck, tmp_path: Path
) -> None:
    number = things.id_of("submitted")
    with server.app.app_context(), transactions.writing():
        damage = text("UPDATE application SET profile = '{' WHERE id = :id")
        db.session.execute(damage, {"id": number})
    page = enter("officer")
    assert go(page, f"/xet-duyet/{number}") == 500
    judged(page, axe, 500)
    page.locator("a.brand").click()  # everything else goes on
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()

    log = tmp_path / "gunicorn.log"
    assert re.search(r"JSONDecodeError", log.read_text(errors="replace"))
    os.truncate(log, 0)  # this failure was meant; the server's fixture fails on any other


@pytest.mark.engines("postgresql")
def test_a_database_that_is_away_is_503_until_it_is_back(
    server: Server, pages: Pages, axe: AxeCheck
) -> None:
    name = server.environ["DATABASE_URL"].rsplit("/", 1)[-1]
    away = (
        f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
    )
    page = pages(width=NARROW["width"])
    assert go(page, "/dot-dang-ky") == 200
    with closing(
        psycopg.connect(cluster.shared().url("postgres"), autocommit=True)
    ) as administrator:
        for statement in away:
            administrator.execute(statement)
        for _again in range(2):
            assert go(page, "/dot-dang-ky") == 503
            judged(page, axe, 503)
        assert go(page, "/healthz") == 200
        assert go(page, "/readyz") == 503
        administrator.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert go(page, "/dot-dang-ky") == 200
