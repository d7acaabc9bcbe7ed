"""What people do on the pages, step by step, as a browser test reads it."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from app.demo import dossiers, people
from tests.fixtures.serving import Server

PASSWORD = "mot-cum-tu-kho-doan"


def sign_in(page: Page, email: str, password: str = people.PASSWORD) -> None:
    """Sign in, as somebody else if need be."""
    page.context.clear_cookies()
    page.goto("/dang-nhap")
    page.get_by_label("Địa chỉ thư điện tử").fill(email)
    page.get_by_label("Mật khẩu", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()


def register(page: Page, server: Server, *, code: str, name: str, email: str) -> None:
    """Register an organisation and answer the letter."""
    page.goto("/dang-ky")
    page.get_by_label("Doanh nghiệp", exact=True).check()
    page.get_by_label("Mã số thuế").first.fill(code)
    page.locator("[name=name]").fill(name)
    page.locator("[name=commune_code]").select_option(label="Xã Bắc Sơn")
    page.locator("[name=representative]").fill("Người đại diện DEMO")
    page.locator("[name=contact_name]").fill("Người liên hệ DEMO")
    page.locator("[name=contact_phone]").fill("0205 381 2345")
    page.locator("[name=contact_email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=consent]").check()
    page.get_by_role("button", name="Đăng ký tài khoản", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("thư")
    page.goto(server.letters(email)[-1].links[0])
    page.get_by_label("Mật khẩu đã chọn khi đăng ký").fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận đăng ký tài khoản").click()


def fill_profile(page: Page) -> None:
    """Fill in what the profile still lacks."""
    page.goto("/to-chuc/ho-so")
    page.locator("[name=address]").fill("Số 2, đường DEMO")
    page.locator("[name=representative_title]").fill("Giám đốc")
    page.locator("[name=field_of_business]").fill("Sản xuất DEMO")
    page.locator("[name=earlier_support]").fill("Chưa được hỗ trợ")
    page.get_by_role("button", name="Lưu thông tin đơn vị").click()


def begin(page: Page, content: str) -> None:
    """Begin a dossier for a content from "Nội dung còn có thể đăng ký"."""
    page.goto("/to-chuc/con-co-the-dang-ky")
    page.get_by_role("link", name=f"Đăng ký {content}", exact=True).click()
    expect(page.get_by_text("Không thu phí").first).to_be_visible()
    page.get_by_role("button", name="Bắt đầu làm hồ sơ").click()


def begin_several(page: Page, *contents: str) -> None:
    """Begin one phiếu for several contents from "Nội dung còn có thể đăng ký"."""
    page.goto("/to-chuc/con-co-the-dang-ky")
    for content in contents:
        said = re.compile(rf"^Chọn vào phiếu chung( của DEMO.*)?: {re.escape(content)}$")
        page.get_by_label(said).check()
    phieu = page.locator(f"#phieu-{dossiers.CALL}")  # each call has its own phiếu
    phieu.get_by_role("button", name="Lập một phiếu cho các nội dung đã chọn").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        f"Một phiếu cho {len(contents)} nội dung"
    )


def answer_questions(page: Page) -> int:
    """Answer every question of the content; return how many fields that took."""
    page.get_by_role("link", name="Nội dung đăng ký", exact=True).click()
    expect(page.get_by_role("button", name="Lưu và tiếp tục").last).to_be_visible()  # it is there
    boxes = page.locator("main form textarea, main form input[type=text]").all()
    for box in boxes:
        number = box.get_attribute("inputmode") in {"numeric", "decimal"}
        box.fill("10" if number else "Nội dung DEMO")
    groups = page.locator("main form fieldset").all()
    for group in groups:
        group.locator("input").first.check()
    page.get_by_role("button", name="Lưu và tiếp tục").last.click()
    return len(boxes) + len(groups)


def sign_form(page: Page, folder: Path) -> None:
    """Take the form to print, then give the signed form and the registration certificate."""
    page.get_by_role("link", name="In phiếu đăng ký để ký").click()
    page.get_by_role("button", name="Nội dung đã đúng, lấy phiếu để in").click()
    page.get_by_role("link", name="Tiếp tục: tải phiếu đã ký").click()
    for label in ("Phiếu đăng ký đã ký", "Giấy chứng nhận đăng ký"):
        path = folder / "file.pdf"
        path.write_bytes(dossiers.sheet("thử").getvalue())
        page.get_by_label(f"Tệp cho “{label}").set_input_files(path)
        page.get_by_role("button", name=f"Tải lên {label}").click()
        expect(page.get_by_role("status").first).to_contain_text("Đã nhận tệp")
    page.get_by_role("link", name="Xong, về các mục của hồ sơ").click()


def upload(page: Page, folder: Path, name: str) -> None:
    """Choose a one-page PDF for a file field."""
    path = folder / f"{name}.pdf"
    path.write_bytes(dossiers.sheet("thử").getvalue())
    page.locator(f"input[name={name}]").set_input_files(path)


def submit(page: Page) -> str:
    """Check the answers and submit; return the reference."""
    page.get_by_role("link", name="Kiểm tra và nộp hồ sơ").click()
    page.get_by_label("Đơn vị cam kết").check()
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nộp hồ sơ")
    return page.locator("main .ref").first.inner_text()


def open_dossier(page: Page, reference: str) -> None:
    """Find a dossier in the queue and open it."""
    page.goto("/xet-duyet")
    page.get_by_label("Tìm").fill(reference.lower())
    page.get_by_role("button", name="Lọc").click()
    page.get_by_role("link", name=reference).click()


def choose_officer(page: Page, name: str) -> None:
    """Choose to whom a dossier goes; the choices also say what each has in hand."""
    officers = page.get_by_label("Chuyên viên thụ lý")
    found = officers.locator("option", has_text=name).first
    officers.select_option(found.get_attribute("value"))


def deed(page: Page, name: str) -> None:
    """Open a deed's page from the dossier."""
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("main").get_by_role("button", name=name, exact=True)).to_be_visible()


def press(page: Page, name: str) -> None:
    """Press the deed's button and see the dossier say that it is done."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("status").first).to_be_visible()
