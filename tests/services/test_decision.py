"""The decision: by a director who did not appraise, once, within the quota; or signed on paper."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app import clock
from app.access import Actor, Role
from app.applications.services import withdraw
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.files.models import StoredFile
from app.review.models import Decision
from app.review.services import assignment, decision, reception
from tests.factories import FIVE_S, ISO9001, REASON, World


@pytest.fixture
def both(world: World) -> Actor:
    """A director who is an officer too."""
    return world.staff(Role.OFFICER, Role.DIRECTOR, name="Phó Giám đốc Hà Liên")


def approve(world: World, dossier: int, by: Actor) -> Decision:
    return world.do(decision.decide, dossier, "approve", "", by)


def test_an_approval_is_kept_with_who_appraised_and_who_decided(world: World) -> None:
    dossier = world.approved_unissued(world.organisation())
    assert world.status(dossier) == "approved_unissued"
    with world.reading():
        kept = decision.current(dossier)
        assert kept is not None
        assert kept.outcome == "approve"
        assert kept.appraised_by == world.officer.person_id
        assert kept.decided_by == world.director.person_id
        assert (kept.number, kept.issued_on, kept.issued_file_id) == ("", None, None)


def test_who_appraised_last_is_named_also_when_others_have_higher_numbers(world: World) -> None:
    first = world.officer  # made first: the lower number
    second = world.staff(Role.OFFICER, email="hai@so.example.vn")
    dossier = world.recommended(world.organisation(), to=second)
    world.do(decision.send_back, dossier, REASON, world.lead)
    world.do(assignment.assign, dossier, first.person_id, world.lead)
    world.appraise(dossier, first)
    world.do(decision.endorse, dossier, world.lead)
    approve(world, dossier, world.director)
    with world.reading():
        kept = decision.current(dossier)
        assert kept is not None
        assert kept.appraised_by == first.person_id


def test_a_director_who_appraised_is_refused_even_after_reassignment(
    world: World, both: Actor
) -> None:
    dossier = world.recommended(world.organisation(), to=both)
    with pytest.raises(DomainError) as refused:
        approve(world, world.awaiting_approval(world.organisation(), FIVE_S, to=both), both)
    assert refused.value.status == 403
    # Sent back, given to somebody else, appraised again: the first appraiser stays excluded.
    world.do(decision.send_back, dossier, REASON, world.lead)
    world.do(assignment.assign, dossier, world.officer.person_id, world.lead)
    world.appraise(dossier, world.officer)
    world.do(decision.endorse, dossier, world.lead)
    for outcome, reason in (("approve", ""), ("reject", REASON)):
        with pytest.raises(DomainError) as refused:
            world.do(decision.decide, dossier, outcome, reason, both)
        assert refused.value.status == 403
    assert world.status(dossier) == "awaiting_approval"
    assert world.count(Decision) == 0
    approve(world, dossier, world.director)


def test_the_database_too_refuses_a_decision_by_its_appraiser(world: World) -> None:
    dossier = world.approved_unissued(world.organisation())
    with pytest.raises(IntegrityError), world.writing():
        db.session.execute(
            update(Decision)
            .where(Decision.application_id == dossier)
            .values(decided_by=world.officer.person_id)
        )


def test_nothing_is_approved_before_it_was_appraised(world: World) -> None:
    for make in (world.submitted, world.accepted, world.assigned, world.recommended):
        dossier = make(world.organisation())
        with pytest.raises(Conflict):
            approve(world, dossier, world.director)
        with pytest.raises(Conflict):
            world.record_paper(dossier)
    assert world.count(Decision) == 0
    assert world.count(StoredFile, StoredFile.original_name == "quyet-dinh-giay.pdf") == 0


def test_approving_twice_leaves_one_decision(world: World) -> None:
    dossier = world.approved_unissued(world.organisation())
    with pytest.raises(Conflict):
        approve(world, dossier, world.director)
    with pytest.raises(Conflict):
        world.do(decision.decide, dossier, "reject", REASON, world.director)
    with pytest.raises(Conflict):
        world.record_paper(dossier)
    assert world.count(Decision) == 1


def test_rejecting_needs_a_reason(world: World) -> None:
    dossier = world.awaiting_approval(world.organisation())
    with pytest.raises(Invalid) as refused:
        world.do(decision.decide, dossier, "reject", " ", world.director)
    assert refused.value.field == "reason"
    with pytest.raises(Invalid):
        world.record_paper(dossier, outcome="reject", reason="")
    world.do(decision.decide, dossier, "reject", REASON, world.director)
    assert world.status(dossier) == "rejected_unissued"


def test_a_dossier_withdrawn_meanwhile_is_not_approved(world: World) -> None:
    member = world.organisation()
    dossier = world.awaiting_approval(member)
    world.do(withdraw.withdraw, dossier, member.actor)
    with pytest.raises(Conflict):
        approve(world, dossier, world.director)


def test_a_director_of_the_applying_organisation_does_not_decide(world: World) -> None:
    member = world.organisation()
    dossier = world.awaiting_approval(member)
    insider = Actor(
        world.director.person_id,
        roles=frozenset({Role.DIRECTOR}),
        organisation_ids=frozenset({member.organisation_id}),
    )
    with pytest.raises(DomainError) as refused:
        approve(world, dossier, insider)
    assert refused.value.status == 403


# -- quota


def test_the_quota_of_a_call_is_not_exceeded_and_a_rejection_spends_none(world: World) -> None:
    world.set_quota(ISO9001, 1)
    first, second, third = (world.awaiting_approval(world.organisation()) for _ in range(3))
    world.do(decision.decide, first, "reject", REASON, world.director)
    approve(world, second, world.director)
    with pytest.raises(Conflict, match="đủ 1 lượt"):
        approve(world, third, world.director)
    with pytest.raises(Conflict, match="đủ 1 lượt"):
        world.record_paper(third)
    world.issue(second)
    with pytest.raises(Conflict, match="đủ 1 lượt"):  # issued counts like decided
        approve(world, third, world.director)
    world.do(decision.decide, third, "reject", REASON, world.director)


def test_a_quota_of_nothing_approves_nothing_and_no_quota_sets_no_limit(world: World) -> None:
    world.set_quota(ISO9001, 0)
    with pytest.raises(Conflict, match="đủ 0 lượt"):
        approve(world, world.awaiting_approval(world.organisation()), world.director)
    approve(world, world.awaiting_approval(world.organisation(), FIVE_S), world.director)


# -- signed on paper


def test_a_decision_signed_on_paper_is_recorded_with_signer_capacity_and_scan(
    world: World,
) -> None:
    dossier = world.awaiting_approval(world.organisation())
    world.record_paper(dossier)
    assert world.status(dossier) == "approved_unissued"
    with world.reading():
        kept = decision.current(dossier)
        assert kept is not None
        assert (kept.decided_by, kept.recorded_by) == (None, world.officer.person_id)
        assert (kept.signer_name, kept.signer_capacity) == ("Nông Khánh", "GIÁM ĐỐC")
        assert kept.scan is not None
        assert kept.scan.original_name == "quyet-dinh-giay.pdf"


@pytest.mark.parametrize("signer", ["Lê Văn Ký", "le van ky", "LÊ  VĂN KÝ "])
@pytest.mark.engines("sqlite")
def test_who_appraised_does_not_sign_on_paper_either(world: World, signer: str) -> None:
    officer = world.staff(Role.OFFICER, Role.DIRECTOR, name="Lê Văn Ký")
    dossier = world.awaiting_approval(world.organisation(), to=officer)
    with pytest.raises(DomainError) as refused:
        world.record_paper(dossier, signer)
    assert (refused.value.status, refused.value.field) == (403, "signer_name")
    assert world.status(dossier) == "awaiting_approval"


def test_a_paper_is_not_signed_tomorrow(world: World) -> None:
    dossier = world.awaiting_approval(world.organisation())
    with pytest.raises(Invalid) as refused:
        world.record_paper(dossier, signed_on=clock.today() + timedelta(days=1))
    assert refused.value.field == "signed_on"


def test_a_title_before_the_name_does_not_let_an_appraiser_sign(world: World) -> None:
    dossier = world.awaiting_approval(world.organisation())
    with pytest.raises(DomainError) as refused:
        world.record_paper(dossier, signer=f"Ông {world.officer.name}")
    assert refused.value.status == 403


def test_a_member_of_the_parent_does_not_handle_the_branchs_dossier(world: World) -> None:
    parent = world.organisation()
    both = world.relatives(parent, 1)
    branch = next(key for key in both.actor.organisation_ids if key != parent.organisation_id)
    dossier = world.submitted(both, organisation_id=branch)
    insider = Actor(
        parent.actor.person_id,
        parent.actor.name,
        frozenset({Role.OFFICER}),
        frozenset({parent.organisation_id}),
    )
    with pytest.raises(DomainError) as refused:
        world.do(reception.accept, dossier, insider)
    assert refused.value.status == 403
    assert world.status(dossier) == "submitted"
