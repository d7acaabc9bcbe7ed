"""Lists ∥ lists: two directors, two clerks, or a list and a single deed on the same dossiers.

Neither waits for the other for ever, no more is approved than the quota says, no dossier is
decided, and no number given, twice.
"""

import io

import pytest
from sqlalchemy import update

from app import clock
from app.access import Role
from app.applications.models import Application
from app.applications.services import queries
from app.errors import DomainError
from app.extensions import db
from app.ledger.models import Entry
from app.programmes.models import CallContent
from app.review.models import BundleRow, Decision, IssuedDocument
from app.review.services import bundle_door, decision, lists
from app.review.services.bundles import Said
from tests.factories import FIVE_S, ISO9001, World, pdf
from tests.fixtures.crowd import at_once, in_request, request, rounds, tally

QUOTA = 2


@pytest.fixture
def app_environment(app_environment: dict[str, str]) -> dict[str, str]:
    """Give every thread a connection of its own."""
    return app_environment | {"WEB_THREADS": "20"}


def back(world: World, dossiers: list[int]) -> None:
    """Put the round's dossiers back before the director, and the counts to nothing."""
    with world.writing():
        db.session.execute(update(BundleRow).values(live=False))
        db.session.execute(
            update(Application)
            .where(Application.id.in_(dossiers))
            .values(status="awaiting_approval", is_open=True)
        )
        db.session.execute(update(CallContent).values(approved=0))
        db.session.execute(update(CallContent).values(quota=QUOTA))


def test_two_lists_and_a_single_decision_at_once_keep_to_the_quota(world: World) -> None:
    """2N dossiers of each of two contents, ticked in opposite order by two directors."""
    second = world.staff(Role.DIRECTOR, name="Phó Giám đốc Hà Liên", email="pho@so.example.vn")
    first = world.director
    dossiers = [
        world.awaiting_approval(world.organisation(), content)
        for content in (ISO9001, FIVE_S)
        for _ in range(2 * QUOTA)
    ]
    said = {key: Said() for key in dossiers}
    for number in rounds():
        back(world, dossiers)
        outcomes = at_once(
            [
                request(world.app, lambda: lists.decide(said, "approve", first).id),
                request(
                    world.app,
                    lambda: lists.decide(dict(reversed(list(said.items()))), "approve", second).id,
                ),
                in_request(world.app, decision.decide, dossiers[-1], "approve", "", first),
            ]
        )
        tally(outcomes)
        approved = [key for key in dossiers if world.status(key) == "approved_unissued"]
        with world.reading():
            counted = sum(row.approved for row in db.session.query(CallContent).all())
            live = db.session.query(BundleRow).filter(BundleRow.live.is_(True)).count()
        assert len(approved) == counted == 2 * QUOTA, number
        singly = not isinstance(outcomes[-1], DomainError)
        assert live == 2 * QUOTA - singly, number
    assert world.count(Decision) >= 2 * QUOTA
    assert world.count(Entry, Entry.state == "held") == len(dossiers)


def test_two_clerks_who_issue_one_list_give_one_number(world: World) -> None:
    other = world.staff(Role.CLERK, email="vanthu2@so.example.vn")
    dossiers = [world.approved_unissued(world.organisation()) for _ in range(2)]
    with world.writing():
        bundle_id = lists.gather(dossiers, "approve", world.clerk).id

    def issue(number: str, by: object) -> None:
        lists.issue_all(
            bundle_door.get(bundle_id),
            number=number,
            issued_on=clock.today(),
            signed=(io.BytesIO(pdf()), "qd.pdf"),
            by=by,  # type: ignore[arg-type]  # an actor
        )

    outcomes = at_once(
        [
            request(world.app, lambda: issue("12/QĐ-SKHCN", world.clerk)),
            request(world.app, lambda: issue("13/QĐ-SKHCN", other)),
        ]
    )
    assert tally(outcomes) == {"done": 1, 409: 1}
    assert world.count(IssuedDocument) == 1
    assert len(world.letters("application_approved")) == 2
    with world.reading():
        assert {queries.get(key).status for key in dossiers} == {"approved"}
