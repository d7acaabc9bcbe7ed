"""Setting up on screen, without a programmer: from a programme to a published call, by a lead."""

import io
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import transactions
from app.access import SYSTEM, Role
from app.extensions import db
from app.outbox.models import Letter
from app.programmes.models import Call, CallContent, Programme, SupportContent
from app.programmes.services import catalogue, plans
from tests.factories import pdf
from tests.fixtures.application import Clients
from tests.fixtures.visitor import Visitor, forms_on, parse, text_of
from tests.people import enter, made, person, register

LEAD, READER = "chi-cuc@langson.test", "don-vi@langson.test"
PROGRAMMES, CALLS = "/quan-tri/chuong-trinh", "/quan-tri/dot-dang-ky"
PLAN = {
    "code": "KH-2026-2030",
    "name": "Kế hoạch giai đoạn 2026–2030",
    "scope": "2026-2030",
    "year_from": "2026",
    "year_to": "2030",
}
STEPS = {"reception_days": "3", "appraisal_days": "15", "decision_days": "10"}


@pytest.fixture
def lead(app: Flask, client: Visitor) -> Visitor:
    """Return a lead of the Chi cục, signed in."""
    made(app, lambda: person(LEAD, Role.LEAD, name="Vi Thị Lãnh"))
    enter(client, LEAD)
    return client


@pytest.fixture
def demo(app: Flask) -> None:
    """Load the demonstration calls."""
    with app.app_context(), transactions.writing():
        plans.load(catalogue.SHIPPED.with_name("demo.yaml"), SYSTEM)


