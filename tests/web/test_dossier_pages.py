"""The pages of a draft: filled in, refused beside the field, printed, left open."""

import io

import pytest

from app.applications.services import queries, tasks
from tests import people
from tests.factories import FIVE_S, GAP, ISO9001, Member, World, pdf
from tests.fixtures.visitor import Visitor, forms_on
from tests.shared.drafting import Clients, html


def begun(visitor: Visitor, content: str = ISO9001) -> str:
    """Begin a dossier on its page; return its address."""
    answer = visitor.submit(f"/ho-so/moi/DEMO-2026-2/{content}")
    assert answer.status_code == 303
    return str(answer.location)


def test_before_any_typing_the_page_says_what_is_given_and_that_nothing_is_paid(
    visitor: Visitor,
) -> None:
    page = html(visitor.get(f"/ho-so/moi/DEMO-2026-2/{ISO9001}"))
    for said in ("Đơn vị được hỗ trợ gì", "Phần đơn vị đóng góp", "Chưa quy định", "Không thu phí"):
        assert said in page


def test_beginning_twice_leads_to_the_one_draft(visitor: Visitor) -> None:
    assert begun(visitor) == begun(visitor)


def test_half_filled_answers_are_kept_for_later(visitor: Visitor) -> None:
    address = begun(visitor)
    saved = visitor.submit(
        f"{address}/noi-dung", {"q_hien_trang": "Mới có một nửa", "then": "later"}
    )
    assert saved.status_code == 303
    assert "Mới có một nửa" in html(visitor.get(f"{address}/noi-dung"))


def test_a_missing_answer_is_told_beside_its_question_and_nothing_typed_is_lost(
    visitor: Visitor,
) -> None:
    address = begun(visitor)
    answer = visitor.submit(
        f"{address}/noi-dung", {"q_hien_trang": "Đã điền", "then": "next"}, follow=True
    )
    page = html(answer)
    assert "Vui lòng trả lời mục này." in page
    assert "Đã điền" in page
    assert "<title>Lỗi:" in page
    assert "Đã điền" in html(visitor.get(f"{address}/noi-dung"))  # and kept already


def test_a_number_in_words_is_refused_beside_its_field(visitor: Visitor) -> None:
    address = begun(visitor)
    page = html(visitor.get(f"{address}/noi-dung"))
    number = next(name for name in forms_on(page)[-1].names if name == "q_so_nguoi")
    answer = visitor.submit(f"{address}/noi-dung", {number: "mười hai", "then": "later"})
    assert answer.status_code == 422
    assert "Vui lòng điền một số nguyên" in html(answer)
    assert "mười hai" in html(answer)


def test_what_a_colleague_saved_meanwhile_is_shown_before_it_is_gone_over(
    visitor: Visitor, clients: Clients, member: Member
) -> None:
    address = f"{begun(visitor)}/noi-dung"
    old = forms_on(html(visitor.get(address)))[-1].values
    colleague = clients()
    people.enter(colleague, member.email)
    colleague.submit(address, {"q_muc_tieu": "Của đồng nghiệp", "then": "later"})

    typed = old.copy()
    typed.setlist("q_muc_tieu", ["Của tôi"])
    typed.setlist("then", ["later"])
    answer = visitor.post(address, data=typed)
    assert answer.status_code == 409
    assert "Của đồng nghiệp" in html(answer)
    assert "Của tôi" in html(answer)

    again = forms_on(html(answer))[-1].values.copy()
    again.setlist("then", ["later"])
    assert visitor.post(address, data=again).status_code == 303
    assert "Của tôi" in html(visitor.get(address))


