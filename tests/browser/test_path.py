"""A newcomer's path, from registering to the letter of approval, with JavaScript and without."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser import journeys as walk
from tests.fixtures.browsing import Pages
from tests.fixtures.serving import Server

ISO = "Áp dụng hệ thống quản lý chất lượng ISO 9001"
FIVE_S = "Áp dụng công cụ 5S"
EMAIL = "moi@demo.example"


@pytest.fixture
def server_environment() -> dict[str, str]:
    """Demonstration staff decide; the newcomer is new."""
    return {"DEMO": "1"}


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_newcomer_registers_applies_is_decided_and_hears_of_it(
    demonstration: Server, pages: Pages, tmp_path: Path, javascript: bool
) -> None:
    page = pages(javascript=javascript)
    reference = _applies(page, demonstration, tmp_path)
    assert re.fullmatch(r"NSCL-\d\d-\d{5}-[0-9A-Z]", reference)
    _is_decided(page, reference, tmp_path)

    subjects = [letter.subject for letter in demonstration.letters(EMAIL)]
    assert subjects[1:] == [  # after the letter that confirmed the address
        f"Đã nhận hồ sơ {reference}",
        f"Đã tiếp nhận hồ sơ {reference}",
        f"Hồ sơ {reference} được phê duyệt hỗ trợ",
    ]
    _sees_the_result(page, reference)
    _cannot_apply_again_but_for_5s(page, demonstration, tmp_path, reference)
    demonstration.flask("check")  # fails the test unless it finds nothing


def _applies(page: Page, server: Server, folder: Path) -> str:
    walk.register(page, server, code="4909 900 090", name="Công ty TNHH DEMO Mới", email=EMAIL)
    walk.sign_in(page, EMAIL, walk.PASSWORD)
    walk.fill_profile(page)
    page.goto("/to-chuc/con-co-the-dang-ky")
    expect(page.get_by_text("Chưa rà soát lịch sử")).to_be_visible()
    walk.begin(page, ISO)
    walk.answer_questions(page)
    walk.sign_form(page, folder)
    return walk.submit(page)


def _is_decided(page: Page, reference: str, folder: Path) -> None:
    walk.sign_in(page, "vanthu@demo.example")
    walk.open_dossier(page, reference)
    walk.deed(page, "Tiếp nhận hồ sơ")
    walk.press(page, "Tiếp nhận hồ sơ")

    walk.sign_in(page, "chicuc@demo.example")
    walk.open_dossier(page, reference)
    walk.deed(page, "Phân công thẩm định")
    walk.choose_officer(page, "Chuyên viên DEMO Một")
    walk.press(page, "Phân công thẩm định")

    walk.sign_in(page, "chuyenvien@demo.example")
    walk.open_dossier(page, reference)
    walk.deed(page, "Thẩm định và trình")
    for passed in page.get_by_label("Đạt", exact=True).all():
        passed.check()
    page.get_by_label("Ý kiến thẩm định").fill("Đủ điều kiện (DEMO).")
    page.get_by_label("Đề xuất phê duyệt hỗ trợ").check()
    walk.press(page, "Thẩm định và trình")

    walk.sign_in(page, "chicuc@demo.example")
    walk.open_dossier(page, reference)
    walk.deed(page, "Đồng ý, trình lãnh đạo Sở")
    walk.press(page, "Đồng ý, trình lãnh đạo Sở")

    # A director decides in at most four clicks from the queue: dossier, deed, button.
    walk.sign_in(page, "giamdoc@demo.example")
    page.goto("/xet-duyet?trang-thai=trinh-so")
    page.get_by_role("link", name=reference).click()
    walk.deed(page, "Phê duyệt hỗ trợ")
    walk.press(page, "Phê duyệt hỗ trợ")

    walk.sign_in(page, EMAIL, walk.PASSWORD)  # nothing is public before the issue
    page.goto("/ho-so")
    expect(page.get_by_role("row", name=re.compile(reference))).to_contain_text(
        "Đang trình phê duyệt"
    )

    walk.sign_in(page, "vanthu@demo.example")
    walk.open_dossier(page, reference)
    walk.deed(page, "Ban hành quyết định")
    page.get_by_label("Số văn bản").fill("DEMO-901/QĐ-SKHCN")
    today = page.evaluate("new Date().toLocaleDateString('sv-SE')")
    page.get_by_label("Ngày ban hành").fill(today)
    walk.upload(page, folder, "signed")
    walk.press(page, "Ban hành quyết định")


def _sees_the_result(page: Page, reference: str) -> None:
    walk.sign_in(page, EMAIL, walk.PASSWORD)
    page.goto("/ho-so")
    page.get_by_role("link", name=ISO).click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("Được phê duyệt hỗ trợ")
    expect(main).to_contain_text("DEMO-901/QĐ-SKHCN")
    expect(main).not_to_contain_text("Chuyên viên DEMO")

    page.context.clear_cookies()
    page.goto("/tra-cuu")
    page.get_by_label("Mã hồ sơ").fill(reference)
    page.get_by_label("Mã số thuế").fill("4909900090")
    page.get_by_role("button", name="Tra cứu").click()
    expect(page.get_by_role("main")).to_contain_text("Được phê duyệt hỗ trợ")


def _cannot_apply_again_but_for_5s(
    page: Page, server: Server, folder: Path, reference: str
) -> None:
    walk.sign_in(page, EMAIL, walk.PASSWORD)
    page.goto("/to-chuc/con-co-the-dang-ky")
    article = page.get_by_role("article").filter(has=page.get_by_role("heading", name=ISO))
    expect(article).to_contain_text(f"Đang được đăng ký bằng hồ sơ {reference}")
    expect(article.get_by_role("link", name=re.compile("^Đăng ký"))).to_have_count(0)

    # Whoever forces the way by address is told which dossier holds the slot, and what to do.
    page.goto("/ho-so/moi/DEMO-2026-2/HTQL-9001")
    expect(page.get_by_role("main")).to_contain_text(reference)
    expect(page.get_by_role("button", name="Bắt đầu làm hồ sơ")).to_have_count(0)

    walk.begin(page, FIVE_S)
    walk.answer_questions(page)
    walk.sign_form(page, folder)
    second = walk.submit(page)
    assert second != reference
    assert server.letters(EMAIL)[-1].subject == f"Đã nhận hồ sơ {second}"


THREE = (ISO, FIVE_S, "Áp dụng hệ thống quản lý an toàn thực phẩm ISO 22000")


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_three_contents_are_applied_for_with_one_phieu(
    demonstration: Server, pages: Pages, tmp_path: Path, javascript: bool
) -> None:
    page = pages(javascript=javascript)
    email = "hopchuan@demo.example"
    walk.sign_in(page, email)
    screens: set[str] = set()
    page.on(
        "framenavigated",
        lambda frame: screens.add(re.sub(r"[0-9]+", "n", urlsplit(frame.url).path)),
    )
    walk.begin_several(page, *THREE)
    typed = walk.answer_questions(page)
    walk.sign_form(page, tmp_path)
    walk.submit(page)
    references = page.locator("main .ref").all_inner_texts()
    assert len(set(references)) == 3
    assert demonstration.letters(email)[-1].subject == f"Đã nhận hồ sơ {', '.join(references)}"
    # Contents, tasks, questions, phiếu, files, check; then the confirmation.
    assert len(screens - {"/ho-so/n/da-nop"}) <= 6, screens
    assert typed <= 10
    demonstration.flask("check")
