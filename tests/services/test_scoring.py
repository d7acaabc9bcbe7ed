"""Scoring: apart and blind, closed once, opened again by the lead alone; not by the interested."""

import pytest

from app import clock
from app.access import Actor, Role
from app.applications.services import queries
from app.appraisal.services import interests
from app.errors import Conflict, DomainError, Invalid
from app.papers.models import DRAFT, WITHDRAWN, Paper
from app.papers.services import making
from app.selection.services import conclude, members, reading, scoring
from tests.council import Council, council
from tests.factories import REASON, World


@pytest.fixture
def sitting(world: World) -> Council:
    """A call with a council, three dossiers that wait for it, and a session that scores them."""
    return council(world, dossiers=3, quota=1)


def test_an_interest_declared_at_the_desk_counts_in_the_session_at_once(
    world: World, sitting: Council
) -> None:
    theirs, other = sitting.dossiers[:2]
    honest = sitting.voters[0]
    colleague = world.staff(Role.OFFICER, name="Cán bộ xét", email="xet@so.example.vn")
    with world.writing():
        session = sitting.session()
        seat = members.seat(
            session, email="xet@so.example.vn", name="Cán bộ xét", capacity="member",
            votes=True, position="", by=sitting.secretary,
        ).id  # fmt: skip
    sitting.score(seat, theirs, 90)
    sitting.score_all(50)
    for person in (colleague, sitting.secretary):
        with world.writing():
            interests.declare(queries.get(theirs), "Vợ là giám đốc.", person, whole=False)
    with pytest.raises(DomainError, match="xung đột"):
        sitting.score(seat, theirs, 100)
    sitting.score(seat, other, 90)
    sitting.close()
    with world.reading():
        session = sitting.session()
        assert sitting.actor(seat).person_id == colleague.person_id
        # Also the secretary, who has no vote, and whoever does not sit at all.
        for by in (sitting.actor(seat), sitting.secretary):
            (table,) = reading.tables(session, by)
            hidden = {row.listed.application_id: row.hidden for row in table.rows}
            assert hidden == {theirs: True, other: False, sitting.dossiers[2]: False}
            with pytest.raises(DomainError, match="xung đột"):
                reading.seen_dossier(session, theirs, by)
        # What they said of it does not count: only the three others'.
        (table,) = reading.tables(session, sitting.actor(honest))
        assert {row.listed.application_id: row.score for row in table.rows}[theirs] == 5000
    with pytest.raises(DomainError, match="xung đột"):
        sitting.want(theirs, "reserve", REASON)  # the secretary's word
    with world.writing():
        interests.declare(queries.get(theirs), "Bạn học.", world.lead, whole=False)
    with pytest.raises(conclude.NotConcluded, match="không có quyền"):
        sitting.conclude()
    with pytest.raises(DomainError) as refused:
        sitting.send_back(theirs)
    assert refused.value.status == 403


def test_only_the_lead_opens_a_scoring_again_with_a_reason_before_the_conclusion(
    world: World, sitting: Council
) -> None:
    first, _second, third = sitting.dossiers
    sitting.score_all(70)
    lead = world.lead

    def reopen(reason: str = "Khóa nhầm.", by: Actor = lead) -> None:
        with world.writing():
            scoring.reopen(sitting.session(), reason, by)

    with pytest.raises(Conflict):  # it is open
        reopen()
    sitting.close()
    sitting.want(third, "shortlisted", REASON)
    with world.writing():
        draft = making.from_room("bien_ban_hop", sitting.session_id, lead).id
    with pytest.raises(DomainError) as refused:
        reopen(by=sitting.secretary)
    assert refused.value.status == 403
    with pytest.raises(Invalid):
        reopen(" ")
    reopen()
    with world.reading():
        said = [each.data for each in sitting.history() if each.action == "reopen_scoring"]
    assert [each["reason"] for each in said] == ["Khóa nhầm."]
    assert world.count(Paper, Paper.id == draft, Paper.state == WITHDRAWN) == 1
    assert len(world.letters("selection_opened")) == 2 * len(sitting.voters)
    sitting.score_dossier(first, 90)
    sitting.close()
    with world.reading():
        (table,) = reading.tables(sitting.session(), lead)
        assert {row.listed.application_id: row.score for row in table.rows}[first] == 9000
        assert all(row.outcome is row.proposed for row in table.rows)
    with world.writing():
        draft = making.from_room("bien_ban_hop", sitting.session_id, lead).id
    assert world.count(Paper, Paper.id == draft, Paper.state == DRAFT) == 1
    with world.writing():
        making.number(making.get(draft), "01/BB-HĐ", clock.today(), world.clerk)
    with pytest.raises(Conflict, match="đã có số"):
        reopen()
    sitting.conclude()
    with pytest.raises(Conflict):
        reopen()