def test_an_answer_to_an_item_does_not_go_over_a_colleagues_unseen(
    visitor: Visitor, world: World, member: Member
) -> None:
    dossier = world.supplement_requested(member)
    with world.reading():
        asked = queries.open_supplement(queries.get(dossier))
        assert asked is not None
        address = f"/ho-so/{dossier}/bo-sung/{asked.items[0].id}"
    old = forms_on(html(visitor.get(address)))[-1].values.copy()
    visitor.submit(address, {"text": "Của đồng nghiệp\nhai dòng"})
    old.setlist("text", ["Của tôi"])
    refused = visitor.post(address, data=old)
    assert refused.status_code == 409
    assert html(refused).count("Của đồng nghiệp") == html(refused).count("Của tôi") == 1
    again = forms_on(html(refused))[-1].values
    assert visitor.post(address, data=again).status_code == 303
    assert "Của tôi" in html(visitor.get(address))


def test_the_signed_form_is_asked_for_again_after_an_edit(
    visitor: Visitor, world: World, member: Member
) -> None:
    dossier = world.draft(member)
    with world.reading():
        assert tasks.missing(queries.get(dossier)) == []
    visitor.submit(f"/ho-so/{dossier}/noi-dung", {"q_muc_tieu": "Sửa sau khi ký", "then": "later"})
    page = html(visitor.get(f"/ho-so/{dossier}/kiem-tra"))
    assert "nội dung đã sửa sau khi ký, cần ký lại" in page
    assert "Nộp hồ sơ</button>" not in page


def test_the_form_cannot_be_given_before_it_was_made_from_the_answers_of_now(
    visitor: Visitor, world: World, member: Member
) -> None:
    dossier = world.draft(member, signed=False)
    address = f"/ho-so/{dossier}/tep/don"
    kept = forms_on(html(visitor.get(address)))[-1].values.to_dict()
    answer = visitor.post(address, data={**kept, "file": (io.BytesIO(pdf()), "phieu.pdf")})
    assert answer.status_code == 422
    assert "Vui lòng in lại phiếu đăng ký" in html(answer)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html><script>alert(1)</script></html>", "Chỉ nhận tệp PDF, ảnh JPEG, PNG, HEIC"),
        (b"", "Tệp rỗng"),
        (b"%PDF-1.7 broken", "Tệp bị hỏng"),
        (b"%PDF-" + b"0" * (10 * 1024 * 1024 + 1), "Tệp vượt quá 10 MB"),
    ],
    ids=["html named pdf", "empty", "broken", "too large"],
)
def test_a_refused_file_says_why_beside_the_field(
    visitor: Visitor, world: World, member: Member, content: bytes, words: str
) -> None:
    dossier = world.draft(member, signed=False)
    address = f"/ho-so/{dossier}/tep/gcn_dk"
    kept = forms_on(html(visitor.get(address)))[-1].values.to_dict()
    answer = visitor.post(address, data={**kept, "file": (io.BytesIO(content), "phieu.pdf")})
    assert answer.status_code in {413, 422}
    assert words in html(answer)
    with world.reading():
        assert queries.files(queries.get(dossier)) == []


def test_contents_counted_by_product_ask_for_products(visitor: Visitor) -> None:
    address = begun(visitor, GAP)
    assert "Sản phẩm đề nghị hỗ trợ" in html(visitor.get(address))
    visitor.submit(f"{address}/san-pham", {"name": "Na dai", "output": "5 tấn"})
    page = html(visitor.get(f"{address}/san-pham"))
    assert "Na dai" in page
    visitor.submit(f"{address}/san-pham", form="/xoa")
    assert "Na dai" not in html(visitor.get(f"{address}/san-pham"))


def test_a_named_standard_is_chosen_from_the_list_only(visitor: Visitor) -> None:
    address = f"{begun(visitor, GAP)}/noi-dung"
    kept = forms_on(html(visitor.get(address)))[-1].values.copy()
    kept.setlist("standard", ["Viet  GAP của riêng tôi"])
    kept.setlist("then", ["later"])
    answer = visitor.post(address, data=kept)
    assert answer.status_code == 422


def test_a_draft_says_when_somebody_else_took_the_content(
    visitor: Visitor, world: World, member: Member
) -> None:
    address = begun(visitor, FIVE_S)
    relative = world.relatives(member, 1)
    branch = next(key for key in relative.actor.organisation_ids if key != member.organisation_id)
    world.submitted(relative, FIVE_S, organisation_id=branch)
    page = html(visitor.get(address))
    assert "đang đăng ký nội dung này" in page


