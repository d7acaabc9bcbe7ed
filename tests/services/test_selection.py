"""A session of the council: sheets apart, the conclusion, its papers."""

import pytest

from app import clock
from app.applications.services import withdraw
from app.errors import Conflict, DomainError, Invalid
from app.papers import kinds, registry
from app.papers.services import making
from app.selection.models import Session, Sheet
from app.selection.services import (
    conclude,
    conflicts,
    reading,
    scoring,
    sessions,
)
from app.selection.workflow import Outcome
from tests.council import Council, council
from tests.factories import REASON, World


def test_members_score_apart_and_nobody_sees_a_score_before_the_closing(
    world: World, sitting: Council
) -> None:
    first, second = sitting.voters[:2]
    sitting.score(first, sitting.dossiers[0], 80)
    with world.reading():
        session = sitting.session()
        rows = scoring.progress(session, sessions.dossiers(session))
        assert [(each.scored, each.may_score) for each in rows] == [(1, 3), (0, 3), (0, 3)]
        said = vars(rows[0])
        assert not {"score", "points", "marks"} & said.keys()
    # Nothing in the events tells a mark.
    with world.reading():
        data = [event.data for event in sitting.history() if event.action == "score"]
    assert data == [{"dossier": sitting.dossiers[0]}]
    with pytest.raises(Conflict, match="Chưa đủ số thành viên chấm"):
        sitting.close()
    assert second is not first


def test_a_mark_is_asked_for_each_criterion_and_within_the_scale(sitting: Council) -> None:
    member = sitting.voters[0]
    for marks, field in (((None, 50), 0), ((101, 50), 0), ((50, -1), 1)):
        with pytest.raises(Invalid) as refused:
            sitting.score_each(member, sitting.dossiers[0], marks)
        assert refused.value.field == f"mark_{sitting.criteria[field]}"
    assert sitting.world.count(Sheet) == 0


def test_the_same_sheet_in_two_windows_is_saved_once(sitting: Council) -> None:
    member, dossier = sitting.voters[0], sitting.dossiers[0]
    sitting.score(member, dossier, 80, seen=0)
    with pytest.raises(Conflict, match="cửa sổ khác"):
        sitting.score(member, dossier, 20, seen=0)
    sitting.score(member, dossier, 20, seen=1)


def test_who_belongs_to_the_organisation_or_declares_it_neither_scores_nor_sees(
    world: World,
) -> None:
    sitting = council(world, dossiers=2, quota=1, member_of=0)
    theirs, other = sitting.dossiers
    insider, honest = sitting.voters[:2]
    with pytest.raises(DomainError) as refused:
        sitting.score(insider, theirs, 100)
    assert refused.value.status == 403
    with pytest.raises(DomainError, match="xung đột"):  # it competes with theirs for the places
        sitting.score(insider, other, 0)
    sitting.score(honest, theirs, 10)
    sitting.declare(honest, theirs)  # what was scored of it is gone
    assert world.count(Sheet) == 0
    with pytest.raises(DomainError, match="xung đột"):
        sitting.score(honest, theirs, 10)
    sitting.score_all(70, but={(insider, theirs), (insider, other), (honest, theirs)})
    sitting.close()
    with world.reading():
        session = sitting.session()
        kept = conflicts.of_session(session)
        assert sorted(each.declared for each in kept.values()) == [False, False, True]
        for member, sees in ((insider, False), (honest, True)):
            (table,) = reading.tables(session, sitting.actor(member))
            seen = {row.listed.application_id: row for row in table.rows}
            assert (seen[theirs].hidden, seen[theirs].score) == (True, None)
            assert seen[other].score == (7000 if sees else None)
            with pytest.raises(DomainError, match="xung đột"):
                reading.seen_dossier(session, theirs, sitting.actor(member))


def test_the_conclusion_ranks_shortlists_reserves_and_proposes_rejection(
    world: World, sitting: Council
) -> None:
    best, middle, last = sitting.dossiers
    sitting.set(pass_mark=5000, reserve_days=10)
    for dossier, points in ((best, 90), (middle, 80), (last, 30)):
        sitting.score_dossier(dossier, points)
    sitting.close()
    sitting.conclude()
    assert [world.status(each) for each in sitting.dossiers] == [
        "awaiting_endorsement", "reserve", "awaiting_endorsement",
    ]  # fmt: skip
    assert [world.fact(each, "rank") for each in sitting.dossiers] == [1, 2, 3]
    assert world.fact(middle, "reserve_until") is not None
    assert world.events(last)[-1] == "propose_rejection"
    (letter,) = world.letters("application_reserve")
    assert "dự bị" in letter.subject
    with world.reading():
        (table,) = reading.tables(sitting.session(), sitting.world.lead)
        assert [(row.rank, row.score, row.outcome) for row in table.rows] == [
            (1, 9000, Outcome.SHORTLISTED),
            (2, 8000, Outcome.RESERVE),
            (3, 3000, Outcome.REJECTED),
        ]
        assert table.places == 1
    with pytest.raises(Conflict):
        sitting.conclude()


def test_a_row_that_changed_stops_the_whole_conclusion_and_is_named(
    world: World, sitting: Council
) -> None:
    sitting.score_all(70)
    sitting.close()
    saw = sitting.saw()
    gone = sitting.dossiers[0]
    world.do(withdraw.withdraw, gone, sitting.owners[0].actor)
    with pytest.raises(conclude.NotConcluded) as refused:
        sitting.conclude(saw)
    assert world.fact(gone, "reference") in refused.value.message
    assert {world.status(each) for each in sitting.dossiers[1:]} == {"awaiting_selection"}
    sitting.conclude()
    assert world.status(sitting.dossiers[1]) == "awaiting_endorsement"


