"""By keyboard alone, by finger, magnified four times, in large letters, and on paper."""

import io

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from tests import house
from tests.browser.conftest import Enter
from tests.fixtures.browsing import NARROW, WIDE, Pages

A4_POINTS = (595, 842)
TEXT_WIDTH_PX = 624  # of A4, between the margins of an official paper: 165 mm at 96 dpi
MOST_TABS = 60
PAGES = (
    ("nobody", "/"), ("nobody", "/dang-ky"), ("nobody", "/noi-dung-ho-tro/{content}"),
    ("owner", "/to-chuc"), ("owner", "/to-chuc/con-co-the-dang-ky"), ("owner", "/to-chuc/ho-so"),
    ("owner", "/ho-so"), ("owner", "/ho-so/{draft}"), ("owner", "/ho-so/{draft}/kiem-tra"),
    ("owner", "/ho-so/{asked}/bo-sung"), ("owner", "/ho-so/{approved}"),
    ("officer", "/xet-duyet"), ("officer", "/xet-duyet/{appraised}"),
    ("clerk", "/xet-duyet/{issuing}/ban-hanh"), ("admin", "/quan-tri/nguoi-dung"),
)  # fmt: skip

# Where the focus is, and whether a person can see it.
FOCUS = """() => {
    const at = document.activeElement;
    const look = getComputedStyle(at), box = at.getBoundingClientRect();
    return {
        name: at.getAttribute('name') || at.getAttribute('href') || at.id || at.tagName,
        text: at.innerText || '',
        seen: (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2
               || look.boxShadow !== 'none') && box.width > 0 && box.bottom > 0,
    }
}"""
SMALL = """least => [...document.querySelectorAll(least.what)]
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().width > 1)
    .filter(e => e.getBoundingClientRect().height < least.px - .5)
    .map(e => `${e.outerHTML.slice(0, 80)}: ${e.getBoundingClientRect().height}`)"""


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the wanted name, address or words have the focus, always seeing where."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["seen"], f"the focus cannot be seen on {focus}"
        if wanted == focus["name"] or wanted in focus["text"]:
            return
    pytest.fail(f"{wanted} is not reached by Tab")


def test_signing_in_and_a_form_by_keyboard_alone(pages: Pages, things: house.House) -> None:
    page = pages()
    page.goto(things.path("/ho-so/{draft}/san-pham"))  # asks to sign in, and comes back here
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["name"] == "#noi-dung", "the way to the content is not first"
    assert page.evaluate(FOCUS)["seen"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"
    tab_to(page, "email")
    page.keyboard.type(house.EMAILS["owner"])
    tab_to(page, "password")
    page.keyboard.type(house.PASSWORD)
    page.keyboard.press("Enter")

    page.wait_for_url("**/san-pham")
    tab_to(page, "name")
    page.keyboard.type("Dầu hồi bàn phím")
    tab_to(page, "output")
    page.keyboard.type("2 tấn")
    tab_to(page, "ocop_stars")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Thêm sản phẩm")
    page.keyboard.press("Space")

    expect(page.get_by_role("main")).to_contain_text("Dầu hồi bàn phím")
    expect(page.get_by_role("main")).to_contain_text("3 sao")
    tab_to(page, "Đăng xuất")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("đã đăng xuất")


def test_after_a_fault_the_focus_is_on_the_summary_and_leads_to_the_field(
    enter: Enter, things: house.House
) -> None:
    page = enter("owner", width=NARROW["width"])
    page.goto(things.path("/ho-so/{draft}/san-pham"))
    page.get_by_role("main").get_by_role("button", name="Thêm sản phẩm").click()

    expect(page.get_by_role("alert")).to_be_focused()
    assert page.evaluate(FOCUS)["seen"]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "name"
    described = page.locator("[name=name]").get_attribute("aria-describedby") or ""
    words = [page.locator(f"[id='{name}']").inner_text() for name in described.split()]
    assert any("Lỗi:" in text for text in words)
    page.keyboard.press("Enter")  # sent once more, from the field: the summary comes first again
    page.wait_for_url(lambda url: "#" not in url)
    expect(page.get_by_role("alert")).to_be_focused()


@pytest.mark.parametrize("width", [NARROW["width"], WIDE["width"]])
def test_what_is_pressed_is_large_enough(enter: Enter, things: house.House, width: int) -> None:
    found = []
    for role in ("nobody", "owner", "officer", "clerk", "admin"):
        page = enter(role, width=width)
        for _role, address in (item for item in PAGES if item[0] == role):
            page.goto(things.path(address))
            for what, px in (("main .button, main .input", 44), ("button, select, summary", 24)):
                small = page.evaluate(SMALL, {"what": what, "px": px})
                found += [f"{address}: {each} px high" for each in small]
    assert not found, "\n".join(found)


def test_magnified_four_times_nothing_is_lost(enter: Enter, things: house.House) -> None:
    words = """() => {
        const main = document.querySelector('main');
        const labels = [...main.querySelectorAll('[data-label]')].map(e => e.dataset.label);
        return (main.innerText + ' ' + labels.join(' ')).toLowerCase().match(/\\p{L}+/gu);
    }"""
    for role in ("nobody", "owner", "officer", "clerk", "admin"):
        page = enter(role)
        for _role, address in (item for item in PAGES if item[0] == role):
            page.set_viewport_size(WIDE)
            page.goto(things.path(address))
            wide = set(page.evaluate(words))
            page.set_viewport_size(NARROW)
            assert wide - set(page.evaluate(words)) == set(), address
            overflow = "document.documentElement.scrollWidth - innerWidth"
            assert page.evaluate(overflow) <= 0, address


def test_large_letters_and_contrast_are_kept_without_javascript(pages: Pages) -> None:
    page = pages(javascript=False)
    page.goto("/noi-dung-ho-tro")
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    usual = page.evaluate(size)
    # Each button leads to the page anew: what it did is waited for before the next is pressed.
    page.get_by_role("button", name="A+").click()
    expect(page.get_by_role("button", name="A+")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Tăng tương phản").click()
    expect(page.get_by_role("button", name="Giảm tương phản")).to_be_visible()
    expect(page).to_have_url("/noi-dung-ho-tro")
    for path in ("/", "/dang-nhap", "/khong-co-trang"):
        page.goto(path)
        assert page.evaluate(size) == pytest.approx(usual * 1.25)
        assert "contrast-high" in (page.locator("html").get_attribute("class") or "")
        expect(page.get_by_role("button", name="A+")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Giảm tương phản").click()
    expect(page.get_by_role("button", name="Tăng tương phản")).to_be_visible()
    middle = page.get_by_role("button", name="A cỡ chữ vừa")
    middle.click()
    expect(middle).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(size) == usual


@pytest.mark.parametrize("stage", ["draft", "started"])
def test_the_form_to_sign_fills_whole_pages_of_a4(
    enter: Enter, things: house.House, stage: str
) -> None:
    page = enter("owner")
    page.goto(things.path(f"/ho-so/{{{stage}}}/phieu"))
    with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as printed:
        assert 1 <= len(printed.pages) <= 2
        for sheet in printed.pages:
            size = [float(number) for number in sheet.mediabox]
            assert size[2:] == pytest.approx(A4_POINTS, abs=1)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": TEXT_WIDTH_PX, "height": 900})
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) <= 0
    printed_too = page.locator("header, footer, nav, main > :not(.paper)")
    assert [e for e in printed_too.all() if e.is_visible()] == []
    expect(page.locator(".paper-sign .role")).to_be_visible()
