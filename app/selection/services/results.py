"""What the scores say: the ranking of each content, and what the session would conclude."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.access import Actor
from app.errors import Conflict, Invalid
from app.extensions import db
from app.organisations import kinds
from app.programmes.models import CallContent
from app.programmes.services import quota
from app.selection import ranking
from app.selection.models import Conflict as Barred
from app.selection.models import Listed, Mark, Member, Session, Sheet
from app.selection.ranking import Candidate, Placed
from app.selection.services import conflicts, door, drafts, places, sessions
from app.selection.workflow import Outcome, State
from app.text import _


@dataclass(frozen=True)
class Line:
    """A dossier in the ranking, with what the session would conclude about it."""

    listed: Listed
    placed: Placed
    proposed: Outcome  # what the ranking says
    outcome: Outcome  # what would be concluded: the ranking's word, or what was set instead
    reason: str
    groups: tuple[str, ...]  # the priority groups that counted, in words

    @property
    def overridden(self) -> bool:
        """Whether somebody set another outcome than the ranking's."""
        return self.outcome is not self.proposed


@dataclass(frozen=True)
class Ranked:
    """The ranking of one content of the session; `places` is None without a quota."""

    row: CallContent
    places: int | None
    lines: Sequence[Line]

    @property
    def beyond(self) -> int:
        """How many more are to be shortlisted than there are places."""
        shortlisted = sum(line.outcome is Outcome.SHORTLISTED for line in self.lines)
        return 0 if self.places is None else max(shortlisted - max(self.places, 0), 0)


def rank(session: Session, dossiers: Sequence[Listed] | None = None) -> list[Ranked]:
    """Return the ranking of each content, computed from the stored marks alone."""
    live = sessions.dossiers(session, live=True) if dossiers is None else dossiers
    weights = {criterion.id: criterion.weight for criterion in session.call.criteria}
    sheets = _marks(session)
    found = []
    for content in session.contents:
        own = [each for each in live if each.application.content_id == content.content_id]
        row = quota.offered(session.call_id, content.content_id)
        assert row is not None  # a call's contents do not change once it is published
        free = _free(row, own)
        placed = ranking.order(
            [_candidate(session, each, sheets.get(each.id, {})) for each in own], weights
        )
        said = ranking.propose(placed, free, session.pass_mark)
        by_key = {each.application_id: each for each in own}
        lines = [_line(session, by_key[one.key], one, said[one.key]) for one in placed]
        found.append(Ranked(row, free, lines))
    return found


def _free(row: CallContent, own: Iterable[Listed]) -> int | None:
    """Return the places for these dossiers: one that came back with its place brings it along."""
    left = places.free(row)
    if left is None:
        return None
    return left + places.held_by([each.application_id for each in own])


def _marks(session: Session) -> dict[int, dict[int, dict[int, int]]]:
    """Return the marks by dossier, sheet and criterion; of whoever has a vote and no conflict."""
    rows = db.session.execute(
        select(Sheet.listed_id, Sheet.id, Mark.criterion_id, Mark.points)
        .join(Mark, Mark.sheet_id == Sheet.id)
        .join(Member, Member.id == Sheet.member_id)
        .outerjoin(
            Barred, (Barred.member_id == Sheet.member_id) & (Barred.listed_id == Sheet.listed_id)
        )
        .where(Member.session_id == session.id, Member.votes.is_(True), Barred.member_id.is_(None))
    ).all()
    found: dict[int, dict[int, dict[int, int]]] = {}
    for listed_id, sheet_id, criterion_id, points in rows:
        found.setdefault(listed_id, {}).setdefault(sheet_id, {})[criterion_id] = points
    return found


def groups_of(session: Session, each: Listed) -> frozenset[str]:
    """Return the priority groups that count in the call and that the dossier's profile names.

    As submitted: what the profile says later changes no ranking.
    """
    said = each.application.profile.get("priorities", ())
    return frozenset(said) & frozenset(session.call.priorities)


def _candidate(session: Session, each: Listed, sheets: dict[int, dict[int, int]]) -> Candidate:
    application = each.application
    assert application.submitted_at is not None
    return Candidate(
        application.id,
        application.submitted_at,
        application.reference or "",
        groups_of(session, each),
        tuple(sheets.values()),
    )


def _line(session: Session, each: Listed, placed: Placed, said: Outcome) -> Line:
    words = dict(kinds.priorities())
    outcome = Outcome(each.wanted) if each.wanted else said
    reason = each.wanted_reason
    if outcome is Outcome.REJECTED and not reason:
        mark = ranking.points(session.pass_mark)
        reason = _("Điểm xét chọn chưa đạt mức tối thiểu %(mark)s.", mark=mark)
    groups = tuple(words[key] for key in words if key in placed.candidate.groups)
    return Line(each, placed, said, outcome, reason, groups)


def seen(ranked: Iterable[Ranked]) -> str:
    """Return what a conclusion would say of each dossier, to be compared with what was seen."""
    return ",".join(
        f"{line.placed.key}:{line.placed.rank}:{line.outcome.value}"
        for each in ranked
        for line in each.lines
    )


def set_outcome(
    session: Session,
    application_id: int,
    outcome: str,
    reason: str,
    by: Actor,
    *,
    seen: int | None = None,
) -> None:
    """Want another outcome for a dossier than the ranking's, with a reason; "" takes it back.

    Drafts of papers that said otherwise count no more. Raises 403 in a conflict, 422 without a
    reason, 409 for a dossier the session has no say about any more, or once a paper has a number.
    """
    session = door.begin(session, by, State.CLOSED, seen=seen)
    each = sessions.of_session(session, application_id)
    conflicts.check_rivals(session, each, by)
    if not each.live:
        raise Conflict(_("Hồ sơ này không còn chờ xét chọn."))
    if drafts.numbered(session):
        raise Conflict(_("Văn bản của phiên đã có số nên không đổi kết quả được nữa."))
    if outcome not in {"", Outcome.SHORTLISTED, Outcome.RESERVE, Outcome.REJECTED}:
        raise Invalid(_("Vui lòng chọn kết quả."), "outcome")
    if outcome and not reason.strip():
        raise Invalid(_("Vui lòng nêu lý do khác với xếp hạng."), "reason")
    each.wanted = outcome or None
    each.wanted_reason = reason.strip() if outcome else ""
    each.wanted_by = by.person_id if outcome else None
    door.changed(
        session,
        "set_outcome",
        by,
        {"dossier": application_id, "outcome": outcome, "reason": each.wanted_reason},
    )
    drafts.settle(session, by)
