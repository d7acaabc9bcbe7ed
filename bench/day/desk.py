"""The morning at the desk: sent in, received, assigned, supplemented, asked about, appraised."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from app.demo import people
from bench.day.morning import FIRST, Mail
from bench.day.place import Place
from bench.day.recorder import Recorder
from tests.browser import journeys as walk

ASKED = ("Bản sao giấy chứng nhận còn hiệu lực (DEMO)", "Danh sách người tham gia (DEMO)")
SUPPLEMENTED = 3  # dossiers that lack the same
PHONE = 360
QUEUE = f"/xet-duyet?dot={FIRST}&trang-thai="


@dataclass
class Office:
    """Who works today; each has a browser of their own and signs in once."""

    place: Place
    watch: Recorder
    mail: Mail
    folder: Path
    clerk: Page
    lead: Page
    officer: Page
    director: Page

    def owner(self, email: str, *, width: int = 1280) -> Page:
        """Return the page of somebody of an organisation, signed in."""
        page = self.watch.person(width=width)
        walk.sign_in(page, email)
        return page


def enter(place: Place, watch: Recorder, mail: Mail, folder: Path) -> Office:
    """Let the staff sign in and look at what waits for them."""
    pages = {}
    for key, who in (("vanthu", "văn thư"), ("chicuc", "lãnh đạo Chi cục"),
                     ("chuyenvien", "chuyên viên"), ("giamdoc", "lãnh đạo Sở")):  # fmt: skip
        with watch.step("Đăng nhập, xem việc của tôi", who) as step:
            page = pages[key] = watch.person()
            walk.sign_in(page, f"{key}@{people.DOMAIN}")
            page.goto("/viec-cua-toi")
            expect(page.get_by_role("heading", level=1)).to_have_text("Việc của tôi")
            page.goto("/xet-duyet")
            step.outcome = f"{page.locator('tbody tr').count()} hồ sơ ở trang đầu"
    return Office(
        place, watch, mail, folder,
        pages["vanthu"], pages["chicuc"], pages["chuyenvien"], pages["giamdoc"],
    )  # fmt: skip


def morning(office: Office) -> None:
    """Everything until the dossiers wait for the council."""
    _sent_in(office)
    _received(office)
    _assigned(office)
    _supplemented(office)
    _asked(office)
    _visited(office)
    _appraised(office)


def bulk(page: Page, where: str, deed: str, count: int, fill: str = "") -> str:
    """Do a deed on all dossiers of a filter at once; return what the result says.

    `fill` is what the deed asks for: an officer's name, or what lacks.
    """
    page.goto(where)
    page.get_by_label(re.compile("^Tất cả hồ sơ khớp bộ lọc")).check()
    return ticked(page, deed, count, fill)


def ticked(page: Page, deed: str, count: int, fill: str = "") -> str:
    """Do a deed on the dossiers that are ticked; return what the result says."""
    page.get_by_role("main").get_by_role("button", name=deed, exact=True).click()
    yes = page.get_by_role("button", name=f"{deed} {count} hồ sơ", exact=True)
    expect(yes).to_be_visible()
    if page.get_by_label("Chuyên viên thụ lý").count():
        walk.choose_officer(page, fill)
    if page.get_by_label("Nội dung cần bổ sung").count():
        page.get_by_label("Nội dung cần bổ sung").fill(fill)
    yes.click()
    said = page.get_by_role("main")
    expect(said).to_contain_text(f"{count} hồ sơ đã xong, 0 hồ sơ không thực hiện được.")
    return f"{count} hồ sơ đã xong"


def find(page: Page, reference: str) -> None:
    """Find a dossier by its reference and open it."""
    walk.open_dossier(page, reference)
    expect(page.get_by_role("main").locator(".ref").first).to_have_text(reference)


def _sent_in(office: Office) -> None:
    unit = office.mail.telephone
    with office.watch.step("Nộp hồ sơ từ điện thoại 360 px", "đơn vị") as step:
        page = office.owner(unit.email, width=PHONE)
        page.goto(f"/dot-dang-ky/{FIRST}")
        page.get_by_role("link", name="Chọn nội dung đăng ký").click()
        page.get_by_label(office.mail.content).check()
        page.get_by_role("button", name="Bắt đầu làm hồ sơ").click()
        walk.answer_questions(page)
        walk.sign_form(page, office.folder)
        reference = walk.submit(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE, f"the page is {wide} px wide"
        office.place.letter(unit.email, f"Đã nhận hồ sơ {reference}")
        office.mail.first.insert(0, (unit, reference))
        step.outcome = f"{reference}, có thư đã nhận"


def _received(office: Office) -> None:
    page, reference = office.clerk, office.mail.first[0][1]
    with office.watch.step("Tiếp nhận một hồ sơ, ghi số đến", "văn thư") as step:
        find(page, reference)
        walk.deed(page, "Tiếp nhận hồ sơ")
        page.get_by_label("Số đến").fill("DEMO-2101")
        page.get_by_label("Ngày đến").fill(today(page))
        walk.press(page, "Tiếp nhận hồ sơ")
        expect(page.get_by_role("main")).to_contain_text("DEMO-2101")
        step.outcome = reference
    left = len(office.mail.first) - 1
    with office.watch.step("Tiếp nhận các hồ sơ còn lại trong một lần", "văn thư") as step:
        step.outcome = bulk(page, QUEUE + "cho-tiep-nhan", "Tiếp nhận", left)


def _assigned(office: Office) -> None:
    page, reference = office.lead, office.mail.first[0][1]
    with office.watch.step("Bút phê, phân công một hồ sơ", "lãnh đạo Chi cục") as step:
        find(page, reference)
        walk.deed(page, "Phân công thẩm định")
        walk.choose_officer(page, "Chuyên viên DEMO Một")
        page.get_by_label("Bút phê").fill("DEMO: xem kỹ năng lực áp dụng.")
        walk.press(page, "Phân công thẩm định")
        expect(page.get_by_role("main")).to_contain_text("DEMO: xem kỹ năng lực áp dụng.")
        step.outcome = reference
    left = len(office.mail.first) - 1
    with office.watch.step("Phân công các hồ sơ còn lại trong một lần", "lãnh đạo Chi cục") as step:
        where = QUEUE + "cho-phan-cong"
        step.outcome = bulk(page, where, "Phân công", left, "Chuyên viên DEMO Một")


def _supplemented(office: Office) -> None:
    page, chosen = office.officer, office.mail.first[:SUPPLEMENTED]
    with office.watch.step("Yêu cầu bổ sung cùng nội dung", "chuyên viên") as step:
        page.goto(QUEUE + "dang-tham-dinh&chuyen-vien=toi")
        for _unit, reference in chosen:
            page.get_by_label(f"Chọn {reference}").check()
        step.outcome = ticked(page, "Yêu cầu bổ sung", len(chosen), "\n".join(ASKED))
    for unit, reference in chosen:
        with office.watch.step("Trả lời yêu cầu bổ sung", "đơn vị") as step:
            office.place.letter(unit.email, reference)
            own = office.owner(unit.email, width=PHONE)
            own.goto("/ho-so")
            own.get_by_role("link", name=office.mail.content).first.click()
            own.get_by_role("link", name="Bổ sung hồ sơ").click()
            for number, _asked in enumerate(ASKED, start=1):
                own.get_by_role("link", name=f"Ghi câu trả lời mục {number}").click()
                own.get_by_label(re.compile("trả lời", re.I)).fill(f"Đơn vị gửi kèm mục {number}.")
                own.get_by_role("button", name="Lưu câu trả lời").click()
            own.get_by_role("link", name="Tải tệp lên mục 1").click()
            walk.upload(own, office.folder, "file")
            own.get_by_role("button", name="Tải lên").click()
            own.get_by_role("button", name="Nộp bổ sung").click()
            expect(own.get_by_role("main")).to_contain_text("Đang thẩm định")
            step.outcome = reference
    with office.watch.step("Xem điều đã đổi sau bổ sung", "chuyên viên") as step:
        find(page, chosen[0][1])
        main = page.get_by_role("main")
        expect(main).to_contain_text("Thay đổi sau lần bổ sung gần nhất")
        expect(main).to_contain_text("Đơn vị gửi kèm mục 1.")
        step.outcome = main.locator("#thay-doi + p").inner_text()


def _asked(office: Office) -> None:
    page, (unit, reference) = office.officer, office.mail.first[1]
    with office.watch.step("Xin ý kiến hai nơi, lập dự thảo công văn", "chuyên viên") as step:
        for body in ("Sở Nông nghiệp DEMO", "UBND xã DEMO"):
            find(page, reference)
            page.get_by_role("link", name=re.compile("^Xin ý kiến sở khác")).click()
            page.get_by_label("Nơi được xin ý kiến").select_option(label=body)
            page.get_by_label("Những điều xin ý kiến").fill("Đơn vị có được hỗ trợ chưa (DEMO)?")
            page.get_by_role("button", name="Gửi xin ý kiến").click()
            expect(page.get_by_role("status").first).to_be_visible()
            _to(page, body)
            page.get_by_role("button", name="Lập dự thảo công văn").click()
            expect(page.get_by_role("status").first).to_be_visible()
        step.outcome = f"{reference} của {unit.name}"
    with office.watch.step("Ghi công văn trả lời", "chuyên viên") as step:
        find(page, reference)
        page.get_by_role("link", name=re.compile("^Sở Nông nghiệp DEMO")).first.click()
        page.get_by_role("link", name="Ghi ý kiến trả lời").click()
        page.get_by_label("Nội dung trả lời").fill("Chưa được hỗ trợ (DEMO).")
        page.get_by_label("Người ký hoặc người trả lời, chức vụ").fill("Phó Giám đốc DEMO")
        page.get_by_label("Số văn bản trả lời").fill("DEMO-88/SNN")
        page.get_by_label("Ngày văn bản trả lời").fill(today(page))
        walk.upload(page, office.folder, "file")
        page.get_by_role("main").locator("form button[type=submit]").first.click()
        expect(page.get_by_role("main")).to_contain_text("Chưa được hỗ trợ (DEMO).")
        step.outcome = "DEMO-88/SNN"
    with office.watch.step("Trả lời ý kiến bằng đường dẫn trong thư", "UBND xã") as step:
        letter = office.place.letter(f"ubnd-xa@{people.DOMAIN}", reference)
        away = office.watch.person(width=PHONE)
        away.goto(next(each for each in letter.links if "tra-loi-y-kien" in each))
        away.get_by_label("Nội dung trả lời").fill("Cơ sở có hoạt động trên địa bàn (DEMO).")
        away.get_by_label("Người ký hoặc người trả lời, chức vụ").fill("Chủ tịch DEMO")
        away.get_by_role("button", name="Gửi trả lời").click()
        expect(away.get_by_role("heading", level=1)).not_to_have_text("Trả lời ý kiến")
        step.outcome = away.get_by_role("heading", level=1).inner_text()


def _to(page: Page, body: str) -> None:
    """Open what was asked of a body, if the page that follows the asking is not it."""
    if page.get_by_role("button", name="Lập dự thảo công văn").count() == 0:
        page.get_by_role("link", name=re.compile(f"^{body}")).first.click()


def _visited(office: Office) -> None:
    page, (unit, reference) = office.officer, office.mail.first[2]
    with office.watch.step("Lên kế hoạch khảo sát", "chuyên viên") as step:
        find(page, reference)
        page.get_by_role("link", name="Lên kế hoạch khảo sát thực tế").click()
        page.get_by_label("Ngày khảo sát").fill(today(page))
        page.get_by_label("Giờ bắt đầu").fill("08 giờ 30")
        page.get_by_label("Địa điểm").fill("Xưởng DEMO")
        page.get_by_label("Đoàn khảo sát").fill("Chuyên viên DEMO Một, chuyên viên")
        page.get_by_role("button", name="Lên kế hoạch và báo đơn vị").click()
        expect(page.get_by_role("status").first).to_be_visible()
        office.place.letter(unit.email, reference)
        step.outcome = reference
    with office.watch.step("Ghi biên bản khảo sát trên điện thoại", "chuyên viên") as step:
        at = urlsplit(page.url).path
        phone = office.owner(f"chuyenvien@{people.DOMAIN}", width=PHONE)
        phone.goto(at)
        link = phone.get_by_role("link", name=re.compile("^Ngày [0-9/]+$"))
        if link.count():
            link.first.click()
        phone.get_by_role("link", name="Ghi biên bản khảo sát").click()
        phone.get_by_label("Nhà xưởng, địa điểm").fill("Nhà xưởng 300 m² (DEMO).")
        phone.get_by_label("Nhận xét của đoàn").fill("Phù hợp với hồ sơ (DEMO).")
        phone.get_by_label("Đại diện đơn vị cùng làm việc").fill("Người đại diện DEMO, Giám đốc")
        phone.get_by_label("Giờ kết thúc").fill("10 giờ 30")
        phone.get_by_label("Trưởng đoàn").fill("Chuyên viên DEMO Một")
        phone.get_by_label("Người ký cho đơn vị").fill("Người đại diện DEMO")
        phone.get_by_role("button", name="Hoàn thành biên bản").click()
        expect(phone.get_by_role("main")).to_contain_text("Đã lập biên bản")
        step.outcome = reference


def _appraised(office: Office) -> None:
    page, dossiers = office.officer, office.mail.first
    with office.watch.step("Phiếu thẩm định từng hồ sơ, lưu nháp", "chuyên viên") as step:
        for number, (_unit, reference) in enumerate(dossiers):
            find(page, reference)
            walk.deed(page, "Thẩm định và trình")
            for passed in page.get_by_label("Đạt", exact=True).all():
                passed.check()
            for score in page.locator("input[name^=s_]").all():
                score.fill(str(60 + number))
            page.get_by_label("Ý kiến thẩm định").fill("Đủ điều kiện (DEMO).")
            page.get_by_label("Đề xuất phê duyệt hỗ trợ").check()
            page.get_by_role("button", name="Lưu nháp").click()
            expect(page.get_by_role("status").first).to_contain_text("Đã lưu phiếu thẩm định nháp")
        step.outcome = f"{len(dossiers)} phiếu"
    with office.watch.step("Đưa vào xét chọn trong một lần", "chuyên viên") as step:
        where = QUEUE + "dang-tham-dinh&chuyen-vien=toi"
        step.outcome = bulk(page, where, "Đưa vào xét chọn", len(dossiers))


def today(page: Page) -> str:
    """Return today as people here type it."""
    return str(page.evaluate("new Date().toLocaleDateString('en-GB')"))
