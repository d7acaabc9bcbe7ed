"""The lead sets up a call on screen; an organisation applies to it with one phiếu."""

import re
from datetime import timedelta
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from app import clock
from tests.browser import journeys as walk
from tests.fixtures.browsing import Pages
from tests.fixtures.serving import Server

THREE = (
    "Áp dụng hệ thống quản lý chất lượng ISO 9001",
    "Áp dụng công cụ 5S",
    "Áp dụng hệ thống quản lý an toàn thực phẩm ISO 22000",
)
NAME = "DEMO – Đợt của trưởng phòng"
APPLICANT = "hopchuan@demo.example"


@pytest.fixture
def server_environment() -> dict[str, str]:
    return {"DEMO": "1"}


def test_a_call_of_three_contents_is_set_up_on_screen_and_applied_to_with_one_phieu(
    demonstration: Server, pages: Pages, tmp_path: Path
) -> None:
    page = pages(javascript=False)
    walk.sign_in(page, "chicuc@demo.example")
    screens: list[str] = []
    page.on("framenavigated", lambda frame: screens.append(urlsplit(frame.url).path))
    began = monotonic()
    typed = _sets_up(page)
    seconds = monotonic() - began
    print(f"{len(screens)} screens, {typed} fields typed, {seconds:.1f} s", screens)
    assert len(screens) <= 8, screens
    assert typed <= 4
    assert seconds < 300

    walk.sign_in(page, APPLICANT)
    page.goto("/dot-dang-ky")
    page.get_by_role("link", name=NAME).click()
    page.get_by_role("link", name="Chọn nội dung đăng ký").click()
    for content in THREE:
        page.get_by_label(content, exact=False).first.check()
    page.get_by_role("button", name="Bắt đầu làm hồ sơ").click()
    walk.answer_questions(page)
    walk.sign_form(page, tmp_path)
    walk.submit(page)
    references = page.locator("main .ref").all_inner_texts()
    assert len(set(references)) == 3
    page.goto("/ho-so")
    for reference in references:
        expect(page.get_by_role("row", name=re.compile(reference))).to_be_visible()
    demonstration.flask("check")


def _sets_up(page: Page) -> int:
    """Begin a call, choose its contents and publish it; return how many fields were typed."""
    page.goto("/quan-tri/dot-dang-ky")
    page.get_by_role("link", name="Tạo đợt đăng ký").click()
    now = clock.local(clock.now())
    fields = {
        "Tên": NAME,
        "Bắt đầu nhận hồ sơ": f"{now - timedelta(hours=1):%d/%m/%Y %H:%M}",
        "Hết hạn nhận hồ sơ": f"{now + timedelta(days=30):%d/%m/%Y} 17:00",
    }
    for label, said in fields.items():
        page.get_by_label(label, exact=True).fill(said)
    page.get_by_role("button", name="Lưu và chọn nội dung").click()
    for content in THREE:
        page.get_by_label(content, exact=True).check()
    page.get_by_role("main").get_by_role("button", name="Lưu nội dung của đợt").click()
    page.get_by_role("link", name="Kiểm tra và công bố").click()
    page.get_by_role("main").get_by_role("button", name="công bố").click()
    expect(page.get_by_role("main")).to_contain_text("Đã công bố")
    return len(fields)