def main(client: Visitor, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200, page.status_code
    found = parse(page.text).find(".//main")
    assert found is not None
    return text_of(found)


def one(app: Flask, query: Any) -> Any:
    with app.app_context(), transactions.reading():
        return db.session.scalars(query).one()


def content_ids(app: Flask, *codes: str) -> list[int]:
    with app.app_context(), transactions.reading():
        rows = db.session.scalars(select(SupportContent).where(SupportContent.code.in_(codes)))
        return [row.id for row in rows]


def set_up_plan(lead: Visitor) -> str:
    """Make the plan and one project; return the plan's page."""
    page = lead.submit(f"{PROGRAMMES}/moi", PLAN).location
    project = {
        "code": "DA-2027-1", "name": "Áp dụng công cụ cải tiến", "year": "2027",
        "budget": "9.230.000.000",
    }  # fmt: skip
    assert lead.submit(f"{page}/du-an/moi", project).status_code == 303
    return str(page)


def begin_call(lead: Visitor, **changes: str) -> str:
    """Begin a call on screen; return the address of its contents' page."""
    said = {
        "name": "Đợt 1 năm 2027", "opens_at": "01/03/2027 08:00", "closes_at": "31/03/2027 17h",
        "supplement_days": "10", **STEPS, **changes,
    }  # fmt: skip
    answer = lead.submit(f"{CALLS}/moi", said)
    assert answer.status_code == 303, parse(answer.text) and text_of(parse(answer.text))
    return str(answer.location)


def test_the_home_page_leads_who_is_signed_in_to_their_work_not_to_registering(
    lead: Visitor,
) -> None:
    page = lead.get("/").text
    assert "Vào mục Việc của tôi" in page
    assert "/dang-ky" not in re.findall(r'class="button" href="([^"]+)"', page)
    assert "Tra cứu hồ sơ" not in page


def test_from_nothing_to_a_published_call_of_three_contents(app: Flask, lead: Visitor) -> None:
    plan = set_up_plan(lead)
    shown = main(lead, plan)
    assert "9.230.000.000 ₫ Bằng chữ: Chín tỷ hai trăm ba mươi triệu đồng" in shown
    contents = begin_call(lead)
    picked = content_ids(app, "CC-5S", "HTQL-9001", "TXNG-AD")
    fields = {f"pick_{key}": "y" for key in picked} | {"project_all": "1"}
    call = lead.submit(contents, fields | {f"quota_{picked[0]}": "5"}).location
    shown = main(lead, call)
    assert "Áp dụng công cụ 5S" in shown
    assert "DA-2027-1" in shown
    assert "Nội dung CC-5S: (trống) → DA-2027-1; 5 lượt" in shown
    preview = main(lead, f"{call}/xem-truoc")
    assert "bản xem trước" in preview
    assert "Chỉ tiêu 5 lượt." in preview
    assert lead.get("/dot-dang-ky/DOT-2026-1").status_code == 404
    assert lead.submit(f"{call}/cong-bo").status_code == 303
    public = main(lead, "/dot-dang-ky/DOT-2026-1")
    assert "01/03/2027 08:00" in public
    assert "31/03/2027 17:00" in public
    assert "Trạng thái: Đã công bố" in main(lead, call)


@pytest.mark.usefixtures("demo")
def test_the_second_call_takes_three_screens_and_few_fields(app: Flask, lead: Visitor) -> None:
    """The page proposes what the last call said: durations, contact, programme, kinds."""
    typed = {"name": "DEMO – Đợt 2"}
    contents = lead.submit(f"{CALLS}/moi", typed).location
    picked = content_ids(app, "CC-5S", "HTQL-9001", "TXNG-AD")
    call = lead.submit(contents, {f"pick_{key}": "y" for key in picked}).location
    assert lead.submit(f"{call}/cong-bo").status_code == 303
    with app.app_context(), transactions.reading():
        begun = db.session.scalars(select(Call).where(Call.name == "DEMO – Đợt 2")).one()
        assert (begun.reception_days, begun.appraisal_days) == (3, 15)
        assert (begun.kinds, begun.communes, begun.state) == ([], [], "published")


def test_who_types_wrong_loses_nothing_and_is_told_where(lead: Visitor) -> None:
    set_up_plan(lead)
    wrong = {
        "name": "Đợt 1", "opens_at": "01/03/2027 08:00", "closes_at": "31/02/2027 17:00",
        "supplement_days": "10", **STEPS,
    }  # fmt: skip
    answer = lead.submit(f"{CALLS}/moi", wrong)
    assert answer.status_code == 422
    assert "31/02/2027 17:00" in answer.text
    assert "Hết hạn nhận hồ sơ: Vui lòng ghi ngày và giờ" in answer.text
    answer = lead.submit(f"{CALLS}/moi", wrong | {"closes_at": "01/03/2027 08:00"})
    assert answer.status_code == 422
    assert "Lúc hết hạn phải sau lúc bắt đầu" in answer.text


def test_a_council_wants_criteria_and_says_so_where_they_are_missing(
    app: Flask, lead: Visitor
) -> None:
    set_up_plan(lead)
    contents = begin_call(lead, council="y", council_word="to")
    (key,) = content_ids(app, "CC-5S")
    call = lead.submit(contents, {f"pick_{key}": "y"}).location
    shown = main(lead, call)
    assert "phải có tiêu chí chấm điểm" in shown
    assert "Tổ xét chọn" in shown
    assert "ội đồng" not in shown  # the office calls it otherwise, on every page of the call
    assert f"{call}/cong-bo" not in lead.get(call).text  # no dead button
    page = lead.get(f"{call}/cong-bo")
    assert not [form for form in forms_on(page.text) if form.method == "post"]


def test_a_published_call_is_extended_amended_resized_and_closed_with_reasons(
    app: Flask, lead: Visitor
) -> None:
    set_up_plan(lead)
    contents = begin_call(lead)
    (key,) = content_ids(app, "CC-5S")
    call = lead.submit(contents, {f"pick_{key}": "y"}).location
    lead.submit(f"{call}/cong-bo")
    line = one(app, select(CallContent.id))
    for path, fields in (
        ("gia-han", {"closes_at": "30/04/2027 17:00"}),
        ("thong-bao", {"contact_name": "Bà Hoàng Thị Mai"}),
        (f"chi-tieu/{line}", {"quota": "7"}),
        ("dong", {}),
    ):
        answer = lead.submit(f"{call}/{path}", fields)
        assert answer.status_code == 422, path
        assert "lý do" in answer.text
        answer = lead.submit(f"{call}/{path}", fields | {"reason": "Theo đề nghị của các xã."})
        assert answer.status_code == 303, path
    shown = main(lead, call)
    assert "31/03/2027 17:00 → 30/04/2027 17:00" in shown
    assert "Chỉ tiêu của CC-5S: (trống) → 7" in shown
    assert "Lý do: Theo đề nghị của các xã." in shown
    assert "Trạng thái: Đã đóng" in shown
    assert lead.get(f"{call}/gia-han").status_code == 302
    assert lead.submit(f"{call}/luu-tru").status_code == 303
    assert "Đợt 1 năm 2027" not in main(lead, "/dot-dang-ky")
    assert "Đợt 1 năm 2027" in main(lead, "/dot-dang-ky/DOT-2026-1")


def test_two_who_edit_at_once_are_told_and_nothing_is_lost(app: Flask, lead: Visitor) -> None:
    set_up_plan(lead)
    call = begin_call(lead).removesuffix("/noi-dung")
    (form,) = [form for form in forms_on(lead.get(f"{call}/sua").text) if form.method == "post"]
    assert lead.submit(f"{call}/sua", {"name": "Đợt của người khác"}).status_code == 303
    late = form.values.copy()
    late.setlist("name", ["Đợt của tôi"])
    answer = lead.post(f"{call}/sua", data=late)
    assert answer.status_code == 409
    assert "vừa được người khác sửa" in answer.text
    assert "Đợt của tôi" in answer.text


def test_documents_of_plan_and_call_are_read_by_everyone_once_public(
    app: Flask, lead: Visitor, clients: Clients
) -> None:
    plan = set_up_plan(lead)
    file = (io.BytesIO(pdf()), "ke-hoach.pdf")
    assert (
        lead.submit(f"{plan}/them-van-ban", {"label": "Kế hoạch số 12", "file": file}).status_code
        == 303
    )
    contents = begin_call(lead)
    call = contents.removesuffix("/noi-dung")
    file = (io.BytesIO(pdf()), "thong-bao.pdf")
    assert (
        lead.submit(f"{call}/them-van-ban", {"label": "Thông báo", "file": file}).status_code == 303
    )
    (key,) = content_ids(app, "CC-5S")
    lead.submit(contents, {f"pick_{key}": "y"})
    anyone = clients()
    assert anyone.get("/dot-dang-ky/DOT-2026-1/van-ban/2").status_code == 404
    lead.submit(f"{call}/cong-bo")
    for number, label in ((1, "Kế hoạch số 12"), (2, "Thông báo")):
        assert label in main(anyone, "/dot-dang-ky/DOT-2026-1")
        answer = anyone.get(f"/dot-dang-ky/DOT-2026-1/van-ban/{number}")
        assert answer.mimetype == "application/pdf"
        assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.usefixtures("demo")
def test_a_call_and_a_plan_are_cloned_a_year_later(app: Flask, lead: Visitor) -> None:
    last = one(app, select(Call.id).where(Call.code == "DEMO-2026-1"))
    clone = lead.submit(f"{CALLS}/{last}/sao-chep").location
    shown = main(lead, clone)
    assert "DEMO-2027-1" in shown
    assert "DEMO – Đợt đăng ký thử nghiệm đầu năm 2027" in shown
    assert "02/03/2027 00:00" in shown
    assert "30/06/2027 17:00" in shown
    assert "Áp dụng công cụ 5S" in shown
    assert "Sao chép từ DEMO-2026-1" in shown
    plan = one(app, select(Programme.id).where(Programme.code == "KH79"))
    made_plan = lead.submit(
        f"{PROGRAMMES}/{plan}/sao-chep", {"code": "KH80", "scope": "2026-2030"}
    ).location
    assert "2026–2030" in main(lead, made_plan)


def test_news_is_asked_for_told_once_and_ended_from_the_letter(
    app: Flask, lead: Visitor, clients: Clients
) -> None:
    made(app, lambda: register(contact_email=READER))
    reader = clients()
    enter(reader, READER)
    page = reader.get("/tai-khoan/nhan-tin")
    (form,) = [form for form in forms_on(page.text) if "contents" in form.names]
    assert "contents" not in form.values  # nothing is ticked beforehand
    reader.submit("/noi-dung-ho-tro/CC-5S", form="/nhan-tin")
    set_up_plan(lead)
    contents = begin_call(lead)
    picked = content_ids(app, "CC-5S", "TXNG-AD")
    call = lead.submit(contents, {f"pick_{key}": "y" for key in picked}).location
    lead.submit(f"{call}/cong-bo")
    assert one(app, select(Letter.to).where(Letter.name == "call_published")) == READER
    letter = one(app, select(Letter.text).where(Letter.name == "call_published"))
    assert "Áp dụng công cụ 5S" in letter
    assert "truy xuất" not in letter
    way_out = letter.split("/ngung-nhan-tin/")[1].split()[0]
    stranger = clients()
    assert "Ngừng nhận tin" in main(stranger, f"/ngung-nhan-tin/{way_out}")  # nothing is done yet
    assert stranger.submit(f"/ngung-nhan-tin/{way_out}").status_code == 303
    assert "không đăng ký nhận tin" in main(stranger, f"/ngung-nhan-tin/{way_out}")
    assert stranger.get("/ngung-nhan-tin/1.aaaa").status_code == 404
