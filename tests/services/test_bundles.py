"""Lists: decided on screen row by row, signed on paper as one bundle, issued under one number."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from app import clock
from app.access import Actor, Role
from app.applications.services import queries, withdraw
from app.applications.workflow import Status
from app.delivery.models import Support
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.papers.frame import Signing
from app.papers.services import making
from app.programmes.models import Programme
from app.programmes.services import calls, quota
from app.review import bundle_papers
from app.review.models import Decision, IssuedDocument
from app.review.services import bundle_door, bundles, decision, lists
from app.review.services import waiting as waits
from app.review.services.bundle_door import NotAll
from app.review.services.bundles import Said, Signed
from tests.factories import CALL, ISO9001, REASON, World, pdf
from tests.pdf_text import read

NUMBER = "15/QĐ-SKHCN"
SIGNING = Signing("KT.", "Phó Giám đốc", "Lâm Thị Ký")


def waiting(world: World, count: int) -> list[int]:
    return [world.awaiting_approval(world.organisation()) for _ in range(count)]


def signed(**how: object) -> Signed:
    return Signed(SIGNING, clock.today()) if not how else Signed(**how)  # type: ignore[arg-type]


def drafted(world: World, dossiers: list[int], outcome: str = "approve") -> int:
    with world.writing():
        return bundles.create(dossiers, outcome, world.officer).id


def out(world: World, dossiers: list[int]) -> int:
    bundle_id = drafted(world, dossiers)
    with world.writing():
        bundles.send_out(bundle_door.get(bundle_id), SIGNING, world.officer)
    return bundle_id


def sign(world: World, bundle_id: int, struck: dict[int, str] | None = None) -> None:
    with world.writing():
        bundles.sign(bundle_door.get(bundle_id), signed(), struck or {}, world.officer)


def issue(world: World, bundle_id: int, number: str = NUMBER, by: Actor | None = None) -> None:
    with world.writing():
        lists.issue_all(
            bundle_door.get(bundle_id),
            number=number,
            issued_on=clock.today(),
            signed=(io.BytesIO(pdf()), "quyet-dinh.pdf"),
            by=by or world.clerk,
        )


def rows(world: World, bundle_id: int) -> dict[int, str]:
    with world.reading():
        return {row.application_id: row.state for row in bundle_door.get(bundle_id).rows}


def state(world: World, bundle_id: int) -> str:
    with world.reading():
        return bundle_door.get(bundle_id).state


def test_a_bundle_goes_out_is_signed_as_one_and_issued_under_one_number(
    world: World, tmp_path: Path
) -> None:
    first, second, third = waiting(world, 3)
    bundle_id = out(world, [first, second, third])
    with world.reading():
        papers = bundle_papers.of(bundle_door.get(bundle_id))
        assert [paper.kind for paper in papers] == list(bundle_papers.KINDS["approve"])
        named = {row["ma_ho_so"] for row in papers[-1].data["danh_sach"]}
        assert papers[-1].data["so_luot"] == "03"
        assert "Lâm Thị Ký" in papers[-1].frame["signing"]["name"]
        assert making.word_copy(papers[0])[:2] == b"PK"
    assert named == {world.fact(each, "reference") for each in (first, second, third)}
    run, file = world.app.test_cli_runner(), tmp_path / "to-trinh.pdf"
    wanted = ["papers", "render", f"BTK-{bundle_id}", "to_trinh", "-o"]
    assert run.invoke(args=[*wanted, str(file)]).exit_code == 0
    assert "TỜ TRÌNH" in read(file.read_bytes())
    assert "Error: " in run.invoke(args=[*wanted, str(file / "x")]).output  # no such folder
    wanted = ["papers", "render", str(world.fact(first, "reference")), "mau_06", "-o", str(file)]
    assert "phieu_kiem_soat" in run.invoke(args=wanted).output  # its procedure is not published
    with world.writing():
        db.session.execute(update(Programme).values(published_tthc=True))
    assert run.invoke(args=wanted).exit_code == 0
    # While it is out nobody decides, returns or records one of them singly.
    for deed in (
        lambda: world.do(decision.decide, first, "approve", "", world.director),
        lambda: world.do(decision.send_back, first, REASON, world.director),
        lambda: world.record_paper(first),
    ):
        with pytest.raises(Conflict, match="Bộ trình ký"):
            deed()
    with world.writing():  # the tờ trình has a number of its own, the decision one when issued
        (proposal,) = bundle_papers.submitted(bundle_door.get(bundle_id))
        making.number(proposal, "7", clock.today(), world.clerk)
        assert (proposal.kind, proposal.number) == ("to_trinh", "07/TTr-CCTĐC")
    with pytest.raises(Invalid, match="lý do gạch tên"):
        sign(world, bundle_id, {third: " "})
    sign(world, bundle_id, {third: "Chờ xác minh thêm."})
    assert rows(world, bundle_id) == {first: "signed", second: "signed", third: "struck"}
    assert [world.status(each) for each in (first, third)] == [
        "approved_unissued", "awaiting_approval",
    ]  # fmt: skip
    with world.reading():
        kept = decision.current(first)
        assert kept is not None
        assert kept.signer_capacity == "KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC"
        assert (kept.recorded_by, kept.scan_id) == (world.officer.person_id, None)
    with pytest.raises(Conflict, match="Bộ trình ký"):
        world.issue(first)
    with pytest.raises(DomainError) as refused:
        issue(world, bundle_id, by=world.officer)
    assert refused.value.status == 403
    issue(world, bundle_id)
    assert state(world, bundle_id) == "issued"
    assert [world.status(each) for each in (first, second)] == ["approved", "approved"]
    assert len(world.letters("application_approved")) == world.count(Support) == 2
    assert world.count(IssuedDocument) == 1
    with world.reading():
        papers = bundle_papers.of(bundle_door.get(bundle_id))
        assert (papers[-1].number, papers[-1].state) == (NUMBER, "current")
        named = {row["ma_ho_so"] for row in papers[-1].data["danh_sach"]}
        assert named == {world.fact(each, "reference") for each in (first, second)}
        assert [papers[0].data["so_luot"], papers[-1].data["so_luot"]] == ["03", "02"]
    # The struck one is free for another list; its number is given once a year for its kind.
    world.do(decision.decide, third, "approve", "", world.director)
    with pytest.raises(Conflict, match="đã cấp"):
        world.issue(third, "15 / qđ-skhcn")
    world.issue(third, "16/QĐ-SKHCN")


def test_a_withdrawn_dossier_is_named_and_must_be_struck_or_the_bundle_made_again(
    world: World,
) -> None:
    member = world.organisation()
    gone, stays = world.awaiting_approval(member), world.awaiting_approval(world.organisation())
    bundle_id = out(world, [gone, stays])
    world.do(withdraw.withdraw, gone, member.actor)
    with world.reading():
        bundle = bundle_door.get(bundle_id)
        assert [row.application_id for row in bundle.rows if row.changed] == [gone]
    with pytest.raises(NotAll) as refused:
        sign(world, bundle_id)
    assert world.fact(gone, "reference") in refused.value.rows[0]
    assert len(refused.value.rows) == 1
    assert world.status(stays) == "awaiting_approval"  # none half-applied
    with world.writing():
        bundles.take_back(bundle_door.get(bundle_id), world.officer)
    with pytest.raises(NotAll, match="trạng thái"), world.writing():
        bundles.send_out(bundle_door.get(bundle_id), SIGNING, world.officer)
    with world.writing():
        bundles.edit(bundle_door.get(bundle_id), {}, [gone], world.officer)
        bundles.send_out(bundle_door.get(bundle_id), SIGNING, world.officer)
        papers = bundle_papers.of(bundle_door.get(bundle_id))
        assert [paper.version for paper in papers] == [2, 2, 2]
    sign(world, bundle_id)
    assert world.status(stays) == "approved_unissued"


def test_who_appraised_a_row_cannot_have_signed_the_bundle(world: World) -> None:
    bundle_id = out(world, waiting(world, 1))
    own = Signed(Signing("", "", world.officer.name), clock.today())
    with world.writing(), pytest.raises(NotAll, match="thẩm định"):
        bundles.sign(bundle_door.get(bundle_id), own, {}, world.officer)
    for on_behalf in ("KT.", "TL.", "TUQ."):  # they sign below a title of their own
        untitled = Signed(Signing(on_behalf, " ", "Lâm Thị Ký"), clock.today())
        with world.writing(), pytest.raises(Invalid, match="chức vụ") as refused:
            bundles.sign(bundle_door.get(bundle_id), untitled, {}, world.officer)
        assert refused.value.field == "title"
    early = Signed(SIGNING, clock.today() - timedelta(days=1))
    with world.writing(), pytest.raises(NotAll, match="trước ngày nộp"):
        bundles.sign(bundle_door.get(bundle_id), early, {}, world.officer)


def test_what_is_only_drafted_keeps_no_director_from_deciding(world: World) -> None:
    (dossier,) = waiting(world, 1)
    bundle_id, director = drafted(world, [dossier]), world.director
    with world.reading():
        application = queries.get(dossier)
        about = (Status.AWAITING_APPROVAL, application.call_id, application.content_id)
        assert waits.whole(*about, world.officer) == []
        assert waits.whole(*about, director) == [dossier]
        assert [row.drafted for row in waits.these([dossier], director)] == [True]
    with world.writing():
        lists.decide({dossier: Said()}, "approve", director)
    assert rows(world, bundle_id) == {}


def test_a_dossier_is_in_one_bundle_and_a_cancelled_one_lets_it_go(world: World) -> None:
    (dossier,) = waiting(world, 1)
    bundle_id = out(world, [dossier])
    with pytest.raises(Conflict, match="đang nằm trong"):
        drafted(world, [dossier])
    with world.writing():
        bundles.cancel(bundle_door.get(bundle_id), "Lãnh đạo yêu cầu lập lại.", world.officer)
        assert not bundle_papers.of(bundle_door.get(bundle_id))
    again = drafted(world, [dossier])
    world.do(decision.decide, dossier, "approve", "", world.director)
    assert rows(world, again) == {}  # decided meanwhile: the draft has it no more


def test_a_director_decides_a_list_and_what_a_rule_refuses_stays_as_it_was(world: World) -> None:
    both = world.staff(Role.OFFICER, Role.DIRECTOR, name="Phó Giám đốc Hà Liên")
    own = world.awaiting_approval(world.organisation(), to=both)
    first, second, third = waiting(world, 3)
    world.set_quota(ISO9001, 2)
    said = {key: Said() for key in (third, second, own, first)}
    versions = {key: world.fact(key, "version") for key in said} | {second: 1}
    with world.writing():
        bundle_id = lists.decide(said, "approve", both, versions=versions).id
    assert rows(world, bundle_id) == {
        own: "refused", first: "signed", second: "refused", third: "signed",
    }  # fmt: skip
    assert [world.status(each) for each in (own, second)] == ["awaiting_approval"] * 2
    with world.reading():
        offered = quota.offered(calls.get(CALL).id, queries.get(first).content_id)
        assert offered is not None
        assert offered.approved == 2
    with world.writing(), pytest.raises(NotAll, match="đủ 2 lượt"):
        lists.decide({second: Said()}, "approve", world.director)
    issue(world, bundle_id)
    assert state(world, bundle_id) == "issued"
    assert [world.status(each) for each in (first, third)] == ["approved", "approved"]


def test_a_list_is_rejected_with_a_reason_for_each(world: World) -> None:
    first, second = waiting(world, 2)
    with world.writing():
        said = {first: Said(reason=REASON), second: Said()}
        bundle_id = lists.decide(said, "reject", world.director).id
    assert rows(world, bundle_id) == {first: "signed", second: "refused"}
    assert [world.status(each) for each in (first, second)] == [
        "rejected_unissued", "awaiting_approval",
    ]  # fmt: skip
    issue(world, bundle_id, "9/TB-SKHCN")
    (letter,) = world.letters("application_rejected")
    assert REASON in letter.text


def test_what_fails_at_the_issue_is_told_and_issued_later_under_the_same_number(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossiers = [world.approved_unissued(world.organisation()) for _ in range(2)]
    with world.writing():
        bundle_id = lists.gather(dossiers, "approve", world.clerk).id
    begin, broken = lists.issue.delivery.begin, [dossiers[1]]

    def fails(application: object, *args: object) -> object:
        if getattr(application, "id", None) in broken:
            raise Conflict("Chưa lập được lượt hỗ trợ.")
        return begin(application, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(lists.issue.delivery, "begin", fails)
    issue(world, bundle_id)
    assert state(world, bundle_id) == "signed"
    assert [world.status(each) for each in dossiers] == ["approved", "approved_unissued"]
    assert world.count(Decision, Decision.number == NUMBER) == 1
    broken.clear()
    with world.writing():
        lists.go_on(bundle_door.get(bundle_id), world.clerk)
    assert state(world, bundle_id) == "issued"
    assert world.status(dossiers[1]) == "approved"
    assert world.count(IssuedDocument) == 1
    assert len(world.letters("application_approved")) == 2


def test_a_list_on_screen_can_be_given_up_before_it_has_a_number(world: World) -> None:
    dossier = world.approved_unissued(world.organisation())
    with world.writing():
        bundle = lists.gather([dossier], "approve", world.clerk)
        with pytest.raises(Conflict, match="không giải quyết riêng"):
            lists.gather([dossier], "approve", world.clerk)
        bundles.cancel(bundle, "Ban hành riêng.", world.clerk)
        db.session.flush()
    world.issue(dossier)
    assert world.status(dossier) == "approved"
