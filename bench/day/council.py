"""The council: a session, three who score apart, the ranking, the conclusion, its papers."""

import io
import re
import zipfile
from urllib.parse import urlsplit

import pikepdf
from playwright.sync_api import Page, expect

from app.demo import people
from bench.day import desk
from bench.day.desk import Office
from bench.day.morning import CRITERIA
from tests import pdf_text
from tests.browser import journeys as walk

EXPERT = f"hoidong3@{people.DOMAIN}"
PASS_MARK = 50


def selected(office: Office) -> None:
    """From the session's making to its papers."""
    session = _prepared(office)
    _scored(office, session)
    _concluded(office, session)
    _papers(office, session)


def taken(office: Office, page: Page, address: str) -> bytes:
    """Take a file away; raises unless it is a PDF that opens, or a Word file or ZIP that does."""
    answer = page.context.request.get(address)
    content = answer.body()
    assert answer.status == 200, f"{address}: {answer.status}"
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None, address
    else:
        with pikepdf.open(io.BytesIO(content)) as paper:
            assert len(paper.pages) > 0, address
    office.watch.keep(address, content)
    return content


def _prepared(office: Office) -> str:
    page, count = office.officer, len(office.mail.first)
    with office.watch.step("Tạo phiên, đưa hồ sơ vào, mời ba thành viên", "thư ký") as step:
        page.goto("/xet-chon")
        page.get_by_role("link", name=re.compile("Đợt một ngày làm việc")).last.click()
        page.get_by_label(office.mail.content).check()
        page.get_by_label("Số quyết định thành lập").fill("DEMO-25/QĐ-SKHCN")
        page.get_by_label("Ngày quyết định").fill(desk.today(page))
        page.get_by_label("Ngày họp").fill(desk.today(page))
        page.get_by_label("Địa điểm").fill("Phòng họp DEMO")
        page.get_by_label("Điểm đạt").fill(str(PASS_MARK))
        page.get_by_label("Ít nhất 2/3").check()
        page.get_by_role("button", name="Lưu phiên").click()
        at = urlsplit(page.url).path
        page.get_by_role("link", name="Đưa hồ sơ vào phiên").click()
        waiting = page.locator("main input[type=checkbox]:checked")
        expect(waiting).to_have_count(count)  # all that wait are proposed
        page.get_by_role("button", name="Đưa vào phiên").click()
        for email, name, capacity in (
            (f"chicuc@{people.DOMAIN}", "Lãnh đạo Chi cục DEMO", "Chủ trì"),
            (f"chuyengia@{people.DOMAIN}", "Chuyên gia DEMO", "Thành viên"),
            (EXPERT, "Chuyên gia DEMO Ba", "Thành viên"),
        ):
            page.goto(at)
            page.get_by_role("link", name="Thêm thành viên").click()
            page.get_by_label("Thư điện tử").fill(email)
            page.get_by_label("Họ tên").fill(name)
            page.get_by_label(capacity, exact=True).check()
            page.get_by_role("button", name="Thêm thành viên").click()
            expect(page.get_by_role("heading", name="Thành viên (")).to_be_visible()
        expect(page.get_by_role("heading", name=f"Hồ sơ ({count})")).to_be_visible()
        page.get_by_role("button", name="Mở chấm điểm").click()
        expect(page.get_by_role("button", name="Khóa chấm điểm")).to_be_visible()
        step.outcome = f"{count} hồ sơ, 3 thành viên"
    return at


