"""Scoring (chấm điểm): apart, blind to each other, until the secretary closes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app import access, clock
from app.access import Actor, Permission
from app.applications.workflow import Status
from app.audit import services as audit
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.selection import emails, ranking
from app.selection.models import Listed, Mark, Member, Session, Sheet
from app.selection.services import conflicts, door, drafts, sessions
from app.selection.workflow import Act, State
from app.text import _


@dataclass(frozen=True)
class Progress:
    """How many of those who may score a dossier have; no score is told."""

    listed: Listed
    scored: int
    may_score: int
    enough: bool


def open_scoring(session: Session, by: Actor, *, seen: int | None = None) -> None:
    """Open the scoring and tell the members; what the tables know of conflicts is written down.

    Raises 409 without dossiers, or without anybody who has a vote.
    """
    session = door.begin(session, by, State.PREPARING, seen=seen)
    dossiers = sessions.dossiers(session, live=True)
    voting = [member for member in session.members if member.votes]
    if not dossiers:
        raise Conflict(_("Phiên chưa có hồ sơ nào."))
    if not voting:
        raise Conflict(_("Phiên chưa có thành viên nào có quyền chấm điểm."))
    conflicts.find(session, session.members, dossiers)
    door.perform(session, Act.OPEN_SCORING, by)
    for member in voting:
        emails.scoring_opened(session, member)


def sheet_of(member: Member, each: Listed) -> Sheet | None:
    """Return what a member said of a dossier."""
    return db.session.scalar(
        select(Sheet).where(Sheet.member_id == member.id, Sheet.listed_id == each.id)
    )


def sheets_of(member: Member) -> dict[int, Sheet]:
    """Return what a member said, by dossier of the session."""
    rows = db.session.scalars(select(Sheet).where(Sheet.member_id == member.id))
    return {row.listed_id: row for row in rows}


def save(
    session: Session,
    member: Member,
    each: Listed,
    by: Actor,
    *,
    marks: Mapping[int, int | None],
    remark: str,
    seen: int | None = None,
) -> Sheet:
    """Keep what a member says of one dossier; apart from every other dossier.

    `marks` are hundredths of a point by criterion. Raises 403 in a conflict or without a vote,
    409 once the scoring is closed or the sheet was saved elsewhere meanwhile, 422 for a mark that
    is missing or outside the scale.
    """
    session = door.locked(session.id, shared=True)
    access.check(Permission.SCORE, by, session)
    if session.state != State.SCORING:
        raise Conflict(_("Phiên không còn nhận điểm. Điểm của anh/chị chưa được ghi."))
    # The member's own row: the same person in two windows writes one after the other.
    member = db.session.scalars(
        select(Member).where(Member.id == member.id).with_for_update(of=Member)
    ).one()
    _may(session, member, each, by)
    _within(session, marks)
    sheet = sheet_of(member, each)
    if sheet is None:
        sheet = Sheet(member_id=member.id, listed_id=each.id, version=0, saved_at=clock.now())
        db.session.add(sheet)
    if seen is not None and seen != sheet.version:
        raise Conflict(_("Phiếu chấm này đã được ghi ở cửa sổ khác. Vui lòng xem lại rồi ghi."))
    sheet.remark, sheet.saved_at, sheet.version = remark, clock.now(), sheet.version + 1
    known = {mark.criterion_id: mark for mark in sheet.marks}
    for criterion_id, points in marks.items():
        assert points is not None
        if criterion_id in known:
            known[criterion_id].points = points
        else:
            sheet.marks.append(Mark(criterion_id=criterion_id, points=points))
    db.session.flush()
    # No mark stands in the event: who reads a history before the closing stays blind.
    audit.record(
        "selection_session", session.id, "score", by, data={"dossier": each.application_id}
    )
    return sheet


def _may(session: Session, member: Member, each: Listed, by: Actor) -> None:
    if not member.votes or member.person_id != by.person_id:
        raise DomainError(403, _("Anh/chị không có quyền chấm điểm trong phiên này."))
    conflicts.check_scorer(session, member, each, by)
    if not each.live or each.application.status != Status.AWAITING_SELECTION:
        raise Conflict(_("Hồ sơ này không còn chờ xét chọn."))


def _within(session: Session, marks: Mapping[int, int | None]) -> None:
    wanted = {criterion.id for criterion in session.call.criteria}
    for key in sorted(wanted):
        points = marks.get(key)
        if points is None:
            raise Invalid(_("Vui lòng chấm đủ các tiêu chí."), f"mark_{key}")
        if not 0 <= points <= session.scale * 100:
            raise Invalid(
                _("Điểm từ 0 đến %(most)s.", most=session.scale),
                f"mark_{key}",
            )
    if set(marks) - wanted:
        raise Invalid(_("Có tiêu chí không thuộc đợt này."))


def followed(session: Session, dossiers: Sequence[Listed], by: Actor) -> list[Progress]:
    """Return how far the scoring is to who runs the session; members hear nothing of it."""
    if not access.allowed(Permission.RUN_SESSION, by, session):
        return []
    return progress(session, dossiers)


def progress(session: Session, dossiers: Sequence[Listed]) -> list[Progress]:
    """Return how far the scoring of each dossier is; three queries, whatever their number."""
    rows = db.session.execute(
        select(Sheet.listed_id, func.count())
        .join(Member, Member.id == Sheet.member_id)
        .where(Member.session_id == session.id, Member.votes.is_(True))
        .group_by(Sheet.listed_id)
    ).all()
    scored = {listed_id: int(times) for listed_id, times in rows}
    voting = {member.id for member in session.members if member.votes}
    barred: dict[int, int] = {}
    for member_id, listed_id in conflicts.of_session(session):
        if member_id in voting:
            barred[listed_id] = barred.get(listed_id, 0) + 1
    found = []
    for each in dossiers:
        may_score = len(voting) - barred.get(each.id, 0)
        done = scored.get(each.id, 0)
        enough = ranking.enough(done, may_score, session.quorum)
        found.append(Progress(each, done, may_score, enough))
    return found


def close(session: Session, by: Actor, *, seen: int | None = None) -> None:
    """Close the scoring; only now scores can be seen. Raises 409 naming what lacks its quorum."""
    session = door.begin(session, by, State.SCORING, seen=seen)
    dossiers = sessions.dossiers(session, live=True)
    conflicts.find(session, session.members, dossiers)
    lacking = [each for each in progress(session, dossiers) if not each.enough]
    if lacking:
        raise Conflict(
            _(
                "Chưa đủ số thành viên chấm (tối thiểu %(quorum)s): %(dossiers)s.",
                quorum=session.quorum,
                dossiers="; ".join(
                    _(
                        "%(reference)s (%(scored)s/%(all)s)",
                        reference=each.listed.application.reference,
                        scored=each.scored,
                        all=each.may_score,
                    )
                    for each in lacking
                ),
            )
        )
    door.perform(session, Act.CLOSE_SCORING, by)


def reopen(session: Session, reason: str, by: Actor, *, seen: int | None = None) -> None:
    """Open a scoring again that was closed by mistake (mở lại chấm điểm); before the conclusion.

    The scores stay and can be changed; other outcomes than the ranking's, and drafts of papers,
    are about a ranking that stands no more. Raises 403 for who leads nobody, 409 once a paper of
    the session has a number, 422 without a reason.
    """
    permission = Permission.REOPEN_SCORING
    session = door.begin(session, by, State.CLOSED, seen=seen, permission=permission)
    if drafts.numbered(session):
        raise Conflict(_("Văn bản của phiên đã có số nên không mở lại được. Có thể hủy phiên."))
    door.perform(session, Act.REOPEN_SCORING, by, reason=reason)
    drafts.let_go(session, reason, by)
    for listed in sessions.dossiers(session):
        listed.wanted, listed.wanted_reason, listed.wanted_by = None, "", None
    db.session.flush()
    for member in session.members:
        emails.scoring_opened(session, member)


def following(dossiers: Sequence[Listed], done: Mapping[int, Sheet], after: int) -> Listed | None:
    """Return the next dossier a member has not scored, after the one just looked at."""
    left = [each for each in dossiers if each.id not in done]
    return next((each for each in left if each.application_id > after), next(iter(left), None))
