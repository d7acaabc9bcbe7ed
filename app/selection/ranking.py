"""Ranking (xếp hạng): pure, on whole hundredths of a point; recomputed from stored marks only.

A sheet's score is the sum of mark x weight / 100; a dossier's is the mean of its sheets, rounded
half up to the hundredth. Dossiers are ranked by that rounded score, which is what people see:
two that show the same score are equal and the next rule decides. Ties are broken, in order, by
the number of priority groups of the call that the organisation belongs to, by the earlier
submission, and by the reference.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import floor

from app.selection.workflow import QUORUMS, Outcome
from app.text import _

PER_CENT = 100
Marks = Mapping[int, int]  # criterion → hundredths of a point


@dataclass(frozen=True)
class Candidate:
    """A dossier as the ranking sees it."""

    key: int
    submitted_at: datetime
    reference: str
    groups: frozenset[str]  # the priority groups that count
    sheets: tuple[Marks, ...]


@dataclass(frozen=True)
class Placed:
    """A dossier in its place; `tie` says in words which rule put it after its equal."""

    candidate: Candidate
    rank: int
    score: int | None  # hundredths of a point; none without a sheet
    tie: str = ""

    @property
    def key(self) -> int:
        """The dossier."""
        return self.candidate.key


def score(sheets: Sequence[Marks], weights: Mapping[int, int]) -> int | None:
    """Return the weighted mean of the sheets in hundredths of a point; None without a sheet."""
    if not sheets:
        return None
    total = sum(marks[key] * weight for marks in sheets for key, weight in weights.items())
    exact = Fraction(total, PER_CENT * len(sheets))
    return floor(exact + Fraction(1, 2))


def order(candidates: Sequence[Candidate], weights: Mapping[int, int]) -> list[Placed]:
    """Return the dossiers of one content from the first rank on."""
    scores = {each.key: score(each.sheets, weights) for each in candidates}

    def place(each: Candidate) -> tuple[int, int, datetime, str]:
        scored = scores[each.key]
        return (1 if scored is None else -scored, -len(each.groups), each.submitted_at,
                each.reference)  # fmt: skip

    ordered = sorted(candidates, key=place)
    return [
        Placed(each, rank, scores[each.key], _tie(each, ordered, scores, rank - 1))
        for rank, each in enumerate(ordered, start=1)
    ]


def _tie(
    each: Candidate, ordered: Sequence[Candidate], scores: Mapping[int, int | None], at: int
) -> str:
    """Say which rule put a dossier after the one before it, where their scores are equal."""
    if at == 0 or scores[ordered[at - 1].key] != scores[each.key] or scores[each.key] is None:
        return ""
    before = ordered[at - 1]
    if len(before.groups) != len(each.groups):
        return _(
            "Bằng điểm với %(reference)s; xếp sau vì hồ sơ đó thuộc %(n)s nhóm ưu tiên, "
            "hồ sơ này %(m)s nhóm.",
            reference=before.reference,
            n=len(before.groups),
            m=len(each.groups),
        )
    if before.submitted_at != each.submitted_at:
        return _(
            "Bằng điểm và nhóm ưu tiên với %(reference)s; xếp sau vì nộp sau.",
            reference=before.reference,
        )
    return _(
        "Bằng điểm, nhóm ưu tiên và lúc nộp với %(reference)s; xếp theo mã hồ sơ.",
        reference=before.reference,
    )


def propose(
    placed: Sequence[Placed], places: int | None, pass_mark: int | None
) -> dict[int, Outcome]:
    """Return what the ranking says of each: within the places, beyond them, below the mark.

    `places` is what is free of the quota; None where the content has no quota.
    """
    left = len(placed) if places is None else max(places, 0)
    said: dict[int, Outcome] = {}
    for each in placed:
        if each.score is None or (pass_mark is not None and each.score < pass_mark):
            said[each.key] = Outcome.REJECTED
        elif left:
            said[each.key] = Outcome.SHORTLISTED
            left -= 1
        else:
            said[each.key] = Outcome.RESERVE
    return said


def enough(scored: int, may_score: int, quorum: str) -> bool:
    """Return whether so many of those who may score a dossier are a quorum; nobody never is."""
    parts, of = QUORUMS[quorum]
    return scored > 0 and scored * of >= may_score * parts


def points(hundredths: int | None) -> str:
    """Return a score as people write it: 87,5; "–" for none."""
    if hundredths is None:
        return "–"
    whole, rest = divmod(hundredths, 100)
    return f"{whole},{rest:02d}".rstrip("0").rstrip(",")