def _scored(office: Office, session: str) -> None:
    """Each sees nothing of the others; one has a conflict with one dossier."""
    with office.watch.step("Nhận thư mời, đặt mật khẩu", "chuyên gia thứ ba"):
        letter = office.place.letter(EXPERT, "")
        links = [each for one in office.place.sink.to(EXPERT) for each in one.links]
        assert letter.links
        expert = office.watch.person()
        expert.goto(next(each for each in links if "dat-mat-khau" in each or "loi-moi" in each))
        expert.locator("input[type=password]").fill(walk.PASSWORD)
        expert.locator("main form button[type=submit]").first.click()
        walk.sign_in(expert, EXPERT, walk.PASSWORD)
    members = (
        ("Chủ tịch chấm", office.lead, 0),
        ("Chuyên gia chấm", office.owner(f"chuyengia@{people.DOMAIN}"), 3),
        ("Chuyên gia thứ ba chấm, khai xung đột một hồ sơ", expert, 6),
    )
    for name, page, more in members:
        with office.watch.step(name, "thành viên Hội đồng") as step:
            page.goto(f"{session}/cham")
            left = page.get_by_role("main").get_by_role("link", name=re.compile("NSCL-"))
            addresses = [str(each.get_attribute("href")) for each in left.all()]
            assert len(addresses) == len(office.mail.first)
            if page is expert:
                page.goto(addresses.pop(0))
                page.get_by_role("link", name="Tôi có xung đột lợi ích với hồ sơ này").click()
                page.get_by_label("Lý do").fill("Đã tư vấn cho đơn vị (DEMO).")
                page.locator("main form button[type=submit]").first.click()
            for address in addresses:
                page.goto(address)
                _mark(page, address, more)
            page.goto(f"{session}/ket-qua")
            assert "/ket-qua" not in page.url or page.locator("main table").count() == 0
            step.outcome = f"{len(addresses)} phiếu chấm"


def _mark(page: Page, address: str, more: int) -> None:
    """Score one dossier, each otherwise."""
    number = int(address.rsplit("/", 1)[1])
    for at in range(len(CRITERIA)):
        points = 62 + (number * 7 + at * 3) % 30 + more
        page.locator("input[name^=mark_]").nth(at).fill(f"{points},5")
    page.get_by_role("button", name="Ghi điểm").click()
    expect(page.get_by_role("status").first).to_be_visible()


def _concluded(office: Office, session: str) -> None:
    quota, count = office.mail.sizes.quota, len(office.mail.first)
    with office.watch.step("Khóa chấm điểm, xem xếp hạng", "thư ký") as step:
        page = office.officer
        page.goto(session)
        page.get_by_role("button", name="Khóa chấm điểm").click()
        page.goto(f"{session}/ket-qua")
        rows = page.locator("main tbody tr")
        expect(rows).to_have_count(count)
        expect(page.get_by_role("main")).to_contain_text(f"Số chỗ: {quota}.")
        step.outcome = f"{count} hồ sơ xếp hạng"
    with office.watch.step("Kết luận phiên", "lãnh đạo Chi cục") as step:
        page = office.lead
        page.goto(f"{session}/ket-qua")
        page.locator("main p.actions a.button").click()
        main = page.get_by_role("main")
        said = " · ".join(main.locator("ul li").all_inner_texts())
        assert f": {quota}" in said, said
        main.locator("form button[type=submit]").click()
        expect(page.get_by_role("main")).to_contain_text("Đã kết luận")
        step.outcome = said


def _papers(office: Office, session: str) -> None:
    with office.watch.step("Biên bản, tờ trình, danh sách: dự thảo PDF và Word", "thư ký") as step:
        page = office.officer
        page.goto(f"{session}/van-ban")
        kinds = page.locator("select[name=kind] option")
        names = [each for each in kinds.all_inner_texts() if each.strip()]
        for name in names:
            page.locator("select[name=kind]").select_option(label=name)
            page.get_by_label("Họ tên người ký").fill("Lãnh đạo Chi cục DEMO")
            page.get_by_role("button", name="Lập dự thảo").click()
            expect(page.get_by_role("status").first).to_be_visible()
        links = page.locator("main ul.plain a")
        addresses = [str(each.get_attribute("href")) for each in links.all()]
        files = [taken(office, page, each) for each in addresses]
        said = [_close(pdf_text.read(each)) for each in files if each[:4] == b"%PDF"]
        for unit, reference in office.mail.first:
            assert any(_close(unit.name) in each for each in said), f"{reference}: in no paper"
        step.outcome = f"{', '.join(names)}: {len(files)} tệp mở được"


def _close(text: str) -> str:
    """Return a text without spaces: a narrow cell breaks a name into lines."""
    return "".join(text.split())
