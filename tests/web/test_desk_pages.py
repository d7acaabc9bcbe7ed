"""The desk's pages: a letter read before the deed, what a supplement changed, files in a frame."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from app import clock
from app.access import Role
from app.accounts.services import absences
from app.applications.services import queries, supplement
from app.correspondence.services import threads
from app.extensions import db
from app.files import services as files
from tests import people
from tests.factories import FIVE_S, World, attach_to_item, pdf
from tests.fixtures.visitor import Visitor, forms_on


@pytest.fixture
def officer(world: World, client: Visitor) -> Visitor:
    world.staff(Role.OFFICER, Role.CLERK, name="Chuyên viên", email="cv@so.example.vn")
    people.enter(client, "cv@so.example.vn")
    return client


def test_the_letter_of_a_deed_is_read_before_it_is_done_and_nothing_is_sent(
    world: World, officer: Visitor
) -> None:
    dossier = world.submitted(world.organisation())
    before = len(world.letters("application_"))
    page = officer.get(f"/xet-duyet/{dossier}/yeu-cau-bo-sung").text
    assert "Thư sẽ gửi cho đơn vị" in page
    assert "[nội dung anh/chị sẽ ghi]" in page
    looked = officer.submit(
        f"/xet-duyet/{dossier}/yeu-cau-bo-sung", {"items": "Sơ đồ nhà xưởng", "xem_thu": "1"}
    )
    assert looked.status_code == 200
    assert looked.text.count("Sơ đồ nhà xưởng") == 2  # typed, and in the letter
    accepting = officer.get(f"/xet-duyet/{dossier}/tiep-nhan").text
    assert "29/12/2026" in accepting  # the day it would promise, were it accepted today
    papers = officer.get(f"/xet-duyet/{dossier}/lap-van-ban").text
    assert 'value="phieu_kiem_soat"' in papers
    assert 'value="thong_bao_ket_qua"' not in papers  # offered when there is a result to tell
    assert world.status(dossier) == "submitted"
    assert len(world.letters("application_")) == before


def test_what_a_supplement_changed_is_said_in_words(world: World, officer: Visitor) -> None:
    member = world.organisation()
    dossier = world.supplement_requested(member, items=("Làm rõ phạm vi",))
    with world.writing():
        application = queries.get(dossier)
        asked = queries.open_supplement(application)
        assert asked is not None
        supplement.answer(application, asked.items[0], "Phạm vi <toàn> đơn vị", member.actor)
        plan = attach_to_item(
            application, asked.items[0], io.BytesIO(pdf()), "sơ đồ.pdf", member.actor
        ).id
        supplement.send(application, member.actor)
    page = officer.get(f"/xet-duyet/{dossier}").text
    assert "Thay đổi sau lần bổ sung gần nhất" in page
    assert "<strong>thêm</strong>" in page
    assert "<ins>Phạm vi &lt;toàn&gt; đơn vị</ins>" in page
    answer = page[page.index("Trả lời:") :]  # the file stands at the item it answers
    assert f'<a href="/xet-duyet/{dossier}/tep/{plan}">sơ đồ.pdf</a>' in answer


def test_a_file_is_seen_in_a_frame_that_runs_nothing(world: World, officer: Visitor) -> None:
    dossier = world.submitted(world.organisation())
    made = io.BytesIO()
    Image.new("RGB", (4000, 1000)).save(made, "PNG")
    made.seek(0)
    by = world.officer
    with world.writing():
        given = queries.files(queries.get(dossier))
        paper, photo = given[0].id, given[-1].id
        if photo == paper:
            pytest.fail("the dossier has one file only")
        given[-1].file = files.save(made, "anh.png", by)
        db.session.flush()
    page = officer.get(f"/xet-duyet/{dossier}/tep/{paper}")
    assert "<iframe" in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    for key, kind in ((paper, "application/pdf"), (photo, "image/jpeg")):
        shown = officer.get(f"/xet-duyet/{dossier}/tep/{key}/trong-khung")
        assert shown.mimetype == kind
        assert shown.headers["Content-Disposition"].startswith("inline")
        policy = shown.headers["Content-Security-Policy"]
        assert policy == "default-src 'none'; sandbox; frame-ancestors 'self'"
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
    with Image.open(io.BytesIO(shown.data)) as image:
        assert image.size == (1600, 400)


def test_a_leader_begins_at_their_work_and_chooses_whom_to_assign_by_what_each_has_in_hand(
    world: World, client: Visitor
) -> None:
    member = world.organisation()
    world.assigned(member)
    dossier = world.accepted(member, content=FIVE_S)
    rested = world.staff(Role.OFFICER, name="Chuyên viên Vắng", email="vang@so.example.vn")
    with world.writing():
        absences.say(
            rested.person_id or 0, world.officer.person_id or 0, world.lead,
            first_on=clock.today(), last_on=clock.today(),
        )  # fmt: skip
        absences.say(
            world.officer.person_id or 0, rested.person_id or 0, world.officer,
            first_on=clock.today() + timedelta(days=7), last_on=clock.today() + timedelta(days=8),
        )  # fmt: skip
    world.staff(Role.LEAD, name="Lãnh đạo Hai", email="lead2@so.example.vn")
    assert people.enter(client, "lead2@so.example.vn").location == "/viec-cua-toi"
    asked = "1 đề nghị giao xử lý thay chờ anh/chị xác nhận"
    assert asked in client.get("/viec-cua-toi").text
    page = client.get(f"/xet-duyet/{dossier}/phan-cong").text
    assert f"{world.officer.name} (đang thẩm định 1)" in page
    assert "Chuyên viên Vắng (đang thẩm định 0), đang vắng mặt" in page
    assert 'selected value=""' in page  # nobody, until the leader chooses
    nobody = client.submit(f"/xet-duyet/{dossier}/phan-cong", {"officer": "", "instruction": "Gấp"})
    assert nobody.status_code == 422
    assert "Vui lòng chọn chuyên viên." in nobody.text
    assert "Gấp" in nobody.text
    assert world.status(dossier) == "accepted"
    nonsense = {"officer": "abc", "dossiers": "1"}
    page = f"/viec-cua-toi/ban-giao/{world.officer.person_id}"
    assert "Vui lòng chọn người nhận." in client.submit(page, nonsense).text


def test_an_answer_written_before_a_newer_question_is_read_again_first(
    world: World, officer: Visitor
) -> None:
    member = world.organisation()
    dossier = world.submitted(member)
    here = f"/xet-duyet/{dossier}/hoi-dap"
    with world.writing():
        threads.ask(queries.get(dossier), "Khi nào có kết quả?", None, member.actor)
    seen = {"seen": forms_on(officer.get(here).text)[-1].values["seen"]}
    with world.writing():
        threads.ask(queries.get(dossier), "Có cần nộp bản gốc không?", None, member.actor)
    refused = officer.submit(here, {"text": "Ngày 29/12/2026.", **seen})
    assert refused.status_code == 409
    assert refused.text.count("Có cần nộp bản gốc không?") == 1
    assert "Ngày 29/12/2026." in refused.text
    assert not world.letters("question_answered")
    assert officer.submit(here, {"text": "Ngày 29/12/2026. Không cần."}).status_code == 303
    assert len(world.letters("question_answered")) == 1
