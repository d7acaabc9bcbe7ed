"""Selection under races: whatever the moment, no more stand in places than there are.

promote ∥ withdraw, promote ∥ approve, two promotions, conclude ∥ withdraw, closing ∥ scoring.
"""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, update

from app.access import Actor
from app.applications.models import Application
from app.applications.services import withdraw
from app.audit.models import Event
from app.errors import DomainError
from app.extensions import db
from app.ledger.models import Entry
from app.programmes.models import CallContent
from app.programmes.services import quota
from app.review.models import Decision
from app.review.services import decision
from app.selection.models import Listed, Session
from app.selection.services import conclude, places, results, scoring
from tests.council import Council, council
from tests.factories import World
from tests.fixtures.crowd import at_once, in_request, request, rounds, tally

# SQLite has one writer: these races are only there.
pytestmark = pytest.mark.engines("postgresql")


@pytest.fixture
def app_environment(app_environment: dict[str, str]) -> dict[str, str]:
    """Give every thread a connection of its own."""
    return app_environment | {"WEB_THREADS": "20"}


def put(sitting: Council, statuses: tuple[str, ...], limit: int) -> None:
    """Put the round's dossiers where they begin, as their session would have left them."""
    world = sitting.world
    with world.writing():
        for at, (dossier, status) in enumerate(zip(sitting.dossiers, statuses, strict=True)):
            db.session.execute(
                update(Application)
                .where(Application.id == dossier)
                .values(status=status, is_open=True, rank=at + 1, reserve_until=None)
            )
            db.session.execute(
                update(Entry).where(Entry.application_id == dossier).values(state="held")
            )
            outcome = "reserve" if status == "reserve" else "shortlisted"
            db.session.execute(
                update(Listed)
                .where(Listed.application_id == dossier)
                .values(live=False, outcome=outcome, rank=at + 1, promoted_at=None)
            )
            db.session.execute(delete(Decision).where(Decision.application_id == dossier))
        db.session.execute(update(CallContent).values(approved=0))
        row = _row(sitting)
        row.quota = limit


def _row(sitting: Council) -> CallContent:
    session = sitting.session()
    row = quota.offered(session.call_id, session.contents[0].content_id)
    assert row is not None
    return row


def standing(sitting: Council) -> tuple[int, int | None]:
    """Return how many stand in places, and the quota."""
    with sitting.world.reading():
        row = _row(sitting)
        return row.approved + places.taken(row.call_id, row.content_id), row.quota


def promotion(sitting: Council) -> Callable[[], Any]:
    with sitting.world.reading():
        row = _row(sitting)
        call_id, content_id = row.call_id, row.content_id
    return request(sitting.world.app, lambda: places.promote_next(call_id, content_id))


def owner(sitting: Council, at: int) -> Actor:
    return sitting.owners[at].actor


def test_promotions_withdrawals_and_approvals_at_once_never_exceed_the_places(
    world: World,
) -> None:
    sitting = council(world, dossiers=4, quota=2)
    first, second = sitting.dossiers[:2]
    director = world.director
    promote = promotion(sitting)
    for number in rounds():
        put(sitting, ("awaiting_approval", "awaiting_approval", "reserve", "reserve"), 2)
        outcomes = at_once(
            [
                promote,
                promote,
                in_request(world.app, withdraw.withdraw, first, owner(sitting, 0)),
                in_request(world.app, decision.decide, second, "approve", "", director),
                promote,
            ]
        )
        tally([each for each in outcomes if each is not None])
        taken, limit = standing(sitting)
        assert limit is not None
        assert taken <= limit, number
        # What was freed is filled by the next hour at the latest, and by the first of the rank.
        promote()
        assert standing(sitting) == (2, 2), number
        assert world.status(sitting.dossiers[2]) == "awaiting_endorsement", number
        assert world.status(sitting.dossiers[3]) == "reserve", number


def test_two_of_the_reserve_promoted_at_once_never_share_a_place(world: World) -> None:
    sitting = council(world, dossiers=2, quota=1)
    lead = world.lead
    for number in rounds():
        put(sitting, ("reserve", "reserve"), 1)
        outcomes = at_once(
            [in_request(world.app, places.promote, each, lead) for each in sitting.dossiers]
        )
        assert tally(outcomes) == {"done": 1, 409: 1}, number
        assert standing(sitting) == (1, 1), number


def test_a_conclusion_and_a_withdrawal_at_once_leave_a_whole_conclusion_or_none(
    world: World,
) -> None:
    sitting = council(world, dossiers=3, quota=1)
    sitting.score_all(60)
    sitting.close()
    saw = sitting.saw()
    lead = world.lead
    gone = sitting.dossiers[0]
    for number in rounds():
        with world.writing():
            db.session.execute(
                update(Application)
                .where(Application.id.in_(sitting.dossiers))
                .values(status="awaiting_selection", is_open=True, rank=None, reserve_until=None)
            )
            db.session.execute(update(Entry).values(state="held"))
            db.session.execute(
                update(Listed).values(live=True, outcome=None, rank=None, proposed=None)
            )
            db.session.execute(update(Session).values(state="closed", concluded_at=None))
        withdrawn, concluded = at_once(
            [
                in_request(world.app, withdraw.withdraw, gone, owner(sitting, 0)),
                request(world.app, lambda: conclude.conclude(sitting.session(), saw, lead)),
            ]
        )
        tally([withdrawn, concluded])
        assert withdrawn is None or isinstance(withdrawn, Event), number  # it may always withdraw
        moved = [world.status(each) != "awaiting_selection" for each in sitting.dossiers[1:]]
        refused = isinstance(concluded, DomainError)
        assert moved == [not refused] * 2, number
        assert world.status(gone) == "withdrawn", number


def test_nothing_is_scored_after_the_closing(world: World) -> None:
    sitting = council(world, dossiers=1, quota=1, voters=2)
    (dossier,) = sitting.dossiers
    sitting.score_dossier(dossier, 50)
    voter = sitting.voters[0]
    for number in rounds():
        with world.writing():
            db.session.execute(update(Session).values(state="scoring", closed_at=None))

        def again(points: int = 10 + number % 80) -> int:
            sitting.score(voter, dossier, points)
            return points

        def closing() -> int | None:
            with world.writing():
                scoring.close(sitting.session(), sitting.secretary)
                (table,) = _tables(sitting)
                return table

        scored, closed = at_once([again, closing])
        tally([scored, closed])
        with world.reading():
            (now,) = _tables(sitting)
        assert now == closed, number  # what was seen at the closing is what stands


def _tables(sitting: Council) -> list[int | None]:
    return [line.placed.score for each in results.rank(sitting.session()) for line in each.lines]
