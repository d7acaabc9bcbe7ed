"""A dossier that was given: the confirmation, the look-up, its files."""

import io
from urllib.parse import quote

from app import clock
from app.applications.services import queries
from app.delivery import services as delivery
from app.papers.services import making
from app.programmes.services import calls
from app.review.services import decision
from app.text import format_date
from tests.factories import CALL, ISO9001, Member, World, pdf
from tests.fixtures.visitor import Visitor, forms_on
from tests.shared.drafting import Clients, html


def test_the_confirmation_says_reference_next_step_and_date(
    visitor: Visitor, world: World, member: Member
) -> None:
    dossier = world.draft(member)
    answer = visitor.submit(f"/ho-so/{dossier}/kiem-tra", {"commitment": "y"}, follow=True)
    page = html(answer)
    assert str(world.fact(dossier, "reference")) in page
    assert "chậm nhất ngày 27/11/2026" in page  # 3 working days; 24/11 is off


def test_the_public_look_up_shows_status_and_dates_only(
    clients: Clients, world: World, member: Member
) -> None:
    dossier = world.awaiting_approval(member)
    reference = str(world.fact(dossier, "reference"))
    with world.reading():
        code = queries.get(dossier).organisation.code
        name = queries.get(dossier).organisation.name
    found = html(clients().submit("/tra-cuu", {"reference": reference.lower(), "code": code}))
    assert "Đang trình phê duyệt" in found
    assert name not in found
    assert world.officer.name not in found
    wrong = clients().submit("/tra-cuu", {"reference": reference, "code": "4909900100"})
    assert wrong.status_code == 404


def test_a_file_with_a_vietnamese_name_comes_back_under_it(
    visitor: Visitor, world: World, member: Member
) -> None:
    dossier = world.draft(member, signed=False)
    address = f"/ho-so/{dossier}/tep/gcn_dk"
    kept = forms_on(html(visitor.get(address)))[-1].values.to_dict()
    name = "Giấy đăng ký “Đơn vị” 😀.pdf"
    visitor.post(address, data={**kept, "file": (io.BytesIO(pdf()), name)})
    with world.reading():
        (given,) = queries.files(queries.get(dossier))
        number = given.id
    answer = visitor.get(f"/ho-so/{dossier}/tep/{number}/tai-ve")
    header = answer.headers["Content-Disposition"]
    header.encode("latin-1")  # the real server refuses anything else
    assert quote(name, safe="") in header
    assert answer.data == pdf()


def test_the_issued_paper_does_not_carry_the_clerks_own_file_name(
    visitor: Visitor, world: World, member: Member
) -> None:
    dossier = world.approved(member)
    header = visitor.get(f"/ho-so/{dossier}/van-ban").headers["Content-Disposition"]
    assert str(world.fact(dossier, "reference")) in header
    assert "quyet-dinh" not in header


def test_the_page_says_the_amount_that_was_approved_once_it_is_issued(
    visitor: Visitor, world: World, member: Member
) -> None:
    dossier = world.awaiting_approval(member)
    with world.writing():
        row = next(each for each in calls.get(CALL).contents if each.content.code == ISO9001)
        row.ceiling = 40_000_000
    world.do(decision.decide, dossier, "approve", "", world.director, amount=30_000_000)
    said = "Mức hỗ trợ được duyệt: 30.000.000\u00a0₫"
    assert said not in html(visitor.get(f"/ho-so/{dossier}"))  # not before the document says it
    world.issue(dossier)
    assert said in html(visitor.get(f"/ho-so/{dossier}"))


def test_who_was_approved_reads_by_when_to_sign_and_then_that_it_is_signed(
    visitor: Visitor, world: World, member: Member
) -> None:
    with world.writing():
        calls.get(CALL).unsigned_days = 8
    dossier = world.approved(member)
    with world.reading():
        support = delivery.of_application(dossier)
        assert support is not None
        last, support_id = format_date(support.contract_by), support.id
    page = html(visitor.get(f"/ho-so/{dossier}"))
    assert f"chậm nhất 17 giờ ngày {last}" in page
    assert f"/ho-so/{dossier}/khong-ky" in page
    with world.writing():
        made = making.from_room("thoa_thuan", support_id, world.officer)
        making.number(made, "05/TT-SKHCN", clock.today(), world.clerk)
    page = html(visitor.get(f"/ho-so/{dossier}"))
    assert "Thỏa thuận đã ký, số 05/TT-SKHCN" in page
    assert last not in page
    assert f"/ho-so/{dossier}/khong-ky" not in page
