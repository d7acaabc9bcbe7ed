"""The issue: only then is a dossier approved or rejected, told, and seen by anyone outside."""

import io
from datetime import timedelta

import pytest

from app import clock
from app.applications.services import queries, supplement, timeline, withdraw
from app.delivery.models import Support
from app.delivery.services import of_application
from app.errors import Conflict, DomainError, Invalid
from app.papers.models import CURRENT, GivenNumber
from app.papers.services import making
from app.review.services import assignment, decision, issue, notes
from tests import people
from tests.factories import OPINION, REASON, World

NOTE = "Ghi chú nội bộ về đơn vị này"
NUMBER = "12/QĐ-SKHCN"


def test_an_issued_approval_begins_the_support_and_keeps_the_slot(world: World) -> None:
    member = world.organisation()
    dossier = world.approved(member)
    assert (world.status(dossier), world.slot(dossier)) == ("approved", "held")
    assert world.fact(dossier, "is_open") is False
    with world.reading():
        support = of_application(dossier)
        assert support is not None
        assert support.status == "awaiting_contract"
        assert (support.document_number, support.approved_on) == (NUMBER, clock.today())
        kept = decision.current(dossier)
        assert kept is not None
        assert (kept.number, kept.issued_by) == (NUMBER, world.clerk.person_id)
        assert kept.issued_file is not None
    (letter,) = world.letters("application_approved", member.email)
    assert NUMBER in letter.text


def test_an_issued_rejection_frees_the_slot_tells_the_reason_and_begins_nothing(
    world: World,
) -> None:
    member = world.organisation()
    dossier = world.rejected(member)
    assert (world.status(dossier), world.slot(dossier)) == ("rejected", "released")
    assert world.count(Support) == 0
    (letter,) = world.letters("application_rejected", member.email)
    assert REASON in letter.text
    assert NUMBER in letter.text


def test_nothing_is_issued_twice_or_before_a_decision(world: World) -> None:
    waiting = world.awaiting_approval(world.organisation())
    issued = world.approved(world.organisation())
    for dossier in (waiting, issued):
        with pytest.raises(Conflict):
            world.issue(dossier, "13/QĐ-SKHCN")
    assert world.count(Support) == 1


def test_only_the_clerk_issues(world: World) -> None:
    dossier = world.approved_unissued(world.organisation())
    for actor in (world.officer, world.lead, world.director):
        with pytest.raises(DomainError) as refused:
            world.issue(dossier, by=actor)
        assert refused.value.status == 403


def test_number_date_and_file_of_an_issue_are_checked(world: World) -> None:
    dossier = world.approved_unissued(world.organisation())
    day = timedelta(days=1)
    for number, on, field in (
        (" ", clock.today(), "number"),
        (NUMBER, clock.today() + day, "issued_on"),
        (NUMBER, clock.today() - day, "issued_on"),  # before it was decided
    ):
        with pytest.raises(Invalid) as refused:
            world.issue(dossier, number, on)
        assert refused.value.field == field
    with pytest.raises(Invalid):
        world.do(
            issue.issue,
            dossier,
            number=NUMBER,
            issued_on=clock.today(),
            signed=io.BytesIO(b"<html>"),
            signed_name="quyet-dinh.pdf",
            by=world.clerk,
        )
    assert world.status(dossier) == "approved_unissued"


def test_a_paper_decision_is_issued_on_or_after_the_day_it_was_signed(world: World) -> None:
    dossier = world.awaiting_approval(world.organisation())
    submitted = clock.today()
    clock.advance(timedelta(days=5))
    with pytest.raises(Invalid):
        world.record_paper(dossier, signed_on=submitted - timedelta(days=1))
    signed = submitted + timedelta(days=2)
    world.record_paper(dossier, signed_on=signed)
    with pytest.raises(Invalid):
        world.issue(dossier, on=signed - timedelta(days=1))
    world.issue(dossier, on=signed)
    assert world.status(dossier) == "approved"


@pytest.mark.parametrize("outcome", ["approved_unissued", "rejected_unissued"])
def test_before_the_issue_nothing_outside_shows_that_a_decision_was_made(
    world: World, outcome: str
) -> None:
    member = world.organisation()
    dossier = world.awaiting_approval(member)
    world.do(notes.write, dossier, NOTE, world.officer)
    client = world.app.test_client()
    people.enter(client, member.email)  # type: ignore[arg-type]  # the suite's client
    reference = world.fact(dossier, "reference")
    with world.reading():
        code = queries.get(dossier).organisation.code

    def outside() -> list[str]:
        shown = client.get(f"/ho-so/{dossier}").get_data(as_text=True)
        mine = client.get("/ho-so").get_data(as_text=True)
        found = world.app.test_client().submit(  # type: ignore[attr-defined]
            "/tra-cuu", {"reference": reference, "code": code}
        )
        assert found.status_code == 200
        public = found.get_data(as_text=True).split("<main")[1]
        # Tokens of forms differ from page to page; everything else must not.
        without_forms = public.split("<form")[0] + public.split("</form>")[-1]
        return [shown.split("<main")[1], mine.split("<main")[1], without_forms]

    before = outside()
    letters = len(world.letters(to=member.email))
    if outcome == "approved_unissued":
        world.do(decision.decide, dossier, "approve", "", world.director)
    else:
        world.do(decision.decide, dossier, "reject", REASON, world.director)
    assert outside() == before
    assert len(world.letters(to=member.email)) == letters
    with world.reading():
        assert timeline.outcome(queries.get(dossier)) is None
    # Withdrawing is refused in the same words for both decisions.
    with pytest.raises(Conflict, match="không rút được trên hệ thống") as refused:
        world.do(withdraw.withdraw, dossier, member.actor)
    for telling in ("được phê duyệt", "không phê duyệt", "đã duyệt", "từ chối"):
        assert telling not in refused.value.message.lower()
    world.issue(dossier)
    after = outside()
    assert all(one != other for one, other in zip(after, before, strict=True))
    assert NUMBER in after[0]