def test_submitting_by_address_what_lacks_something_is_refused_in_words(
    visitor: Visitor, world: World, member: Member
) -> None:
    dossier = world.draft(member, signed=False)
    token = forms_on(html(visitor.get("/tai-khoan/mat-khau")))[-1].values["csrf_token"]
    answer = visitor.post(
        f"/ho-so/{dossier}/kiem-tra", data={"csrf_token": token, "commitment": "y"}
    )
    assert answer.status_code == 422
    assert "Hồ sơ còn thiếu" in html(answer)
    assert world.status(dossier) == "draft"


def test_two_buttons_of_one_page_are_two_deeds(visitor: Visitor) -> None:
    address = begun(visitor, GAP)
    for name in ("Na dai", "Bưởi"):
        visitor.submit(f"{address}/san-pham", {"name": name})
    page = html(visitor.get(f"{address}/san-pham"))
    for remove in [form for form in forms_on(page) if form.action.endswith("/xoa")]:
        visitor.post(remove.action, data=remove.values)
    left = html(visitor.get(f"{address}/san-pham"))
    assert "Na dai" not in left
    assert "Bưởi" not in left


def test_a_product_removed_on_another_device_is_gone_and_no_error(
    visitor: Visitor, world: World, member: Member
) -> None:
    address = begun(visitor, GAP)
    visitor.submit(f"{address}/san-pham", {"name": "Na dai"})
    page = forms_on(html(visitor.get(f"{address}/san-pham")))
    remove = next(form for form in page if form.action.endswith("/xoa"))
    edit = remove.action.removesuffix("/xoa")
    open_elsewhere = forms_on(html(visitor.get(edit)))[-1]
    visitor.post(remove.action, data=remove.values)
    assert visitor.post(edit, data=open_elsewhere.values).status_code == 404


def test_the_form_is_not_printed_before_everything_is_said(
    visitor: Visitor, world: World, member: Member
) -> None:
    address = begun(visitor)
    token = forms_on(html(visitor.get("/tai-khoan/mat-khau")))[-1].values["csrf_token"]
    answer = visitor.post(f"{address}/phieu", data={"csrf_token": token})
    assert answer.status_code == 422
    assert "Cần khai xong trước khi in" in html(answer)


@pytest.mark.parametrize("signed_in", [True, False], ids=["in again", "out"])
def test_a_form_left_open_while_the_session_changed_elsewhere_is_kept(
    visitor: Visitor, member: Member, signed_in: bool
) -> None:
    address = f"{begun(visitor)}/noi-dung"
    typed = forms_on(html(visitor.get(address)))[-1].values.copy()
    typed.setlist("q_muc_tieu", ["Đã gõ rất lâu"])
    typed.setlist("then", ["later"])
    visitor.post("/dang-xuat", data={"csrf_token": typed["csrf_token"]})
    if signed_in:
        people.enter(visitor, member.email)
    answer = visitor.post(address, data=typed, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == (400 if signed_in else 401)
    if not signed_in:
        kept = forms_on(html(answer))[-1].values
        kept.setlist("email", [member.email])
        kept.setlist("password", [people.PASSWORD])
        answer = visitor.post("/dang-nhap", data=kept)
    again = forms_on(html(answer))[-1]
    assert again.values["q_muc_tieu"] == "Đã gõ rất lâu"
    assert visitor.post(again.action, data=again.values).status_code == 303
    assert "Đã gõ rất lâu" in html(visitor.get(address))


def test_a_form_from_elsewhere_is_refused_and_nothing_of_it_is_shown(visitor: Visitor) -> None:
    address = f"{begun(visitor)}/noi-dung"
    for site in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}):
        answer = visitor.post(address, data={"q_muc_tieu": "Của kẻ lạ"}, headers=site)
        assert answer.status_code == 400
        assert "Của kẻ lạ" not in html(answer)
