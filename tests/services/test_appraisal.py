"""Appraisal: by the assigned officer only, kept for good, sent up by the programme's way."""

from typing import Any

import pytest

from app.access import Role
from app.applications.services import queries
from app.appraisal.services import appraisal, sheet
from app.errors import Conflict, DomainError, Invalid
from app.papers import kinds, registry
from app.programmes.models import Criterion
from app.programmes.services import calls
from app.review.services import assignment, decision
from tests.factories import CALL, ISO9001, OPINION, REASON, World, sheet_said


def test_an_appraisal_keeps_the_sheet_as_it_was_sent_and_goes_to_the_lead(world: World) -> None:
    dossier = world.assigned(world.organisation())
    with world.writing():
        call = queries.get(dossier).call
        call.criteria = [
            Criterion(position=1, label="Sẵn sàng", weight=40),
            Criterion(position=2, label="Khả thi", weight=60),
        ]
        next(row for row in call.contents if row.content.code == ISO9001).ceiling = 50_000_000
    with world.writing():
        application = queries.get(dossier)
        own = [item.label for item in sheet.items(application)]
        first, second = sheet.measures(application)
        said = sheet_said(
            application,
            results={**sheet_said(application).results, "feasible": "fail"},
            notes={"feasible": "Chưa rõ phạm vi"},
            scores={first.key: 80, second.key: 75},
            proposed_amount=40_000_000,
        )
        appraisal.recommend(application, said, by=world.officer)
    assert world.status(dossier) == "awaiting_endorsement"
    assert world.fact(dossier, "appraiser_ids") == [world.officer.person_id]
    with world.reading():
        (kept,) = appraisal.of_application(dossier)
        assert [row["label"] for row in kept.checklist] == own
        failed = [row["note"] for row in kept.checklist if row["result"] == "fail"]
        assert failed == ["Chưa rõ phạm vi"]
        assert kept.total == 40 * 80 + 60 * 75
        assert sheet.points(kept.total) == "77,00"
        assert (kept.opinion, kept.recommendation) == (OPINION, "approve")
        assert kept.proposed_amount == 40_000_000
        told = registry.of("phieu_tham_dinh").supply(dossier).data
        assert kinds.get("phieu_tham_dinh").filled(told)["tong_diem"] == "77,00"
        assert "40.000.000 đồng (bằng chữ: Bốn mươi triệu đồng)" in told["de_xuat"]


def test_the_content_versions_own_items_stand_beside_the_general_ones(world: World) -> None:
    dossier = world.assigned(world.organisation())
    with world.reading():
        application = queries.get(dossier)
        version = application.content_version
        assert [item.key for item in sheet.items(application)] == [
            *sheet.CHECKLIST,
            *(f"own_{item['key']}" for item in version.checklist),
        ]


def test_a_programme_without_endorsement_sends_it_straight_to_the_director(world: World) -> None:
    with world.writing():
        calls.get(CALL).programme.endorsement = False
    dossier = world.recommended(world.organisation())
    assert world.status(dossier) == "awaiting_approval"
    assert world.events(dossier)[-1] == "recommend_straight"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"opinion": "  "}, "opinion"),
        ({"recommendation": ""}, "recommendation"),
        ({"recommendation": "maybe"}, "recommendation"),
        ({"results": {}}, "r_eligible"),
        ({"proposed_amount": 5}, "proposed_amount"),
    ],
)
def test_a_sheet_that_lacks_something_is_kept_as_a_draft_and_not_sent(
    world: World, said: dict[str, Any], field: str
) -> None:
    dossier = world.assigned(world.organisation())
    with world.reading():
        whole = sheet_said(queries.get(dossier), **said)
    with pytest.raises(Invalid) as refused:
        world.do(appraisal.recommend, dossier, whole, by=world.officer)
    assert refused.value.field == field
    assert world.status(dossier) == "under_appraisal"
    world.do(appraisal.save_draft, dossier, whole, world.officer, seen=0)
    with world.reading():
        assert appraisal.begun(queries.get(dossier)) == whole
    with pytest.raises(Conflict):  # the page was opened before the draft was saved
        world.do(appraisal.save_draft, dossier, whole, world.officer, seen=0)


def test_another_officer_does_not_appraise(world: World) -> None:
    dossier = world.assigned(world.organisation())
    other = world.staff(Role.OFFICER, email="khac@so.example.vn")
    with pytest.raises(DomainError) as refused:
        world.appraise(dossier, other)
    assert refused.value.status == 403


def test_what_is_sent_back_is_appraised_again_and_both_appraisals_stay(world: World) -> None:
    dossier = world.recommended(world.organisation())
    world.do(decision.send_back, dossier, "Cần rõ phạm vi", world.lead)
    with world.reading():  # the next sheet begins as a copy of the last
        assert appraisal.begun(queries.get(dossier)).opinion == OPINION
    assert world.status(dossier) == "under_appraisal"
    other = world.staff(Role.OFFICER, email="hai@so.example.vn")
    world.do(assignment.assign, dossier, other.person_id, world.lead)
    world.appraise(dossier, other)
    assert world.fact(dossier, "appraiser_ids") == sorted(
        [world.officer.person_id or 0, other.person_id or 0]
    )
    with world.reading():
        assert len(appraisal.of_application(dossier)) == 2
        assert appraisal.draft_of(dossier) is None


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
