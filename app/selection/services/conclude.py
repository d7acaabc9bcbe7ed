"""The conclusion (kết luận): one act, all or nothing; and the return of one dossier."""

from collections.abc import Callable, Iterable

from app import clock
from app.access import Actor, Permission
from app.applications.models import Application
from app.applications.services import deadlines, queries
from app.applications.services import perform as dossier
from app.applications.workflow import Action
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.programmes.services import calendar, quota
from app.programmes.working_days import add_working_days
from app.selection.models import Session
from app.selection.services import conflicts, door, drafts, results, sessions
from app.selection.services.results import Line, Ranked
from app.selection.workflow import Act, Outcome, State
from app.text import _

STRAIGHT = {
    Outcome.SHORTLISTED: Action.SHORTLIST_STRAIGHT,
    Outcome.REJECTED: Action.PROPOSE_REJECTION_STRAIGHT,
    Outcome.RESERVE: Action.PUT_ON_RESERVE,
}
ENDORSED = {
    Outcome.SHORTLISTED: Action.SHORTLIST,
    Outcome.REJECTED: Action.PROPOSE_REJECTION,
    Outcome.RESERVE: Action.PUT_ON_RESERVE,
}


class NotConcluded(Conflict):
    """Some rows stand in the way; nothing was written. `rows` says each in words."""

    def __init__(self, rows: list[str]) -> None:
        super().__init__(
            _("Chưa kết luận được, chưa có gì được ghi: %(rows)s", rows=" ".join(rows))
        )
        self.rows = rows


def conclude(session: Session, saw: str, by: Actor, *, seen: int | None = None) -> None:
    """Conclude the session: every dossier of it moves, or none does.

    Locks the session, its dossiers by ascending id, then the call-contents by ascending id. `saw`
    is the ranking the person looked at (`results.seen`). Raises `NotConcluded` (409) naming every
    row that stands in the way, before anything is written.
    """
    session = door.begin(
        session, by, State.CLOSED, seen=seen, permission=Permission.CONCLUDE_SESSION
    )
    rows = [row for row in sessions.dossiers(session) if row.live]
    for row in rows:
        queries.lock(row.application_id)
    for content in sorted(session.contents, key=lambda each: each.content_id):
        quota.locked(session.call_id, content.content_id)
    ranked = results.rank(session)
    _check(session, ranked, saw, by)
    actions = ENDORSED if session.call.programme.endorsement else STRAIGHT
    for content in session.contents:
        content.places = next(
            each.places for each in ranked if each.row.content_id == content.content_id
        )
    lines = sorted(
        (line for each in ranked for line in each.lines), key=lambda line: line.placed.key
    )
    for line in lines:
        _conclude(session, line, actions[line.outcome], by)
    for row in rows:  # those withdrawn meanwhile are nobody's any more
        row.live = False
    door.perform(
        session,
        Act.CONCLUDE,
        by,
        data={
            outcome.value: [line.placed.key for line in lines if line.outcome is outcome]
            for outcome in ENDORSED
        },
    )
    drafts.settle(session, by)


def _check(session: Session, ranked: Iterable[Ranked], saw: str, by: Actor) -> None:
    """Raise, naming every row, unless all of them can be concluded as they were seen."""
    ranked = list(ranked)
    now = results.seen(ranked)
    wrong = _changed(session, saw, now) if saw != now else []
    for each in ranked:
        if each.beyond:
            wrong.append(
                _(
                    "%(content)s: đề nghị nhiều hơn số chỗ còn lại %(n)s hồ sơ.",
                    content=each.row.content.code,
                    n=each.beyond,
                )
            )
        for line in each.lines:
            wrong += _refusal(line, by)
    if wrong:
        raise NotConcluded(wrong)
    if not any(each.lines for each in ranked):
        raise Conflict(_("Phiên không còn hồ sơ nào để kết luận."))


def _changed(session: Session, saw: str, now: str) -> list[str]:
    """Say of each dossier that is not as it was seen."""
    differing = {part.split(":")[0] for part in set(saw.split(",")) ^ set(now.split(","))}
    known = {str(row.application_id): row.application for row in sessions.dossiers(session)}
    return [
        _(
            "%(reference)s: đã thay đổi từ khi anh/chị xem (%(status)s).",
            reference=known[key].reference,
            status=known[key].look.inside,
        )
        for key in sorted(differing & known.keys())
    ] or [_("Bảng xếp hạng đã thay đổi từ khi anh/chị xem.")]


def _refusal(line: Line, by: Actor) -> list[str]:
    """Say why a dossier cannot be moved by this person, if so."""
    application = line.listed.application
    action = ENDORSED[line.outcome]
    try:
        dossier.check(application, action, by, reason=line.reason)
    except DomainError as error:
        return [f"{application.reference}: {error.message}"]
    return []


def _conclude(session: Session, line: Line, action: Action, by: Actor) -> None:
    each = line.listed
    each.outcome, each.proposed = line.outcome.value, line.proposed.value
    each.score, each.rank, each.reason = line.placed.score, line.placed.rank, line.reason
    each.live = False
    db.session.flush()
    dossier.perform(
        each.application,
        action,
        by,
        reason=line.reason,
        facts=_facts(line),
        letter=lambda: {"until": each.application.reserve_until},
        data={"session": session.id, "rank": line.placed.rank},
    )


def _facts(line: Line) -> Callable[[Application], None]:
    def facts(application: Application) -> None:
        application.rank = line.placed.rank
        days = application.call.reserve_days
        if line.outcome is Outcome.RESERVE and days is not None:
            application.reserve_until = add_working_days(clock.today(), days, calendar.current())
            deadlines.on_reserve(application)

    return facts


def send_back(
    session: Session, application_id: int, reason: str, by: Actor, *, version: int | None = None
) -> None:
    """Return one dossier of an open session to its appraiser with a reason (trả lại thẩm định).

    Raises 403 without the lead's right over the dossier, or with an interest in one that competes
    with it, 422 without a reason.
    """
    session = door.begin(session, by, *sessions.OPEN, permission=Permission.CONCLUDE_SESSION)
    each = sessions.of_session(session, application_id)
    conflicts.check_rivals(session, each, by)
    if not each.live:
        raise Conflict(_("Hồ sơ này không còn chờ xét chọn."))
    if not reason.strip():
        raise Invalid(_("Vui lòng nêu lý do."), "reason")

    def facts(application: Application) -> None:
        application.rank = None

    dossier.perform(
        each.application,
        Action.RETURN_FROM_SELECTION,
        by,
        reason=reason.strip(),
        version=version,
        facts=facts,
        data={"session": session.id},
    )
    each.live, each.outcome, each.reason = False, Outcome.RETURNED.value, reason.strip()
    door.changed(session, "send_back", by, {"dossier": application_id, "reason": reason.strip()})
    if State(session.state) is State.CLOSED:
        drafts.settle(session, by)
