"""The ranking of candidates, without any database."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

from app.selection import ranking
from app.selection.ranking import Candidate
from app.selection.workflow import Outcome

EARLY = datetime(2026, 11, 2, tzinfo=UTC)
WEIGHTS = {1: 60, 2: 40}


def candidate(key: int, *sheets: tuple[int, int], groups: str = "", day: int = 0) -> Candidate:
    marks = tuple({1: first, 2: second} for first, second in sheets)
    at = EARLY + timedelta(days=day)
    return Candidate(key, at, f"NSCL-26-{key:05d}-K", frozenset(groups.split()), marks)


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
