"""Setting up on screen, without JavaScript: contents, working days, the province."""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from app.access import Role
from tests import people
from tests.factories import ISO9001, World
from tests.fixtures.visitor import Visitor, forms_on, parse, text_of

Clients = Callable[[], Visitor]
HERE = f"/quan-tri/noi-dung-ho-tro/{ISO9001}"


@pytest.fixture
def admin(world: World, clients: Clients) -> Visitor:
    world.staff(Role.ADMIN, email="quan-tri@so.example.vn")
    visitor = clients()
    people.enter(visitor, "quan-tri@so.example.vn")
    return visitor


def said(response: TestResponse) -> str:
    return text_of(parse(response.get_data(as_text=True)))


def ask(admin: Visitor, **typed: str) -> TestResponse:
    return admin.submit(f"{HERE}/cau-hoi/moi", {"kind": "short_text", **typed})


def publish(admin: Visitor) -> None:
    assert admin.submit(f"{HERE}/cong-bo", {"note": "Công văn số 12"}).status_code == 303


def table(admin: Visitor) -> None:
    """Ask for a table of machines, and for a consultant who was signed."""
    columns = {"column_1": "Tên máy", "column_2": "Năm mua", "cell_2": "number"}
    assert ask(admin, label="Máy móc", kind="table", **columns).status_code == 303
    waits = {"show_when": "da_ky_tu_van:0"}
    assert ask(admin, label="Tên đơn vị tư vấn", **waits).status_code == 303
    publish(admin)


# -- contents


def test_a_question_is_added_compared_previewed_and_published(admin: Visitor) -> None:
    columns = {"column_1": "Tên máy", "column_2": "Năm mua", "cell_2": "number"}
    more = ask(admin, label="Máy móc", kind="table", then="them-cot", **columns)
    assert more.status_code == 200
    assert "Cột 3" in said(more)
    assert "Cột 4" not in said(more)
    assert "Năm mua" in more.get_data(as_text=True)
    assert ask(admin, label="Máy móc", kind="table", **columns).status_code == 303
    assert "Thêm câu hỏi “Máy móc”." in said(admin.get(f"{HERE}/cong-bo"))
    preview = said(admin.get(f"{HERE}/xem-truoc"))
    assert "Năm mua" in preview
    assert "Thêm dòng" in preview
    assert "Máy móc" not in said(admin.get(f"/noi-dung-ho-tro/{ISO9001}"))
    publish(admin)
    assert "Máy móc" in said(admin.get(f"/noi-dung-ho-tro/{ISO9001}"))
    assert "Công văn số 12" in said(admin.get(HERE))


def test_a_choice_without_options_is_told_beside_its_field(admin: Visitor) -> None:
    refused = ask(admin, label="Ngành nghề", kind="choice")
    assert refused.status_code == 422
    assert "chỉ và luôn có ở câu hỏi chọn" in said(refused)
    assert "Ngành nghề" in refused.get_data(as_text=True)


def test_who_edits_what_another_has_just_saved_sees_both(
    admin: Visitor, clients: Clients, world: World
) -> None:
    world.staff(Role.LEAD, email="truong@so.example.vn")
    lead = clients()
    people.enter(lead, "truong@so.example.vn")
    page = f"{HERE}/cau-hoi/hien_trang"
    opened = {"version": "1", "label": "Hiện trạng theo người thứ hai"}
    assert admin.submit(page, {"label": "Hiện trạng theo người thứ nhất"}).status_code == 303
    refused = lead.submit(page, opened)
    assert refused.status_code == 409
    assert "Hiện trạng theo người thứ nhất" in said(refused)
    assert "Hiện trạng theo người thứ hai" in refused.get_data(as_text=True)
    nonsense = lead.submit(page, {"version": "1; DROP", "label": "Hiện trạng"})
    assert nonsense.status_code == 409  # what is no version is not taken for "never mind"


def test_buttons_move_a_question(admin: Visitor) -> None:
    def first_two() -> list[str]:
        page = parse(admin.get(HERE).get_data(as_text=True))
        links = [a for a in page.iter("a") if "/cau-hoi/" in str(a.get("href"))]
        return [text_of(link) for link in links[:2]]

    before = first_two()
    moved = admin.submit(HERE, form="/cau-hoi/hien_trang/xuong")
    assert moved.status_code == 303
    assert first_two() == before[::-1]


# -- what the applicant types