def test_another_outcome_needs_a_reason_is_recorded_and_never_exceeds_the_places(
    world: World, sitting: Council
) -> None:
    first, second, third = sitting.dossiers
    for dossier, points in ((first, 90), (second, 80), (third, 70)):
        sitting.score_dossier(dossier, points)
    sitting.close()
    with pytest.raises(Invalid, match="lý do"):
        sitting.want(second, "shortlisted", "")
    sitting.want(second, "shortlisted", REASON)
    with pytest.raises(conclude.NotConcluded, match="nhiều hơn số chỗ"):
        sitting.conclude()
    sitting.want(first, "reserve", "Đơn vị đề nghị lùi lại.")
    sitting.conclude()
    assert world.status(second) == "awaiting_endorsement"
    assert world.status(first) == "reserve"
    with world.reading():
        kept = sessions.of_session(sitting.session(), second)
        assert (kept.proposed, kept.outcome, kept.reason) == ("reserve", "shortlisted", REASON)


def test_one_dossier_goes_back_to_its_appraiser_and_may_come_again(
    world: World, sitting: Council
) -> None:
    dossier = sitting.dossiers[0]
    with pytest.raises(DomainError) as refused:
        sitting.send_back(dossier, by=sitting.secretary)
    assert refused.value.status == 403
    sitting.send_back(dossier)
    assert world.status(dossier) == "under_appraisal"
    world.appraise(dossier, world.officer)
    assert world.status(dossier) == "awaiting_selection"
    with world.reading():
        assert dossier in {each.id for each in sessions.waiting(sitting.session())}


def test_a_session_that_sent_a_dossier_back_or_was_dropped_is_no_ground_of_its_papers(
    world: World, sitting: Council
) -> None:
    sitting.send_back(sitting.dossiers[0])
    with world.reading():
        assert reading.concluding(sitting.dossiers) == []
    for dossier in sitting.dossiers[1:]:
        sitting.score_dossier(dossier, 80)
    sitting.close()
    sitting.conclude()
    with world.reading():
        assert reading.concluding(sitting.dossiers[:1]) == []
        assert len(reading.concluding(sitting.dossiers)) == 1


def test_a_dropped_session_lets_its_dossiers_go(world: World, sitting: Council) -> None:
    sitting.drop()
    again = sitting.another()
    assert sitting.world.count(Session) == 2
    with pytest.raises(Conflict):
        sitting.score(sitting.voters[0], sitting.dossiers[0], 50)
    assert again


def test_a_draft_that_says_something_else_than_the_session_gets_no_number(
    world: World, sitting: Council
) -> None:
    first, second, _third = sitting.dossiers
    for dossier, points in zip(sitting.dossiers, (90, 80, 70), strict=True):
        sitting.score_dossier(dossier, points)
    sitting.close()

    def drafted(kind: str = "bien_ban_hop") -> int:
        with world.writing():
            return making.from_room(kind, sitting.session_id, sitting.secretary).id

    def state(paper: int) -> str:
        with world.reading():
            return making.get(paper).state

    before = drafted()
    sitting.want(first, "reserve", REASON)
    sitting.want(second, "shortlisted", REASON)
    assert state(before) == "withdrawn"
    minutes, submission = drafted(), drafted("to_trinh")
    with world.writing():
        making.number(making.get(minutes), "03/BB-XC", clock.today(), world.clerk)
    with pytest.raises(Conflict, match="đã có số"):
        sitting.want(first, "", "")
    sitting.conclude()
    assert [state(minutes), state(submission)] == ["current", "draft"]  # said what it concludes


def test_the_papers_of_a_session_say_what_was_concluded_and_why(
    world: World, sitting: Council
) -> None:
    with pytest.raises(Conflict), world.reading():
        registry.of("bien_ban_hop").supply(sitting.session_id)
    first, second, third = sitting.dossiers
    for dossier, points in ((first, 90), (second, 80), (third, 80)):
        sitting.score_dossier(dossier, points)
    sitting.close()
    sitting.conclude()
    with world.reading():
        supplied = {
            kind: registry.of(kind).supply(sitting.session_id)
            for kind in ("bien_ban_hop", "to_trinh", "danh_sach")
        }
        # A bundle of what it concluded names its minutes among the grounds.
        assert [each.id for each in reading.concluding([first, third])] == [sitting.session_id]
        assert reading.concluding([]) == []
        for kind, supply in supplied.items():
            assert kinds.get(kind).filled(supply.data), kind
            assert registry.of(kind).find(supply.reference.lower()) == sitting.session_id
    said = supplied["bien_ban_hop"].data
    assert [row["ket_qua"] for row in said["xep_hang"]] == ["Đề nghị hỗ trợ", "Dự bị", "Dự bị"]
    assert [row["diem"] for row in said["xep_hang"]] == ["90", "80", "80"]
    (tie,) = said["giai_thich"].split("\n")
    reference, _colon, why = tie.partition(": ")
    assert why.startswith("Bằng điểm")
    assert sum(reference in row["don_vi"] for row in said["xep_hang"]) == 1
    assert said["thoi_gian"].startswith("…… giờ ……, ngày ")
    assert supplied["to_trinh"].data["so_luot"] == "01"
    assert supplied["to_trinh"].data["danh_sach"][0]["muc_ho_tro"] == "chưa quy định"
    assert len(supplied["danh_sach"].data["danh_sach"]) == 3
