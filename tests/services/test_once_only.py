"""One content once: one dossier at a time, what frees a slot, the past."""

import pytest
from sqlalchemy import update

from app.accounts.services import sign_in
from app.applications.services import draft, submit, withdraw
from app.applications.services import queries as dossiers
from app.errors import Conflict
from app.extensions import db
from app.ledger import services as ledger
from app.ledger.models import GIVEN, HELD, RELEASED, SET_ASIDE, Entry
from app.ledger.services import standing
from app.organisations.models import Claim, Organisation
from app.organisations.services import claims, profile
from app.organisations.services import queries as organisations
from app.programmes.services import contents
from app.review.services import decision, reception
from tests import people
from tests.factories import CALL, FIVE_S, ISO9001, OUTSIDE, REASON, SCOPE, Member, World
from tests.shared.once_only import give


def branch_of(world: World, parent: Member) -> Member:
    """Register a branch's 13-digit code the way it goes: a claim that an officer grants."""
    with world.reading():
        code = f"{organisations.get(parent.organisation_id).code}007"
    email = "chi-nhanh@example.vn"
    with world.writing():
        claim = people.register(code=code, name="Chi nhánh Đồng Đăng", contact_email=email)
        assert isinstance(claim, Claim)
        claim_id, person_id = claim.id, claim.person_id
    with world.writing():
        granted = claims.grant(claim_id, world.officer)
        assert granted.organisation_id is not None
        organisation_id = granted.organisation_id
    with world.reading():
        actor = sign_in.actor_of(person_id)
    return Member(actor, organisation_id, email)


def complete(world: World, member: Member) -> None:
    with world.writing():
        organisation = organisations.get(member.organisation_id)
        profile.save(
            organisation.id,
            organisation.version,
            {
                "address": "Số 2",
                "representative_title": "Giám đốc chi nhánh",
                "field_of_business": "Chế biến",
                "earlier_support": "Không",
            },
            member.actor,
        )


def test_a_second_dossier_of_the_same_organisation_is_refused_naming_the_first(
    world: World,
) -> None:
    member = world.organisation()
    first = world.submitted(member)
    reference = world.fact(first, "reference")
    # The same content again, in the same call: the first is no draft any more.
    second = world.draft(member)
    with pytest.raises(ledger.SlotTaken) as refused:
        world.do(submit.submit, second, member.actor)
    assert refused.value.status == 409
    assert reference in refused.value.message
    assert "Một nội dung chỉ được hỗ trợ 01 lần" in refused.value.message
    assert "rút hồ sơ đó rồi đăng ký lại" in refused.value.message  # what to do
    assert world.status(second) == "draft"
    assert world.slot(second) is None


def test_another_content_of_the_same_organisation_is_accepted(world: World) -> None:
    member = world.organisation()
    world.submitted(member, ISO9001)
    assert world.status(world.submitted(member, FIVE_S)) == "submitted"


def test_the_same_content_of_another_organisation_is_accepted(world: World) -> None:
    world.submitted(world.organisation())
    assert world.status(world.submitted(world.organisation())) == "submitted"


def test_a_branch_registered_by_its_own_code_shares_the_beneficiary_of_its_parent(
    world: World,
) -> None:
    parent = world.organisation()
    branch = branch_of(world, parent)
    complete(world, branch)
    with world.reading():
        parent_row = db.session.get_one(Organisation, parent.organisation_id)
        branch_row = db.session.get_one(Organisation, branch.organisation_id)
        assert branch_row.beneficiary_id == parent_row.beneficiary_id
    first = world.submitted(parent)
    with pytest.raises(ledger.SlotTaken, match=world.fact(first, "reference")):
        world.submitted(branch)
    # …and the other way round, for another content.
    world.submitted(branch, FIVE_S)
    with pytest.raises(ledger.SlotTaken):
        world.submitted(parent, FIVE_S)


def test_a_draft_holds_nothing_and_is_warned_when_the_slot_is_taken(world: World) -> None:
    member = world.organisation()
    begun = world.draft(member)
    branch = world.relatives(member, 1)
    with world.reading():
        assert draft.slot_holder(dossiers.get(begun)) is None
    taken = world.submitted(branch, organisation_id=max(branch.actor.organisation_ids))
    with world.reading():
        warning = draft.slot_holder(dossiers.get(begun))
        assert warning is not None
        assert world.fact(taken, "reference") in str(warning)


