"""From the queue to a decision: four clicks at most, also without JavaScript and by keyboard.

What is counted is what a director presses; the queue is open, and nothing but the queue.
"""

from playwright.sync_api import Locator, Page, expect

from tests import house
from tests.browser.conftest import Enter
from tests.browser.test_keyboard_and_zoom import tab_to
from tests.fixtures.browsing import AxeCheck

MOST = 4


class Clicks:
    """A hand that counts."""

    def __init__(self) -> None:
        self.count = 0

    def press(self, on: Locator) -> None:
        """Click once."""
        self.count += 1
        on.click()


def reference(page: Page, things: house.House, thing: str) -> str:
    page.goto(things.path(f"/xet-duyet/{{{thing}}}"))
    found = page.get_by_role("main").locator(".ref").first.inner_text()
    page.goto("/xet-duyet")
    return found


def test_a_dossier_of_the_queue_is_decided_with_four_clicks(
    enter: Enter, things: house.House
) -> None:
    page, clicks = enter("director", javascript=False), Clicks()
    wanted, main = reference(page, things, "deciding"), page.get_by_role("main")
    clicks.press(main.get_by_role("link", name=wanted))
    clicks.press(main.get_by_role("link", name="Phê duyệt hỗ trợ"))
    clicks.press(main.get_by_role("button", name="Phê duyệt hỗ trợ"))
    expect(page.get_by_role("status")).to_contain_text("Đã phê duyệt, chờ văn thư ban hành.")
    assert clicks.count <= MOST


def test_a_dossier_of_the_queue_is_decided_by_keyboard_alone(
    enter: Enter, things: house.House
) -> None:
    page = enter("director")
    wanted = reference(page, things, "deciding")
    page.goto("/xet-duyet?trang-thai=trinh-so")  # as a director's work leads there
    tab_to(page, wanted)
    page.keyboard.press("Enter")
    page.wait_for_url("**/xet-duyet/*")
    tab_to(page, "Phê duyệt hỗ trợ")
    page.keyboard.press("Enter")
    page.wait_for_url("**/phe-duyet")
    tab_to(page, "Phê duyệt hỗ trợ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Đã phê duyệt, chờ văn thư ban hành.")


def test_a_list_is_ticked_and_decided_with_four_clicks_from_what_waits(
    enter: Enter, things: house.House, axe: AxeCheck
) -> None:
    page, clicks = enter("director"), Clicks()
    wanted, main = reference(page, things, "deciding"), page.get_by_role("main")
    page.goto("/xet-duyet/cho-ky")
    clicks.press(main.get_by_label(f"Chọn {wanted}"))
    clicks.press(main.get_by_role("button", name="Phê duyệt các hồ sơ đã chọn").first)
    decide = main.get_by_role("button", name="Phê duyệt hỗ trợ cả danh sách")
    expect(decide).to_be_visible()  # axe must not begin on a page that is being left
    axe(page)
    clicks.press(decide)
    expect(main).to_contain_text("Đã ký, chờ ban hành")
    assert clicks.count <= MOST
