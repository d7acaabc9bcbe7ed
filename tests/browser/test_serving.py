"""The serving stack as a browser meets it: health, hosts, and an upload that is too large."""

import http.client
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.fixtures.browsing import AxeCheck
from tests.fixtures.serving import Server

MIB = 1024 * 1024


def ask(
    server: Server, method: str, path: str, body: bytes = b"", **headers: str
) -> tuple[int, str]:
    """Send one request over a plain connection, whole body first, as a simple client does."""
    address = urlsplit(server.url)
    with closing(http.client.HTTPConnection(address.hostname, address.port, timeout=30)) as line:
        line.request(method, path, body, headers)
        answer = line.getresponse()
        return answer.status, answer.read().decode()


def test_a_foreign_host_is_refused(server: Server) -> None:
    assert ask(server, "GET", "/healthz")[0] == 200
    assert ask(server, "GET", "/", Host="evil.example")[0] == 400


@pytest.mark.parametrize("mebibytes", [13, 40])
def test_a_body_that_is_too_large_still_gets_its_answer(server: Server, mebibytes: int) -> None:
    kind = "multipart/form-data; boundary=x"
    status, page = ask(
        server, "POST", "/hien-thi", b"x" * mebibytes * MIB, **{"Content-Type": kind}
    )
    assert status == 413
    assert "<h1" in page


def test_the_browser_shows_the_designed_page_for_a_body_that_is_too_large(
    page: Page, axe: AxeCheck, tmp_path: Path
) -> None:
    large = tmp_path / "qua-lon.pdf"
    large.write_bytes(b"%PDF-1.7\n" + b"0" * 13 * MIB)
    page.goto("/")
    # Any form of the service will do: the body is refused before its fields are read.
    page.evaluate(
        """() => {
            const form = document.querySelector('form[method="post"]');
            form.enctype = 'multipart/form-data';
            const input = document.createElement('input');
            input.type = 'file'; input.name = 'tep'; input.id = 'tep';
            form.append(input);
        }"""
    )
    page.locator("#tep").set_input_files(large)
    with page.expect_response(lambda r: r.request.method == "POST") as answered:
        page.locator('form[method="post"] button').first.click()
    assert answered.value.status == 413
    page.wait_for_load_state()
    assert page.locator("main h1").inner_text()
    axe(page)


def test_the_home_page_is_accessible_on_a_phone_and_a_desk(
    page: Page, narrow_page: Page, axe: AxeCheck
) -> None:
    for view in (page, narrow_page):
        view.goto("/")
        axe(view)