def test_a_withdrawn_dossier_frees_the_slot_for_another(world: World) -> None:
    member = world.organisation()
    first = world.submitted(member)
    world.do(withdraw.withdraw, first, member.actor)
    assert world.slot(first) == RELEASED
    again = world.submitted(member)
    assert (world.status(again), world.slot(again)) == ("submitted", HELD)


def test_declined_and_rejected_dossiers_free_the_slot(world: World) -> None:
    member = world.organisation()
    declined = world.submitted(member)
    world.do(reception.decline, declined, REASON, world.officer)
    assert world.slot(declined) == RELEASED
    rejected = world.rejected(member)
    assert world.slot(rejected) == RELEASED
    assert world.slot(world.submitted(member)) == HELD


def test_an_approved_dossier_keeps_the_slot(world: World) -> None:
    member = world.organisation()
    approved = world.approved(member)
    assert world.slot(approved) == HELD
    with pytest.raises(ledger.SlotTaken):
        world.submitted(member)


def test_a_decision_that_is_not_issued_keeps_the_slot_held_even_when_it_says_no(
    world: World,
) -> None:
    member = world.organisation()
    assert world.slot(world.rejected_unissued(member)) == HELD
    with pytest.raises(ledger.SlotTaken):
        world.submitted(member)


def test_a_support_of_the_past_is_named_by_year_and_document(world: World) -> None:
    member = world.organisation()
    give(world, member, year=2026, document_number="45/QĐ-SKHCN")
    with pytest.raises(ledger.SlotTaken, match="năm 2026 theo văn bản số 45/QĐ-SKHCN"):
        world.submitted(member)


def test_the_past_cannot_be_written_over_a_dossier_that_holds_the_slot(world: World) -> None:
    member = world.organisation()
    world.submitted(member)
    with pytest.raises(ledger.SlotTaken):
        give(world, member)


def test_what_is_set_aside_blocks_nothing_and_counts_as_given(world: World) -> None:
    member = world.organisation()
    entry = give(world, member, set_aside=True)
    dossier = world.submitted(member)
    assert world.status(dossier) == "submitted"
    with world.reading():
        organisation = organisations.get(member.organisation_id)
        listed = {row.id: row.state for row in standing.given_to(organisation)}
        assert listed[entry] == SET_ASIDE
        assert SET_ASIDE in GIVEN
        found = standing.for_content(organisation, contents.get(ISO9001))
        assert any("Đã được hỗ trợ năm 2026" in remark for remark in found.remarks)


def test_two_set_aside_rows_and_a_used_one_live_together(world: World) -> None:
    member = world.organisation()
    give(world, member, set_aside=True)
    give(world, member, set_aside=True)
    give(world, member)
    with pytest.raises(ledger.SlotTaken):
        give(world, member)
    assert world.count(Entry, Entry.state.in_(GIVEN)) == 3


def test_a_support_in_another_scope_warns_and_does_not_block(world: World) -> None:
    member = world.organisation()
    give(world, member, scope="2012-2020", year=2018)
    with world.reading():
        found = standing.for_content(
            organisations.get(member.organisation_id), contents.get(ISO9001)
        )
        assert found.state is standing.State.OPEN
        assert any("2018" in remark and "2012-2020" in remark for remark in found.remarks)
    assert world.status(world.submitted(member)) == "submitted"


def test_contents_outside_the_rule_never_collide(world: World) -> None:
    member = world.organisation()
    branch = world.relatives(member, 1)
    world.submitted(member, OUTSIDE)
    other = world.submitted(branch, OUTSIDE, organisation_id=max(branch.actor.organisation_ids))
    assert world.slot(other) == HELD
    give(world, member, OUTSIDE)
    give(world, member, OUTSIDE)


def test_the_slot_is_confirmed_again_before_an_approval(world: World) -> None:
    member = world.organisation()
    dossier = world.awaiting_approval(member)
    with world.writing():
        db.session.execute(
            update(Entry).where(Entry.application_id == dossier).values(state=RELEASED)
        )
    give(world, member, document_number="7/QĐ")
    with pytest.raises(ledger.SlotTaken, match="7/QĐ"):
        world.do(decision.decide, dossier, "approve", "", world.director)
    assert world.status(dossier) == "awaiting_approval"


def test_a_content_is_blocked_only_for_the_call_of_its_own_scope(world: World) -> None:
    """The scope is the programme's, so every call of one programme shares one slot."""
    member = world.organisation()
    first = world.submitted(member, call=CALL)
    assert world.fact(first, "scope") == SCOPE
    with pytest.raises(Conflict):
        give(world, member, scope=SCOPE)
    give(world, member, scope="2021-2025")
