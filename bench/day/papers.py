"""The papers of three dossiers: made from what each says by then, numbered, taken away."""

from playwright.sync_api import Page, expect

from bench.day import desk
from bench.day.council import taken
from bench.day.desk import Office

NUMBER = "NGAY-303/TB-SKHCN"
RESULT = "Thông báo kết quả"
DOSSIERS = 3  # what was asked of one, an opinion about another, a visit to the third


def made(office: Office) -> None:
    """Everything the desk can make of a dossier with a support, beside what was made by deeds."""
    page, files, kinds = office.officer, 0, set()
    chosen = [reference for _unit, reference in office.mail.first[:DOSSIERS]]
    with office.watch.step("Lập các văn bản của ba hồ sơ, tải về", "chuyên viên") as step:
        for reference in chosen:
            _open(page, reference)
            at = page.url
            page.get_by_role("link", name="Lập văn bản").click()
            offered = page.get_by_label("Loại văn bản").locator("option").all_inner_texts()
            for name in filter(str.strip, offered):
                _make(page, name)
                page.get_by_role("link", name="Lập văn bản").click()
            page.goto(at)
            kinds |= set(page.locator("#van-ban + table td:first-child").all_inner_texts())
            files += _take_all(office, page)
        step.outcome = f"{len(kinds)} loại, {files} tệp mở được"
    with office.watch.step("Ghi số, ngày thông báo kết quả", "văn thư") as step:
        page = office.clerk
        _open(page, chosen[0])
        page.get_by_role("link", name=f"Ghi số {RESULT}").click()
        page.get_by_label("Số, ký hiệu văn bản").fill(NUMBER)
        page.get_by_label("Ngày văn bản").fill(desk.today(page))
        page.locator("main form button[type=submit]").first.click()
        row = page.locator("#van-ban + table").get_by_role("row", name=NUMBER)
        expect(row).to_be_visible()
        taken(office, page, str(row.get_by_role("link").first.get_attribute("href")))
        step.outcome = NUMBER


def _open(page: Page, reference: str) -> None:
    """Open a dossier that was approved, or, in a short day, one that was not."""
    page.goto(f"/xet-duyet?tim={reference}&trang-thai=duoc-phe-duyet")
    found = page.get_by_role("main").get_by_role("link", name=reference)
    if found.count():
        found.click()
    else:
        desk.find(page, reference)


def _make(page: Page, name: str) -> None:
    """Make a paper of this kind, for a deputy to sign."""
    page.get_by_label("Loại văn bản").select_option(label=name)
    page.get_by_label("Quyền hạn ký").select_option("KT.")
    page.get_by_label("Chức vụ người ký").fill("Phó Giám đốc")
    page.get_by_label("Họ tên người ký").fill("Lâm Thị DEMO")
    page.get_by_role("button", name="Lập văn bản").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã lập văn bản")


def _take_all(office: Office, page: Page) -> int:
    """Take every paper of the open dossier, as PDF and for Word; return how many files."""
    links = page.locator("#van-ban + table a[href$='/pdf'], #van-ban + table a[href$='/word']")
    addresses = [str(each.get_attribute("href")) for each in links.all()]
    for each in addresses:
        taken(office, page, each)
    return len(addresses)
