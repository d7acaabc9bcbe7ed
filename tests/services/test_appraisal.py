"""Appraisal: by the assigned officer only, kept for good, sent up by the programme's way."""

import pytest

from app.access import Role
from app.appraisal.services import appraisal
from app.errors import DomainError, Invalid
from app.programmes.services import calls
from app.review.services import assignment, decision
from tests.factories import CALL, OPINION, REASON, World


def test_an_appraisal_keeps_the_checklist_the_opinion_and_goes_to_the_lead(world: World) -> None:
    dossier = world.recommended(world.organisation())
    assert world.status(dossier) == "awaiting_endorsement"
    assert world.fact(dossier, "appraiser_ids") == [world.officer.person_id]
    with world.reading():
        (kept,) = appraisal.of_application(dossier)
        assert kept.checklist == {
            key: key in {"eligible", "complete"} for key in appraisal.CHECKLIST
        }
        assert (kept.opinion, kept.recommendation) == (OPINION, "approve")


def test_a_programme_without_endorsement_sends_it_straight_to_the_director(world: World) -> None:
    with world.writing():
        calls.get(CALL).programme.endorsement = False
    dossier = world.recommended(world.organisation())
    assert world.status(dossier) == "awaiting_approval"
    assert world.events(dossier)[-1] == "recommend_straight"


def test_an_appraisal_without_opinion_or_recommendation_is_refused(world: World) -> None:
    dossier = world.assigned(world.organisation())
    for opinion, recommendation, field in (
        ("  ", "approve", "opinion"),
        (OPINION, "", "recommendation"),
        (OPINION, "maybe", "recommendation"),
    ):
        with pytest.raises(Invalid) as refused:
            world.do(
                appraisal.recommend,
                dossier,
                checklist=(),
                opinion=opinion,
                recommendation=recommendation,
                by=world.officer,
            )
        assert refused.value.field == field
    assert world.status(dossier) == "under_appraisal"


def test_another_officer_does_not_appraise(world: World) -> None:
    dossier = world.assigned(world.organisation())
    other = world.staff(Role.OFFICER, email="khac@so.example.vn")
    with pytest.raises(DomainError) as refused:
        world.appraise(dossier, other)
    assert refused.value.status == 403


def test_what_is_sent_back_is_appraised_again_and_both_appraisals_stay(world: World) -> None:
    dossier = world.recommended(world.organisation())
    world.do(decision.send_back, dossier, "Cần rõ phạm vi", world.lead)
    assert world.status(dossier) == "under_appraisal"
    other = world.staff(Role.OFFICER, email="hai@so.example.vn")
    world.do(assignment.assign, dossier, other.person_id, world.lead)
    world.appraise(dossier, other)
    assert world.fact(dossier, "appraiser_ids") == sorted(
        [world.officer.person_id or 0, other.person_id or 0]
    )
    with world.reading():
        assert len(appraisal.of_application(dossier)) == 2


def test_the_applicant_hears_nothing_of_an_appraisal_or_a_return(world: World) -> None:
    member = world.organisation()
    dossier = world.assigned(member)
    before = len(world.letters(to=member.email))
    world.appraise(dossier, world.officer)
    world.do(decision.send_back, dossier, REASON, world.lead)
    world.appraise(dossier, world.officer)
    world.do(decision.endorse, dossier, world.lead)
    world.do(decision.send_back, dossier, REASON, world.director)
    assert len(world.letters(to=member.email)) == before
