"""The afternoon: a bundle signed on paper and issued, a freed place, a list signed on screen."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from bench.day import desk
from bench.day.council import taken
from bench.day.desk import Office
from bench.day.morning import FIRST, SECOND
from tests.browser import journeys as walk

WAITING = "/xet-duyet/cho-ky"
_WORDS = {FIRST: "một ngày làm việc", SECOND: "hỗ trợ giai đoạn"}  # of the calls' names
# The dossiers that were there have numbers with DEMO: these are nobody else's.
PAPER_NUMBER, SCREEN_NUMBER = "NGAY-301/QĐ-SKHCN", "NGAY-302/QĐ-SKHCN"


def paper_way(office: Office) -> None:
    """The first call: thirty dossiers in one bundle, signed on paper."""
    with office.watch.step("Trình lãnh đạo Sở trong một lần", "lãnh đạo Chi cục") as step:
        where = desk.QUEUE + "trinh-chi-cuc"
        step.outcome = desk.bulk(office.lead, where, "Trình lãnh đạo Sở", office.mail.sizes.quota)
    bundle = _bundle(office)
    _signed(office, bundle)
    _issued(office, bundle, PAPER_NUMBER, office.mail.sizes.quota)
    _told(office)


def reserve(office: Office) -> None:
    """Somebody does not sign the agreement; the first of the reserve takes the place."""
    unit, reference = next(
        each for each in office.mail.first
        if any("được phê duyệt" in one.subject for one in office.place.sink.to(each[0].email))
    )  # fmt: skip
    with office.watch.step("Không ký thỏa thuận, rút", "đơn vị") as step:
        page = office.owner(unit.email)
        page.goto("/ho-so")
        page.get_by_role("link", name=office.mail.content).first.click()
        page.get_by_role("link", name="Rút, không ký thỏa thuận").click()
        page.locator("main form textarea").fill("Đơn vị đổi kế hoạch (DEMO).")
        page.locator("main form button[type=submit]").click()
        expect(page.get_by_role("status").first).to_be_visible()
        step.outcome = reference
    with office.watch.step("Bổ sung hồ sơ dự bị vào chỗ trống", "lãnh đạo Chi cục") as step:
        page = office.lead
        page.goto("/xet-chon/du-bi")
        main = page.get_by_role("main")
        expect(main).to_contain_text("Chỗ còn trống: 1.")
        before = main.locator("tbody a.ref").all_inner_texts()
        page.get_by_role("button", name="Bổ sung vào danh sách trình").click()
        expect(page.get_by_role("status").first).to_be_visible()
        after = main.locator("tbody a.ref").all_inner_texts()
        promoted = [each for each in before if each not in after]
        assert len(promoted) == 1, f"{before} became {after}"
        expect(main).not_to_contain_text("Chỗ còn trống: 1.")
        owner = next(one for one, known in office.mail.first if known == promoted[0])
        office.place.letter(owner.email, promoted[0])
        step.outcome = promoted[0]


def screen_way(office: Office) -> None:
    """The second call: a list signed on screen, one row refused because it was withdrawn."""
    second = office.mail.second
    with office.watch.step("Trình lãnh đạo Sở trong một lần", "lãnh đạo Chi cục") as step:
        chosen = [reference for _unit, reference in second]
        office.lead.goto(f"/xet-duyet?dot={SECOND}&trang-thai=trinh-chi-cuc&noi-dung=HTQL-9001")
        for reference in chosen:
            office.lead.get_by_label(f"Chọn {reference}").check()
        step.outcome = desk.ticked(office.lead, "Trình lãnh đạo Sở", len(chosen))
    gone, reference = second[-1]
    with office.watch.step("Mở danh sách phê duyệt", "lãnh đạo Sở") as step:
        page = office.director
        _waiting(page, SECOND)
        for _unit, each in second:
            page.get_by_label(f"Chọn {each}").check()
        _button(page, "Phê duyệt các hồ sơ đã chọn", SECOND)
        decide = page.get_by_role("button", name="Phê duyệt hỗ trợ cả danh sách")
        expect(decide).to_be_visible()
        step.outcome = f"{len(second)} hồ sơ"
    with office.watch.step("Rút hồ sơ trong khi lãnh đạo đang xem", "đơn vị") as step:
        own = office.owner(gone.email)
        own.goto("/ho-so")
        own.get_by_role("link", name=office.mail.content).first.click()
        own.get_by_role("link", name="Rút hồ sơ").click()
        own.locator("main form textarea").fill("Đơn vị rút (DEMO).")
        own.get_by_role("button", name="Rút hồ sơ này").click()
        expect(own.get_by_role("status").first).to_be_visible()
        step.outcome = reference
    with office.watch.step("Ký cả danh sách trên màn hình", "lãnh đạo Sở") as step:
        decide.click()
        main = page.get_by_role("main")
        expect(main).to_contain_text("Đã ký, chờ ban hành")
        row = main.get_by_role("row", name=re.compile(reference))
        step.outcome = f"{len(second) - 1} đã ký; " + " ".join(row.inner_text().split())
        assert "rút" in row.inner_text().lower(), row.inner_text()
    _issued(office, urlsplit(page.url).path, SCREEN_NUMBER, len(second) - 1)


def _waiting(page: Page, call: str) -> None:
    """Look at what waits for a signature in one call."""
    page.goto(WAITING)
    only = page.get_by_role("link", name=re.compile(f"{_WORDS[call]}.*\\([0-9]+\\)$"))
    if only.count():  # none is offered where dossiers of one call alone wait
        only.click()
    expect(page.get_by_role("main").locator("h2")).to_have_count(1)


def _button(page: Page, name: str, call: str) -> None:
    """Press a button of the call's own list; its name ends in the call's, for who hears it."""
    page.get_by_role("button", name=re.compile(f"^{name}.*{_WORDS[call]}")).click()


def _bundle(office: Office) -> str:
    page, quota = office.officer, office.mail.sizes.quota
    with office.watch.step("Lập bộ trình ký, xuất cho ký giấy", "chuyên viên") as step:
        _waiting(page, FIRST)
        page.get_by_label(re.compile("^Tất cả hồ sơ chờ ký")).check()
        _button(page, "Lập bộ trình ký phê duyệt", FIRST)
        main = page.get_by_role("main")
        expect(main.locator("li .ref")).to_have_count(quota)
        main.get_by_role("button", name="Lập bộ trình ký").click()
        page.get_by_role("button", name="Lưu").click()
        bundle = urlsplit(page.url).path
        page.get_by_role("link", name="Lập văn bản, trình ký").click()
        _signer(page)
        page.get_by_role("button", name="Lập văn bản, trình ký").click()
        expect(page.get_by_role("link", name="Ghi nhận đã ký")).to_be_visible()
        links = page.locator("main li a")
        addresses = [str(each.get_attribute("href")) for each in links.all()]
        addresses.append(f"{bundle}/ca-bo")
        files = [taken(office, page, each) for each in addresses]
        step.outcome = f"{quota} hồ sơ, {len(files)} tệp mở được"
    return bundle


def _signer(page: Page) -> None:
    page.get_by_label("Quyền hạn ký").select_option("KT.")
    page.get_by_label("Chức vụ người ký").fill("Phó Giám đốc")
    page.get_by_label("Họ tên người ký").fill("Lâm Thị DEMO")


def _signed(office: Office, bundle: str) -> None:
    page = office.officer
    with office.watch.step("Ghi nhận ai ký, quyền hạn gì", "chuyên viên") as step:
        page.goto(bundle)
        page.get_by_role("link", name="Ghi nhận đã ký").click()
        _signer(page)
        page.get_by_label("Ngày ký").fill(desk.today(page))
        page.get_by_role("button", name="Ghi nhận cả bộ đã ký").click()
        main = page.get_by_role("main")
        expect(main).to_contain_text("KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC Lâm Thị DEMO")
        step.outcome = "KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC"


def _issued(office: Office, bundle: str, number: str, count: int) -> None:
    page = office.clerk
    with office.watch.step("Ghi số, ngày, tệp đã ký; ban hành cả danh sách", "văn thư") as step:
        before = _approved(office)
        page.goto(bundle)
        page.get_by_role("link", name="Ban hành cả danh sách").click()
        page.get_by_label("Số văn bản").fill(number)
        page.get_by_label("Ngày ban hành").fill(desk.today(page))
        walk.upload(page, office.folder, "signed")
        page.get_by_role("button", name="Ban hành cả danh sách").click()
        expect(page.get_by_role("main")).to_contain_text(number)
        expect(page.get_by_role("main").locator("tbody")).to_contain_text("Đã ban hành")
        office.place.quiet()
        letters = _approved(office) - before
        assert letters == count, f"{letters} letters of approval left, not {count}"
        step.outcome = f"{number}: {count} lượt hỗ trợ, {letters} thư"


def _approved(office: Office) -> int:
    return sum("được phê duyệt" in each.subject for each in office.place.sink.letters)


def _told(office: Office) -> None:
    """An organisation reads the letter and takes its papers."""
    unit, reference = office.mail.first[0]
    with office.watch.step("Đọc kết quả, tải văn bản và phiếu", "đơn vị") as step:
        page = office.owner(unit.email, width=desk.PHONE)
        page.goto("/ho-so")
        page.get_by_role("link", name=office.mail.content).first.click()
        main = page.get_by_role("main")
        links = main.locator("a[href*='/giay-to/'], a[href$='/van-ban']")
        addresses = [str(each.get_attribute("href")) for each in links.all()]
        files = [taken(office, page, each) for each in addresses]
        assert files, "no paper to take"
        step.outcome = f"{reference}: {len(files)} văn bản mở được"