def test_a_table_grows_by_a_button_and_keeps_what_was_typed(
    world: World, admin: Visitor, clients: Clients
) -> None:
    table(admin)
    member = world.organisation()
    visitor = clients()
    people.enter(visitor, member.email)
    begun = visitor.submit(f"/ho-so/moi/DEMO-2026-2/{ISO9001}").location
    typed = {
        "q_hien_trang": "Đang làm thủ công",
        "q_may_moc-0-c_ten_may": "Lò sấy",
        "q_may_moc-1-c_nam_mua": "2.019",
        "then": "them:q_may_moc",
    }
    grown = visitor.submit(f"{begun}/noi-dung", typed)
    assert grown.status_code == 303
    page = visitor.get(grown.location.split("#")[0]).get_data(as_text=True)
    assert "q_may_moc-5-c_ten_may" in page
    for kept in ("Đang làm thủ công", "Lò sấy", "2.019"):
        assert kept in page
    # What cannot be read is shown again as typed, with one more row and the fault beside it.
    wrong = visitor.submit(f"{begun}/noi-dung", typed | {"q_may_moc-0-c_nam_mua": "hai nghìn"})
    assert wrong.status_code == 422
    assert "hai nghìn" in wrong.get_data(as_text=True)
    assert "Vui lòng điền một số nguyên" in said(wrong)
    # A digit that is none to Python's int() is no row of ours.
    shown = forms_on(visitor.get(f"{begun}/noi-dung").get_data(as_text=True))[0].values
    hostile = visitor.post(f"{begun}/noi-dung", data={**shown, "q_may_moc-²-c_ten_may": "x"})
    assert hostile.status_code == 303


def test_a_waiting_question_says_when_and_its_answer_is_kept_only_then(
    world: World, admin: Visitor, clients: Clients
) -> None:
    table(admin)
    member = world.organisation()
    visitor = clients()
    people.enter(visitor, member.email)
    begun = visitor.submit(f"/ho-so/moi/DEMO-2026-2/{ISO9001}").location
    form = f"{begun}/noi-dung"
    assert "Chỉ trả lời khi mục “Đơn vị đã ký" in said(visitor.get(form))
    typed = {"q_ten_don_vi_tu_van": "Công ty Tư vấn", "then": "later"}
    visitor.submit(form, typed | {"q_da_ky_tu_van": "khong"})
    assert "Công ty Tư vấn" not in visitor.get(form).get_data(as_text=True)
    visitor.submit(form, typed | {"q_da_ky_tu_van": "co"})
    assert "Công ty Tư vấn" in said(visitor.get(f"{begun}/kiem-tra"))
    assert "Công ty Tư vấn" in said(visitor.get(f"{begun}/phieu"))


# -- working days and the province


def test_a_make_up_day_is_added_once_changed_and_taken_away(admin: Visitor) -> None:
    page = "/quan-tri/ngay-lam-viec"
    day = {"day": "10/01/2026", "is_working": "lam", "note": "Làm bù theo thông báo số 9"}
    assert admin.submit(page, day).status_code == 303
    again = admin.submit(page, day)
    assert again.status_code == 409
    assert "đã có trong lịch" in said(again)
    assert "Làm bù theo thông báo số 9" in said(admin.get(f"{page}?nam=2026"))
    usual = admin.submit(page, day | {"day": "12/01/2026"})
    assert usual.status_code == 422
    assert "vốn là ngày làm việc" in said(usual)
    early = admin.submit(page, day | {"day": "08/01/2011"})
    assert "Năm từ 2012 đến 2100" in said(early)


def test_the_profile_changes_every_page_at_once_and_references_too(
    world: World, admin: Visitor, client: Visitor
) -> None:
    told = {"department": "Sở Khoa học và Công nghệ mẫu", "phone": "0205 3 800 000"}
    changed = admin.submit("/quan-tri/tinh", told | {"prefix": "HTNS"})
    assert changed.status_code == 303
    assert "Sở Khoa học và Công nghệ mẫu" in said(client.get("/"))
    dossier = world.submitted(world.organisation())
    assert str(world.fact(dossier, "reference")).startswith("HTNS-26-")
    assert admin.submit("/quan-tri/tinh", {"prefix": "a1"}).status_code == 422


def test_the_symbol_is_a_png_or_jpeg_and_never_an_svg(admin: Visitor, client: Visitor) -> None:
    page = "/quan-tri/tinh/bieu-trung"
    svg = io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    assert admin.submit(page, {"file": (svg, "dau.svg")}).status_code == 422
    drawn = io.BytesIO()
    Image.new("RGB", (64, 64), "white").save(drawn, "PNG")
    drawn.seek(0)
    assert admin.submit(page, {"file": (drawn, "dau.png")}).status_code == 303
    assert "/bieu-trung?v=" in client.get("/").get_data(as_text=True)
    assert client.get("/bieu-trung").mimetype == "image/png"


def test_a_retired_commune_is_no_longer_offered(admin: Visitor, client: Visitor) -> None:
    added = admin.submit("/quan-tri/xa-phuong", {"code": "99999", "name": "Xã Mới"})
    assert added.status_code == 303
    assert "Xã Mới" in client.get("/dang-ky").get_data(as_text=True)
    admin.submit("/quan-tri/xa-phuong/99999", {"name": "Xã Rất Mới"}, form=0)
    assert "Xã Rất Mới" in client.get("/dang-ky").get_data(as_text=True)
    admin.submit("/quan-tri/xa-phuong/99999", form="/ngung")
    assert "Xã Rất Mới" not in client.get("/dang-ky").get_data(as_text=True)
