"""axe finds nothing, and nothing scrolls sideways, on any page in any role that may open it.

The pages come from the access table. Each is seen on a phone in the usual colours, and on a desk
in high contrast; forms also after they were sent empty.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app import transactions
from app.accounts.services import people, sign_in
from app.demo import people as demo
from app.mailbox import sink
from app.organisations.services import claims
from tests import house
from tests.access import LINES
from tests.browser.addresses import APPLICANTS, STAFF, addresses
from tests.browser.conftest import Enter
from tests.fixtures.browsing import NARROW, WIDE, AxeCheck
from tests.fixtures.serving import Server

# Offered only once every item is answered: sent earlier, by hand alone, it answers 422.
NOT_YET_OFFERED = "/ho-so/{asked}/bo-sung"
# A row of an import may be emptied: it then is an error that waits for an answer.
MAY_BE_EMPTY = "/so-ho-tro/nhap-lich-su/{history}/dong/{row_id}/sua"
LOOKS = {
    "phone": {"width": NARROW["width"], "cookies": {}},
    "desk-high-contrast": {"width": WIDE["width"], "cookies": {"tuong_phan": "cao"}},
}
# Lists whose form needs ticked rows: `tests/web/test_pages_hold.py` sends them without any.
FORM_ELSEWHERE = {
    "/xet-chon/{preparing}/ho-so",
    "/xet-duyet/bo-trinh-ky/moi/phe-duyet",
    "/xet-duyet/bo-trinh-ky/{gathered}/ban-hanh-tiep",
    "/xet-duyet/cho-ky/phe-duyet",
    "/xet-duyet/hang-loat",
}


@pytest.fixture
def server_environment(tmp_path: Path) -> dict[str, str]:
    """Open the development mailbox too."""
    return {"MAILBOX_DIR": str(tmp_path / "mailbox")}


@pytest.fixture
def things(things: house.House, tmp_path: Path) -> house.House:
    """Return the house, with a letter in its mailbox."""
    letter = "Subject: Thư\r\n\r\nKính gửi đơn vị,\r\n\r\nhttps://nscl.example.vn/a\r\n"
    sink.keep_in(tmp_path / "mailbox")(["don-vi@example.vn"], letter.encode())
    things.things["mail"] = {"letter_id": next((tmp_path / "mailbox").glob("*.eml")).stem}
    return things


def sent(html: str) -> str:
    """Return what a page has below its header, as it was sent, without what is new each time."""
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r'(name="(?:csrf_token|form_key)"[^>]*value=")[^"]*', r"\1", main)


def face(page: Page) -> str:
    """Return what stands on the open page below its header, without what is new each time."""
    return str(
        page.evaluate(
            """() => document.querySelector('main').outerHTML
                .replace(/(name="(csrf_token|form_key)"[^>]*value=")[^"]*/g, '$1')"""
        )
    )


def judged(page: Page, axe: AxeCheck, where: str) -> list[str]:
    """Return what axe says about the open page."""
    try:
        axe(page)
    except AssertionError as error:
        return [f"{where}: {error}"]
    return []


def judged_in_both_looks(page: Page, axe: AxeCheck, where: str) -> list[str]:
    """Return what axe says on a phone, and on a desk with the class the server's contrast is."""
    found = judged(page, axe, where)
    page.set_viewport_size(WIDE)
    page.evaluate("document.documentElement.classList.add('contrast-high')")
    page.evaluate("document.getAnimations().forEach(each => each.finish())")  # buttons' colours
    found += judged(page, axe, f"{where} in high contrast")
    page.set_viewport_size(NARROW)
    return found


@pytest.mark.parametrize("roles", [APPLICANTS, STAFF], ids=["applicants", "staff"])
def test_every_page_is_accessible_to_everyone_who_may_open_it(
    enter: Enter, things: house.House, axe: AxeCheck, roles: tuple[str, ...]
) -> None:
    found, seen = [], 0
    shown: set[str] = set()
    faces: set[tuple[str, str]] = set()
    for role in roles:
        page = enter(role, width=NARROW["width"])
        for number, address in enumerate(dict.fromkeys(addresses(role))):
            seen += 1
            # Half the pages of staff are to the letter what another role was shown; the header,
            # which says who one is, is judged with each role's first page.
            if address in shown and number > 0:
                same = page.request.get(things.path(address))
                assert same.status == 200, (role, address, same.status)
                if (address, sent(same.text())) in faces:
                    continue
            answer = page.goto(things.path(address))
            assert answer is not None
            assert answer.status == 200, (role, address, answer.status)
            faces.add((address, sent(answer.text())))
            # What a page offers differs by role, its colours and widths do not.
            judge = judged if address in shown else judged_in_both_looks
            shown.add(address)
            found += judge(page, axe, f"{role} {address}")
    assert seen > 45
    assert not found, "\n\n".join(found)


def stands_on(page: Page, action: str) -> bool:
    """Return whether a form that goes to `action` stands on the open page."""
    return bool(
        page.evaluate(
            """action => [...document.querySelectorAll('main form[method=post]')]
                .some(form => new URL(form.action).pathname === action)""",
            action,
        )
    )


