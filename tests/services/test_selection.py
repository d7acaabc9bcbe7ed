"""Selection: apart and blind, ranked from what was scored, concluded all at once or not at all."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from app import clock
from app.access import Actor
from app.applications.services import withdraw
from app.delivery.models import Support
from app.delivery.services import of_application, unsigned
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.papers import kinds, registry
from app.programmes.models import CallContent, Project
from app.programmes.services import calls
from app.review.services import decision
from app.selection import ranking
from app.selection.models import Session, Sheet
from app.selection.ranking import Candidate
from app.selection.services import (
    conclude,
    conflicts,
    places,
    reading,
    scoring,
    sessions,
)
from app.selection.workflow import Outcome
from tests.council import Council, council
from tests.factories import CALL, FIVE_S, ISO9001, REASON, World

EARLY = datetime(2026, 11, 2, tzinfo=UTC)
WEIGHTS = {1: 60, 2: 40}


def candidate(key: int, *sheets: tuple[int, int], groups: str = "", day: int = 0) -> Candidate:
    marks = tuple({1: first, 2: second} for first, second in sheets)
    at = EARLY + timedelta(days=day)
    return Candidate(key, at, f"NSCL-26-{key:05d}-K", frozenset(groups.split()), marks)


# -- the ranking, without any database


def test_the_score_is_the_exact_mean_rounded_half_up_to_the_hundredth() -> None:
    # 0.6 x 8.33 + 0.4 x 7.01 = 7.802; with 7.803 beside it the mean is 7.8025, which rounds down.
    assert ranking.score([{1: 833, 2: 701}], WEIGHTS) == 780
    # 0.5 x 1 hundredth is the half that floats lose: it goes up.
    assert ranking.score([{1: 1, 2: 0}, {1: 0, 2: 1}], {1: 50, 2: 50}) == 1
    assert ranking.score([{1: 0, 2: 1}], {1: 51, 2: 49}) == 0
    assert ranking.score([], WEIGHTS) is None


def test_ties_are_broken_by_groups_then_day_then_reference_and_each_says_so() -> None:
    equal = [
        candidate(4, (900, 900), groups="a b", day=9),
        candidate(3, (900, 900), groups="a", day=1),
        candidate(1, (900, 900), groups="a", day=2),
        candidate(2, (900, 900), groups="a", day=2),
        candidate(5, (899, 900), groups="a b c"),
    ]
    for shuffled in permutations(equal):
        placed = ranking.order(shuffled, WEIGHTS)
        assert [each.key for each in placed] == [4, 3, 1, 2, 5]
        assert [each.rank for each in placed] == [1, 2, 3, 4, 5]
    words = [each.tie for each in placed]
    assert words[0] == words[4] == ""
    assert "2 nhóm ưu tiên" in words[1]
    assert "nộp sau" in words[2]
    assert "theo mã hồ sơ" in words[3]


def test_places_and_the_pass_mark_say_what_is_proposed() -> None:
    placed = ranking.order([candidate(n, (900 - 10 * n, 900)) for n in range(1, 5)], WEIGHTS)
    said = ranking.propose(placed, 2, 880)
    assert list(said.values()) == [
        Outcome.SHORTLISTED, Outcome.SHORTLISTED, Outcome.RESERVE, Outcome.REJECTED,
    ]  # fmt: skip
    assert set(ranking.propose(placed, None, None).values()) == {Outcome.SHORTLISTED}
    assert set(ranking.propose(placed, -1, None).values()) == {Outcome.RESERVE}


def test_a_quorum_is_a_part_of_those_who_may_score_and_never_of_nobody() -> None:
    assert ranking.enough(2, 3, "2/3")
    assert not ranking.enough(1, 3, "2/3")
    assert ranking.enough(3, 4, "2/3")
    assert not ranking.enough(2, 4, "2/3")
    assert not ranking.enough(0, 0, "1/2")


# -- the session


@pytest.fixture
def sitting(world: World) -> Council:
    """A call with a council, three dossiers that wait for it, and a session that scores them."""
    return council(world, dossiers=3, quota=1)


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


def test_a_dropped_session_lets_its_dossiers_go(world: World, sitting: Council) -> None:
    sitting.drop()
    again = sitting.another()
    assert sitting.world.count(Session) == 2
    with pytest.raises(Conflict):
        sitting.score(sitting.voters[0], sitting.dossiers[0], 50)
    assert again


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
        for kind, supply in supplied.items():
            assert kinds.get(kind).filled(supply.data), kind
            assert registry.of(kind).find(supply.reference.lower()) == sitting.session_id
    said = supplied["bien_ban_hop"].data
    assert [row["ket_qua"] for row in said["xep_hang"]] == ["Đề nghị hỗ trợ", "Dự bị", "Dự bị"]
    assert [row["diem"] for row in said["xep_hang"]] == ["90", "80", "80"]
    assert "Bằng điểm" in said["giai_thich"]
    assert supplied["to_trinh"].data["so_luot"] == "01"
    assert supplied["to_trinh"].data["danh_sach"][0]["muc_ho_tro"] == "chưa quy định"
    assert len(supplied["danh_sach"].data["danh_sach"]) == 3


# -- the reserve


@pytest.fixture
def concluded(world: World) -> Council:
    """One shortlisted, two on the reserve."""
    sitting = council(world, dossiers=3, quota=1)
    sitting.set(reserve_days=10)
    for dossier, points in zip(sitting.dossiers, (90, 80, 70), strict=True):
        sitting.score_dossier(dossier, points)
    sitting.close()
    sitting.conclude()
    return sitting


def hour(world: World) -> str:
    done = world.app.test_cli_runner().invoke(args=["lapse"])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_freed_place_goes_to_the_next_by_rank_within_the_hour(
    world: World, concluded: Council
) -> None:
    first, second, third = concluded.dossiers
    assert "promoted" not in hour(world)
    world.do(withdraw.withdraw, first, concluded.owners[0].actor)
    assert "1 promoted" in hour(world)
    assert (world.status(second), world.status(third)) == ("awaiting_endorsement", "reserve")
    assert world.letters("application_promoted", concluded.owners[1].email)
    assert "promoted" not in hour(world)  # the place is taken
    with pytest.raises(Conflict, match="không còn chỗ"):
        world.do(places.promote_first, third, world.lead)
    concluded.quota(2)
    world.do(places.promote_first, third, world.lead)
    assert world.status(third) == "awaiting_endorsement"


def test_a_rejection_frees_its_place_when_it_is_issued(world: World, concluded: Council) -> None:
    first, second, third = concluded.dossiers
    world.do(decision.endorse, first, world.lead)
    world.do(decision.decide, first, "reject", REASON, world.director)
    assert "promoted" not in hour(world)
    with pytest.raises(Conflict, match="xếp trước"):
        world.do(places.promote_first, third, world.lead)
    world.issue(first)
    assert "1 promoted" in hour(world)
    assert world.status(second) == "awaiting_endorsement"


def test_reserve_places_end_by_their_day_and_the_leads_are_reminded_before(
    world: World, concluded: Council
) -> None:
    lead = world.lead
    until = world.fact(concluded.dossiers[1], "reserve_until")
    with clock.freeze(clock.now() + timedelta(days=8)):
        hour(world)
        hour(world)
    (letter,) = world.letters("reserve_ending")
    assert lead.person_id
    assert "2 hồ sơ dự bị" in letter.text
    with clock.freeze(datetime.combine(until + timedelta(days=1), datetime.min.time(), UTC)):
        assert "2 reserve ended" in hour(world)
    assert [world.status(each) for each in concluded.dossiers[1:]] == ["reserve_ended"] * 2
    assert [world.slot(each) for each in concluded.dossiers[1:]] == ["released"] * 2


# -- agreements not signed


def test_an_agreement_not_signed_by_its_day_ends_the_support_and_promotes_the_reserve(
    world: World, concluded: Council
) -> None:
    first, second, _third = concluded.dossiers
    concluded.set(unsigned_days=8)
    world.do(decision.endorse, first, world.lead)
    world.do(decision.decide, first, "approve", "", world.director)
    world.issue(first)
    with world.reading():
        support = of_application(first)
        assert support is not None
        assert support.contract_by is not None
        last = support.contract_by
    moment = datetime.combine(last - timedelta(days=6), datetime.min.time(), UTC)
    with clock.freeze(moment):
        assert "1 reminded" in hour(world)
        assert "0 reminded" in hour(world)
    with clock.freeze(datetime.combine(last, datetime.min.time(), UTC) + timedelta(hours=11)):
        assert "1 expired" in hour(world)
    assert world.status(first) == "approved"
    assert world.fact(first, "look").label == "Hết thời hạn ký thỏa thuận"
    assert world.slot(first) == "released"
    assert world.letters("support_unsigned", concluded.owners[0].email)
    assert world.status(second) == "awaiting_endorsement"
    assert concluded.line() == (1, 0)


def test_an_organisation_gives_its_support_up_before_signing(
    world: World, concluded: Council
) -> None:
    first = concluded.dossiers[0]
    world.do(decision.endorse, first, world.lead)
    world.do(decision.decide, first, "approve", "", world.director)
    world.issue(first)

    def give_up(by: Actor) -> None:
        with world.writing():
            support = of_application(first)
            assert support is not None
            unsigned.give_up(support, "", by)

    with pytest.raises(DomainError) as refused:
        give_up(concluded.owners[1].actor)
    assert refused.value.status == 403
    give_up(concluded.owners[0].actor)
    with pytest.raises(Conflict):
        give_up(concluded.owners[0].actor)
    assert world.fact(first, "look").label == "Đã rút hồ sơ"
    assert world.count(Support, Support.status == "cancelled") == 1
    assert world.slot(first) == "released"
    world.submitted(concluded.owners[0], ISO9001)  # the slot is free again


# -- amounts


def test_an_amount_is_asked_where_there_is_a_ceiling_and_never_exceeds_budget(
    world: World,
) -> None:
    one, two = (world.awaiting_approval(world.organisation(), FIVE_S) for _n in range(2))
    with world.writing():
        row = next(each for each in calls.get(CALL).contents if each.content.code == FIVE_S)
        assert row.project is not None
        row.ceiling, row.project.budget = 40_000_000, 70_000_000
        project_id, row_id = row.project.id, row.id

    def approve(dossier: int, amount: int | None) -> None:
        world.do(decision.decide, dossier, "approve", "", world.director, amount=amount)

    for amount, words in ((None, "ghi số tiền"), (0, "lớn hơn 0"), (41_000_000, "Mức tối đa")):
        with pytest.raises(Invalid, match=words):
            approve(one, amount)
    approve(one, 40_000_000)
    with pytest.raises(Conflict, match=r"còn 30\.000\.000"):
        approve(two, 30_000_001)
    approve(two, 30_000_000)
    with world.reading():
        project = db.session.get_one(Project, project_id)
        row = db.session.get_one(CallContent, row_id)
        assert (project.committed, row.approved) == (70_000_000, 2)
