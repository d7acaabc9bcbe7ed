"""What an appraisal sheet (phiếu thẩm định) asks and says; what is still wrong with one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from app.applications.models import Application
from app.appraisal.models import Appraisal
from app.errors import Invalid
from app.programmes.models import CallContent
from app.programmes.services import quota
from app.text import _

# What every appraisal looks at (đề xuất, DOMAIN 2); a content version adds items of its own.
CHECKLIST = {
    "eligible": _("Đúng đối tượng, địa bàn theo kế hoạch"),
    "complete": _("Thành phần hồ sơ đầy đủ, hợp lệ"),
    "not_supported": _("Chưa được hỗ trợ nội dung này"),
    "feasible": _("Mục tiêu, phạm vi áp dụng khả thi"),
    "contribution": _("Có nguồn lực đối ứng phù hợp"),
}
OWN = "own_"  # begins the key of an item of the content's own
PASS, FAIL, NOT_APPLICABLE = "pass", "fail", "na"
RESULTS = {PASS: _("Đạt"), FAIL: _("Không đạt"), NOT_APPLICABLE: _("Không áp dụng")}
RECOMMENDATIONS = {
    "approve": _("Đề xuất phê duyệt hỗ trợ"),
    "reject": _("Đề xuất không phê duyệt"),
}
HIGHEST = 100  # points (điểm) of a criterion
LONGEST_NOTE, LONGEST_OPINION = 500, 4000  # characters


@dataclass(frozen=True)
class Item:
    """One item of the checklist (mục kiểm tra)."""

    key: str
    label: str


@dataclass(frozen=True)
class Measure:
    """One criterion (tiêu chí) of the call: its key here, its words, its weight in per cent."""

    key: str
    label: str
    weight: int


@dataclass(frozen=True)
class Said:
    """What an officer has filled in so far; anything may still lack."""

    results: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[str, int | None] = field(default_factory=dict)
    score_notes: Mapping[str, str] = field(default_factory=dict)
    opinion: str = ""
    recommendation: str = ""
    proposed_amount: int | None = None  # đồng

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """Return what a draft keeps."""
        return cls(**kept)

    def kept(self) -> dict[str, Any]:
        """Return it as a draft keeps it."""
        return asdict(self)


def items(application: Application) -> list[Item]:
    """Return the general checklist and, after it, that of the content's version."""
    own = application.content_version.checklist
    return [
        *(Item(key, label) for key, label in CHECKLIST.items()),
        *(Item(OWN + item["key"], item["label"]) for item in own),
    ]


def measures(application: Application) -> list[Measure]:
    """Return the call's criteria; their weights add up to 100."""
    return [Measure(f"c{each.id}", each.label, each.weight) for each in application.call.criteria]


def amounts(application: Application) -> CallContent | None:
    """Return what the call sets of amounts for this content; None where an approval says none."""
    found = (row for row in application.call.contents if row.content_id == application.content_id)
    return next((row for row in found if quota.wants_amount(row)), None)


def total(weighed: Sequence[Measure], said: Said) -> int | None:
    """Return the weighted total in hundredths of a point; None until every criterion is scored."""
    scores = [said.scores.get(each.key) for each in weighed]
    if not weighed or any(score is None for score in scores):
        return None
    return sum(each.weight * (score or 0) for each, score in zip(weighed, scores, strict=True))


def points(total: int | None) -> str:
    """Return hundredths of a point in words: 77,50."""
    return "" if total is None else f"{total // 100},{total % 100:02d}"


def faults(application: Application, said: Said) -> Iterator[tuple[str, str]]:
    """Yield (field, words) for all that keeps a sheet from being sent up."""
    yield from unkept(said)
    for item in items(application):
        result = said.results.get(item.key, "")
        if result not in RESULTS:
            yield f"r_{item.key}", _("Vui lòng chọn kết quả của mục này.")
        elif result == FAIL and not said.notes.get(item.key, "").strip():
            yield f"n_{item.key}", _("Mục không đạt cần ghi nhận xét.")
    for each in measures(application):
        score = said.scores.get(each.key)
        if score is None or not 0 <= score <= HIGHEST:
            yield f"s_{each.key}", _("Vui lòng cho điểm từ 0 đến 100.")
    if not said.opinion.strip():
        yield "opinion", _("Vui lòng ghi ý kiến thẩm định.")
    if said.recommendation not in RECOMMENDATIONS:
        yield "recommendation", _("Vui lòng chọn đề xuất.")
    yield from _amount_faults(application, said)


def _amount_faults(application: Application, said: Said) -> Iterator[tuple[str, str]]:
    amount, row = said.proposed_amount, amounts(application)
    if amount is None:
        return
    if said.recommendation != "approve" or row is None:
        words = _("Chỉ ghi mức khi đề xuất hỗ trợ nội dung có mức trần hoặc kinh phí.")
        yield "proposed_amount", words
        return
    try:
        quota.check_amount(row, amount)
    except Invalid as error:
        yield "proposed_amount", error.message


def unkept(said: Said) -> Iterator[tuple[str, str]]:
    """Yield (field, words) for what is too long even for a draft."""
    words = _("Nội dung dài tối đa %(max)s ký tự.", max=LONGEST_NOTE)
    for letter, notes in (("n", said.notes), ("t", said.score_notes)):
        yield from ((f"{letter}_{key}", words) for key in notes if len(notes[key]) > LONGEST_NOTE)
    if len(said.opinion) > LONGEST_OPINION:
        yield "opinion", _("Nội dung dài tối đa %(max)s ký tự.", max=LONGEST_OPINION)


def again(application: Application, earlier: Appraisal) -> Said:
    """Return an earlier sheet as the beginning of the next: a returned dossier goes on from it."""
    by_label = {row["label"]: row for row in earlier.scores}
    rows = {row["key"]: row for row in earlier.checklist}
    weighed = measures(application)
    return Said(
        results={key: row["result"] for key, row in rows.items()},
        notes={key: row["note"] for key, row in rows.items()},
        scores={each.key: by_label.get(each.label, {}).get("score") for each in weighed},
        score_notes={each.key: by_label.get(each.label, {}).get("note", "") for each in weighed},
        opinion=earlier.opinion,
        recommendation=earlier.recommendation,
        proposed_amount=earlier.proposed_amount,
    )


def checked(application: Application, said: Said) -> list[dict[str, str]]:
    """Return the checklist as a sent sheet keeps it, with its words."""
    return [
        {
            "key": item.key,
            "label": item.label,
            "result": said.results.get(item.key, ""),
            "note": said.notes.get(item.key, "").strip(),
        }
        for item in items(application)
    ]


def scored(application: Application, said: Said) -> list[dict[str, Any]]:
    """Return the scores as a sent sheet keeps them, with the weights of the day."""
    return [
        {
            "label": each.label,
            "weight": each.weight,
            "score": said.scores[each.key],
            "note": said.score_notes.get(each.key, "").strip(),
        }
        for each in measures(application)
    ]
