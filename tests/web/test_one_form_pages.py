"""One phiếu on the pages: chosen together, refused whole, gone on with; photos sent together."""

import io
from urllib.parse import urlsplit

import pytest
from PIL import Image

from tests import people
from tests.factories import FIVE_S, GAP, ISO9001, Member, World
from tests.fixtures.visitor import Visitor, forms_on

MIB = 1024 * 1024


@pytest.fixture
def member(world: World) -> Member:
    return world.organisation()


@pytest.fixture
def visitor(client: Visitor, member: Member) -> Visitor:
    people.enter(client, member.email)
    return client


def test_contents_chosen_together_are_begun_on_one_phieu(visitor: Visitor, world: World) -> None:
    page = visitor.get("/to-chuc/con-co-the-dang-ky").text
    assert 'form="phieu-DEMO-2026-2"' in page
    form = next(form for form in forms_on(page) if form.action.endswith("/DEMO-2026-2"))
    values = form.values.copy()
    for code in (ISO9001, GAP):
        values.add("contents", code)
    answer = visitor.post(form.action, data=values)
    assert answer.status_code == 303
    page = visitor.get(answer.location).text
    assert "Một phiếu cho 2 nội dung" in page
    # The address of either draft is the same phiếu.
    ids = world.dossiers(int(answer.location.rsplit("/", 1)[1]))
    assert all("Một phiếu cho 2 nội dung" in visitor.get(f"/ho-so/{each}").text for each in ids)
    questions = visitor.get(f"/ho-so/{ids[1]}/noi-dung").text
    assert questions.count("Hiện trạng và khó khăn") == 1
    assert "Trả lời chung cho các nội dung" in questions


def test_nothing_chosen_is_asked_for_on_the_page(visitor: Visitor) -> None:
    answer = visitor.submit("/ho-so/moi/DEMO-2026-2")
    assert answer.status_code == 422
    assert "Vui lòng chọn ít nhất một nội dung." in answer.text


def test_a_content_taken_meanwhile_is_named_taken_out_and_the_rest_submitted(
    visitor: Visitor, world: World, member: Member
) -> None:
    dossier = world.phieu(member, (ISO9001, FIVE_S))
    check = f"/ho-so/{dossier}/kiem-tra"
    ready = next(f for f in forms_on(visitor.get(check).text) if "commitment" in f.names)
    branch = world.relatives(member, 1)
    world.submitted(branch, FIVE_S, organisation_id=max(branch.actor.organisation_ids))

    refused = visitor.post(check, data=ready.values.to_dict() | {"commitment": "y"})
    assert refused.status_code == 409
    assert "Chưa nộp hồ sơ nào. Nội dung “Áp dụng công cụ 5S”" in refused.text
    out = next(f for f in forms_on(refused.text) if f.action.endswith("/bo-khoi-phieu"))
    gone_on = visitor.post(out.action, data=out.values)
    assert urlsplit(gone_on.location).path == check
    page = visitor.get(check).text
    again = next(f for f in forms_on(page) if "commitment" in f.names)
    done = visitor.post(check, data=again.values.to_dict() | {"commitment": "y"})
    assert done.location == f"/ho-so/{dossier}/da-nop"
    assert world.status(dossier) == "submitted"


def test_the_second_phieu_says_where_its_answers_come_from(
    visitor: Visitor, world: World, member: Member
) -> None:
    before = world.submitted(member, ISO9001)
    begun = visitor.submit(f"/ho-so/moi/DEMO-2026-2/{FIVE_S}").location
    page = visitor.get(f"{begun}/noi-dung").text
    assert f"lấy từ phiếu trước (hồ sơ {world.fact(before, 'reference')})" in page
    (form,) = [form for form in forms_on(page) if "q_hien_trang" in form.names]
    assert form.values["q_hien_trang"] == "Toàn bộ dây chuyền chế biến"


def test_photos_sent_together_become_one_file_and_only_there_a_body_may_be_large(
    visitor: Visitor, world: World, member: Member
) -> None:
    dossier = world.phieu(member, (ISO9001, FIVE_S), signed=False)
    address = f"/ho-so/{dossier}/tep/gcn_dk"
    kept = forms_on(visitor.get(address).text)[-1].values.to_dict()
    made = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(made, "JPEG")
    photo = made.getvalue() + b"\0" * 7 * MIB  # as large as a telephone's
    files = [(io.BytesIO(photo), f"{number}.jpg") for number in range(2)]
    answer = visitor.post(address, data={**kept, "file": files})
    assert answer.status_code == 303
    page = visitor.get(f"/ho-so/{dossier}/tep").text
    assert "Giấy chứng nhận đăng ký doanh nghiệp, hợp tác xã hoặc hộ kinh doanh.pdf" in page
    large = {"name": (io.BytesIO(photo * 2), "a")}
    elsewhere = visitor.post(f"/ho-so/{dossier}/san-pham", data=large)
    assert elsewhere.status_code == 413
