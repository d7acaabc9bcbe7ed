"""What may be read of a session's scores, and by whom."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import access
from app.access import Actor, Permission
from app.extensions import db
from app.programmes.services import contents
from app.selection import ranking
from app.selection.models import Listed, Session, Sheet
from app.selection.ranking import Placed
from app.selection.services import conflicts, members, results, sessions
from app.selection.services.results import Line, Ranked
from app.selection.workflow import OUTCOMES, Outcome, State


@dataclass(frozen=True)
class Row:
    """A row of the ranking as somebody sees it; hidden where they have a conflict."""

    listed: Listed
    hidden: bool
    rank: int | None
    score: int | None
    tie: str
    groups: tuple[str, ...]
    outcome: Outcome | None
    proposed: Outcome | None
    reason: str


@dataclass(frozen=True)
class Table:
    """The ranking of one content."""

    content: str
    places: int | None
    rows: Sequence[Row]


def runs(session: Session, by: Actor) -> bool:
    """Return whether somebody runs the session."""
    return access.allowed(Permission.RUN_SESSION, by, session)


def tables(session: Session, by: Actor) -> list[Table]:
    """Return the ranking of each content: as it would be concluded, or as it was.

    What was concluded is shown with the frozen rank, score and outcome; the words of the ties are
    worked out again from the marks that stay.
    """
    concluded = session.state == State.CONCLUDED
    rows = None
    if concluded:
        rows = [
            each
            for each in sessions.dossiers(session)
            if each.outcome is not None and each.rank is not None
        ]
    ranked = list(results.rank(session, rows))
    listed = [line.listed for each in ranked for line in each.lines]
    hidden = conflicts.closed_to(by, members.of_actor(session, by), listed)
    found = []
    for each in ranked:
        content = next(one for one in session.contents if one.content_id == each.row.content_id)
        found.append(
            Table(
                contents.name_of(content.content),
                content.places if concluded else each.places,
                [_row(line, hidden, concluded=concluded) for line in each.lines],
            )
        )
    return found


def _row(line: Line, hidden: set[int], *, concluded: bool) -> Row:
    each, placed = line.listed, line.placed
    if each.id in hidden:
        return Row(each, True, None, None, "", (), None, None, "")
    if not concluded:
        return _shown(line, placed, line.outcome, line.proposed, line.reason)
    return Row(
        each,
        False,
        each.rank,
        each.score,
        placed.tie,
        line.groups,
        Outcome(each.outcome or ""),
        Outcome(each.proposed or ""),
        each.reason,
    )


def _shown(line: Line, placed: Placed, outcome: Outcome, proposed: Outcome, reason: str) -> Row:
    return Row(
        line.listed,
        False,
        placed.rank,
        placed.score,
        placed.tie,
        line.groups,
        outcome,
        proposed,
        reason,
    )


def seen_dossier(session: Session, application_id: int, by: Actor) -> Listed:
    """Return a dossier of the session whose scores somebody may see; raises 403 in a conflict."""
    each = sessions.of_session(session, application_id)
    conflicts.check(session, each, by)
    return each


def sheets(each: Listed) -> Sequence[Sheet]:
    """Return what each member said of a dossier."""
    return db.session.scalars(
        select(Sheet)
        .where(Sheet.listed_id == each.id)
        .options(joinedload(Sheet.member))
        .order_by(Sheet.member_id)
    ).all()


def weighed(session: Session, found: Sequence[Sheet]) -> tuple[int | None, list[int | None]]:
    """Return the score of a dossier and what each sheet comes to, in hundredths of a point."""
    weights = {each.id: each.weight for each in session.call.criteria}
    marks = [{mark.criterion_id: mark.points for mark in sheet.marks} for sheet in found]
    return ranking.score(marks, weights), [ranking.score([each], weights) for each in marks]


def counts(ranked: Iterable[Ranked]) -> list[tuple[int, int | None, list[tuple[str, int]]]]:
    """Return for each content its number, its places, and how many get which outcome."""
    return [
        (
            each.row.content_id,
            each.places,
            [
                (OUTCOMES[outcome].label, sum(line.outcome is outcome for line in each.lines))
                for outcome in (Outcome.SHORTLISTED, Outcome.RESERVE, Outcome.REJECTED)
            ],
        )
        for each in ranked
    ]


def concluding(application_ids: Collection[int]) -> Sequence[Session]:
    """Return the sessions that concluded any of the dossiers, oldest first.

    A session that sent one back to its appraiser, or was dropped, has no minutes that speak of it.
    """
    found = select(Listed.session_id).where(
        Listed.application_id.in_(application_ids), Listed.outcome != Outcome.RETURNED.value
    )
    return db.session.scalars(
        select(Session)
        .where(Session.id.in_(found), Session.state == State.CONCLUDED.value)
        .order_by(Session.id)
    ).all()


def concluded(application_ids: Collection[int]) -> dict[int, tuple[int | None, int | None]]:
    """Return (rank, score in hundredths) of each dossier that a session concluded, the last one."""
    rows = db.session.execute(
        select(Listed.application_id, Listed.rank, Listed.score)
        .where(Listed.application_id.in_(application_ids), Listed.outcome.is_not(None))
        .order_by(Listed.id)
    )
    return {key: (rank, score) for key, rank, score in rows}
