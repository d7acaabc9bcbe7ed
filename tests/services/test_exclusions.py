"""Contents that exclude one another: where one is held or used, the other is refused."""

import pytest

from app.access import SYSTEM
from app.applications.services import compose, queries, submit, withdraw
from app.applications.services import draft as drafts
from app.errors import Invalid
from app.ledger.services import history, standing
from app.ledger.services.exclusion import Excluded
from app.organisations.services import queries as organisations
from app.programmes.services import calls, contents
from tests.factories import CALL, FIVE_S, ISO9001, SCOPE, World

MODEL = "MH-DIEM"


@pytest.fixture
def apart(world: World) -> World:
    """The province in small, in which mô hình điểm and 5S exclude one another."""
    with world.writing():
        contents.get(MODEL).exclude_with = [FIVE_S]
        contents.get(FIVE_S).exclude_with = [MODEL]
    return world


def test_what_excludes_a_held_content_is_refused_at_submission_with_its_dossier(
    apart: World,
) -> None:
    member = apart.organisation()
    first = apart.submitted(member, FIVE_S)
    second = apart.draft(member, MODEL)
    with apart.reading():  # told before the submission, too
        warned = drafts.slot_holder(queries.get(second))
        assert isinstance(warned, Excluded)
    with pytest.raises(Excluded, match="Không đăng ký đồng thời") as refused:
        apart.do(submit.submit, second, member.actor)
    assert apart.fact(first, "reference") in refused.value.message
    assert apart.slot(second) is None
    assert apart.status(second) == "draft"


def test_two_that_exclude_one_another_are_not_chosen_for_one_phieu(apart: World) -> None:
    member = apart.organisation()
    apart.draft(member, ISO9001)
    with pytest.raises(Invalid, match="Vui lòng chọn một trong hai") as refused, apart.writing():
        compose.begin(
            organisations.get(member.organisation_id),
            calls.get(CALL),
            [contents.get(code) for code in (ISO9001, FIVE_S, MODEL)],
            member.actor,
        )
    assert refused.value.field == "contents"


def test_once_the_first_is_withdrawn_the_other_is_taken(apart: World) -> None:
    member = apart.organisation()
    first = apart.submitted(member, FIVE_S)
    second = apart.draft(member, MODEL)
    apart.do(withdraw.withdraw, first, member.actor)
    apart.do(submit.submit, second, member.actor)
    assert apart.status(second) == "submitted"


def test_a_support_given_in_the_scope_excludes_and_one_of_another_scope_does_not(
    apart: World,
) -> None:
    given, elsewhere = apart.organisation(), apart.organisation()
    for member, scope in ((given, SCOPE), (elsewhere, "2021-2025")):
        with apart.writing():
            history.record_given(
                scope=scope,
                organisation=organisations.get(member.organisation_id),
                content=contents.get(FIVE_S),
                year=2022,
                by=SYSTEM,
            )
    with pytest.raises(Excluded, match="năm 2022"):
        apart.submitted(given, MODEL)
    assert apart.status(apart.submitted(elsewhere, MODEL)) == "submitted"


def test_a_branch_is_excluded_by_what_its_parent_holds(apart: World) -> None:
    member = apart.organisation()
    apart.submitted(member, FIVE_S)
    everyone = apart.relatives(member, 1)
    branch = max(everyone.actor.organisation_ids)
    with pytest.raises(Excluded):
        apart.submitted(everyone, MODEL, organisation_id=branch)


def test_the_standing_page_says_which_content_stands_in_the_way(apart: World) -> None:
    member = apart.organisation()
    apart.submitted(member, FIVE_S)
    with apart.reading():
        organisation = organisations.get(member.organisation_id)
        model = standing.for_content(organisation, contents.get(MODEL))
        other = standing.for_content(organisation, contents.get(ISO9001))
        assert model.state is standing.State.EXCLUDED
        assert "Áp dụng công cụ 5S" in model.words
        assert other.state is standing.State.OPEN