def empty_and_send(page: Page, action: str) -> int:
    """Clear the form that goes to `action`, send it, and return the answer's status."""
    with page.expect_navigation() as answered:
        page.evaluate(
            """action => {
                const form = [...document.querySelectorAll('main form[method=post]')]
                    .find(f => new URL(f.action).pathname === action);
                for (const field of form.elements) {
                    if (field.type === 'checkbox' || field.type === 'radio') field.checked = false;
                    else if (field.tagName === 'SELECT') field.value = '';
                    else if (!['hidden', 'submit', 'button'].includes(field.type)) field.value = '';
                }
                form.submit();
            }""",
            action,
        )
    assert answered.value is not None
    return int(answered.value.status)


def shown_on(address: str) -> str:
    """Return the page a form stands on: its own address, or the nearest above that is a page."""
    pages = {line.address for line in LINES if line.method == "GET"}
    while address not in pages:
        address = address.rpartition("/")[0]
    return address


def test_every_form_sent_empty_comes_back_accessible(
    enter: Enter, things: house.House, axe: AxeCheck
) -> None:
    found, seen = [], 0
    elsewhere: set[str] = set()
    faces: set[tuple[str, str]] = set()
    for role in ("nobody", "owner", "officer", "clerk", "lead", "director", "admin", "partner"):
        page = enter(role, width=NARROW["width"])
        for line in LINES:
            public = line.answers["nobody"] == "422" and role != "nobody"
            refused = line.method == "POST" and line.answers[role] == "422"
            if not refused or public or line.address in (NOT_YET_OFFERED, MAY_BE_EMPTY):
                continue
            path = things.path(line.address)
            page.goto(things.path(shown_on(line.address)))
            if not stands_on(page, path):
                elsewhere.add(line.address)
                continue
            status = empty_and_send(page, path)
            assert status == 422, (role, line, status)
            assert page.title().startswith("Lỗi:"), (role, line)
            expect(page.locator("[role=alert]")).to_be_focused()
            # As above: what a form offers differs by role, its colours and widths do not.
            shown = {known for known, _face in faces}
            judge = judged if line.address in shown else judged_in_both_looks
            this = (line.address, face(page))
            if this not in faces:
                found += judge(page, axe, f"{role} {line}")
            faces.add(this)
            seen += 1
    assert seen > 20
    assert elsewhere == FORM_ELSEWHERE
    assert not found, "\n\n".join(found)


def test_what_stands_beside_the_ways_is_accessible_too(
    enter: Enter, things: house.House, axe: AxeCheck
) -> None:
    found = []
    for look in LOOKS.values():
        page = enter("owner", width=look["width"], **look["cookies"])
        for path, status in (
            ("/dang-ky/xac-nhan/khong-co", 410),
            ("/dat-lai-mat-khau/khong-co", 410),
            ("/loi-moi/khong-co", 410),
            ("/khong-co-trang", 404),
            ("/dang-xuat", 405),
            ("/quan-tri/nguoi-dung", 403),
            ("/noi-dung-ho-tro?q=khong-co-gi", 200),
        ):
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == status, path
            found += judged(page, axe, path)
    assert not found, "\n\n".join(found)


def test_a_session_that_ended_under_a_form_is_resumed_accessibly(
    enter: Enter, server: Server, axe: AxeCheck
) -> None:
    page = enter("owner", width=NARROW["width"])
    page.goto("/to-chuc/ho-so")
    page.locator("[name=earlier_support]").fill("Chưa bao giờ")
    with server.app.app_context(), transactions.writing():
        owner = people.by_email(house.EMAILS["owner"])
        assert owner is not None
        sign_in.end_sessions(owner.id)

    with page.expect_navigation() as answered:
        page.get_by_role("button", name="Lưu thông tin đơn vị").click()
    assert answered.value is not None
    assert answered.value.status == 401
    axe(page)
    page.get_by_label("Địa chỉ thư điện tử").fill(house.EMAILS["owner"])
    page.get_by_label("Mật khẩu", exact=True).fill(house.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.get_by_text("Phiên đã được nối lại").wait_for()
    axe(page)
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url("**/to-chuc")
    axe(page)


def test_larger_letters_and_high_contrast_together_fit_a_phone(
    enter: Enter, things: house.House, axe: AxeCheck
) -> None:
    found = []
    for role, wanted in (
        ("nobody", ("/", "/dang-ky", "/noi-dung-ho-tro", "/tra-cuu")),
        ("owner", ("/to-chuc/con-co-the-dang-ky", "/ho-so/{draft}", "/ho-so/{draft}/noi-dung")),
        ("officer", ("/xet-duyet", "/xet-duyet/{appraised}", "/xet-duyet/{appraised}/tham-dinh")),
    ):
        page = enter(role, width=NARROW["width"], co_chu="lon", tuong_phan="cao")
        for address in wanted:
            page.goto(things.path(address))
            found += judged(page, axe, f"{role} {address}")
    assert not found, "\n\n".join(found)


@pytest.mark.parametrize("look", LOOKS)
def test_who_was_refused_a_claim_finds_a_page_to_go_on_with(
    server: Server, things: house.House, enter: Enter, axe: AxeCheck, look: str
) -> None:
    with server.app.app_context(), transactions.writing():
        officer = demo.actor_of("chuyenvien@demo.example")
        claims.refuse(things.things["claim"]["claim_id"], "Không đúng mã số.", officer)
    shown = LOOKS[look]
    page = enter("claimant", width=shown["width"], **shown["cookies"])
    for address in ("/to-chuc", "/to-chuc/dang-ky"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200
        assert page.url.endswith(address)
        axe(page)
    with page.expect_navigation() as sent:
        page.get_by_role("main").get_by_role("button").last.click()
    assert sent.value is not None
    assert sent.value.status == 422
    axe(page)