def test_no_letter_and_no_public_line_names_staff_or_tells_notes(world: World) -> None:
    """Every letter of a dossier that went the longest way, and the applicant's timeline."""
    member = world.organisation()
    dossier = world.accepted(member)
    world.do(notes.write, dossier, NOTE, world.officer)
    world.do(supplement.request, dossier, ["Sơ đồ tổ chức"], world.officer)
    with world.writing():
        row = queries.get(dossier)
        item = row.supplements[0].items[0]
        supplement.answer(row, item, "Đã gửi", member.actor)
        supplement.send(row, member.actor)
    world.do(assignment.assign, dossier, world.officer.person_id, world.lead)
    world.appraise(dossier, world.officer)
    world.do(decision.endorse, dossier, world.lead)
    world.do(decision.decide, dossier, "approve", "", world.director)
    world.issue(dossier)
    letters = world.letters()
    assert [letter.name.removeprefix("application_") for letter in letters] == [
        "submitted", "accepted", "supplement_requested", "supplement_received", "approved",
    ]  # fmt: skip
    with world.reading():
        happened = timeline.public_timeline(queries.get(dossier))
    told = [part for letter in letters for part in (letter.subject, letter.text, letter.html)]
    told += [f"{moment.title} {moment.text}" for moment in happened]
    for text in told:
        for secret in (
            NOTE, world.officer.name, world.lead.name, world.director.name, world.clerk.name,
            OPINION,
        ):  # fmt: skip
            assert secret not in text
    assert all(f"/ho-so/{dossier}" in letter.text for letter in letters)


def test_the_draft_of_a_decision_that_was_made_otherwise_gets_no_number(world: World) -> None:
    one, two, three = (world.awaiting_approval(world.organisation()) for _n in range(3))
    with world.writing():
        drafts = [
            making.from_room("quyet_dinh", each, world.officer, drawn=False).id
            for each in (one, two, three)
        ]
    with world.writing(), pytest.raises(Conflict, match="sau khi đã được quyết định"):
        making.number(making.get(drafts[0]), "44/QĐ-SKHCN", clock.today(), world.clerk)
    world.do(decision.decide, one, "approve", "", world.director, amount=30_000_000)
    world.do(decision.decide, two, "reject", REASON, world.director)
    world.do(decision.decide, three, "approve", "", world.director)
    world.issue(one, "45/QĐ-SKHCN")
    with world.reading():
        states = [making.get(each).state for each in drafts]
    assert states == ["withdrawn", "withdrawn", "draft"]  # no amount, another outcome, as it says


def test_a_number_stands_once_in_the_register_whichever_way_the_clerk_writes_it(
    world: World,
) -> None:
    first, second = (world.approved_unissued(world.organisation()) for _n in range(2))
    with world.writing():
        drafts = [
            making.from_room("quyet_dinh", each, world.officer, drawn=False).id
            for each in (first, second)
        ]
    today = clock.today()

    def number(paper: int, given: str) -> None:
        with world.writing():
            making.number(making.get(paper), given, today, world.clerk)

    number(drafts[0], "41/QĐ-SKHCN")
    with pytest.raises(Conflict, match="đã cấp cho văn bản khác"):
        number(drafts[1], "41 / qđ-skhcn")
    with pytest.raises(Conflict, match="đã cấp cho văn bản khác"):
        world.issue(second, "41/QĐ-SKHCN")
    assert world.status(second) == "approved_unissued"
    # The draft and the document that is signed are one: they have one number, and one day.
    with pytest.raises(Conflict, match="đã ghi số 41/QĐ-SKHCN"):
        world.issue(first, "43/QĐ-SKHCN")
    world.issue(first, "41/QĐ-SKHCN")
    world.issue(second, "42/QĐ-SKHCN")  # its draft is numbered with it
    with world.reading():
        kept = making.get(drafts[1])
        assert (kept.state, kept.number, kept.dated_on) == (CURRENT, "42/QĐ-SKHCN", today)
    assert world.count(GivenNumber) == 2
    third = world.approved_unissued(world.organisation())
    with world.writing():
        making.withdraw(making.get(drafts[1]), "Lập lại.", world.officer)
        slip = making.from_room("quyet_dinh", third, world.officer, drawn=False).id
    number(slip, "44/QĐ-SKHCN")
    with world.writing():  # written by a slip, it can be given to the right one
        making.withdraw(making.get(slip), "Ghi nhầm số.", world.officer)
    with pytest.raises(Conflict, match="đã cấp cho văn bản khác"):
        world.issue(third, "42/QĐ-SKHCN")  # what a document was issued by stays
    world.issue(third, "44/QĐ-SKHCN")
