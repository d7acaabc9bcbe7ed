"""Quota ∥ approve: whatever the moment, no more is approved than the quota says.

Approvals and changes of the quota lock the same row.
"""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.access import Actor, Role
from app.applications.models import Application
from app.applications.services import queries
from app.errors import DomainError
from app.extensions import db
from app.programmes.models import CallContent, Project
from app.programmes.services import calls, publishing, quota
from app.review.services import decision
from tests.factories import CALL, FIVE_S, ISO9001, World
from tests.fixtures.crowd import at_once, in_request, request, rounds, tally

APPLICANTS = 4


@pytest.fixture
def app_environment(app_environment: dict[str, str]) -> dict[str, str]:
    """Give every thread a connection of its own."""
    return app_environment | {"WEB_THREADS": "20"}


def resize(world: World, content_id: int, wanted: int | None, by: Actor) -> Callable[[], Any]:
    """Return the change of the quota as a request would do it."""
    return request(
        world.app,
        lambda: publishing.set_quota(calls.get(CALL), content_id, wanted, "Kinh phí thay đổi.", by),
    )


def line(world: World, content_id: int) -> tuple[int | None, int]:
    """Return (quota, counted approvals) of the content."""
    with world.reading():
        row = next(each for each in calls.get(CALL).contents if each.content_id == content_id)
        return row.quota, row.approved


def back(world: World, dossiers: list[int], content_id: int) -> None:
    """Put the round's dossiers back before the director, and the count to nothing."""
    with world.writing():
        for dossier in dossiers:
            application = queries.get(dossier)
            db.session.execute(
                update(type(application))
                .where(type(application).id == dossier)
                .values(status="awaiting_approval")
            )
        db.session.execute(
            update(CallContent)
            .where(CallContent.content_id == content_id)
            .values(approved=0, quota=2)
        )


def test_quota_and_approvals_at_once_never_exceed_the_quota(world: World) -> None:
    dossiers = [world.awaiting_approval(world.organisation()) for _ in range(APPLICANTS)]
    content_id = world.fact(dossiers[0], "content_id")
    director, lead = world.director, world.lead
    for number in rounds():
        back(world, dossiers, content_id)
        wanted = (1, 3, 0)[number % 3]
        outcomes = at_once(
            [
                *(
                    in_request(world.app, decision.decide, d, "approve", "", director)
                    for d in dossiers
                ),
                resize(world, content_id, wanted, lead),
            ]
        )
        tally(outcomes)
        said, counted = line(world, content_id)
        approved = sum(world.status(d) == "approved_unissued" for d in dossiers)
        assert counted == approved, number
        assert said is not None
        assert approved <= said, number
        resized = not isinstance(outcomes[-1], DomainError)
        assert said == (wanted if resized else 2), number


def test_two_directors_never_approve_more_than_the_budget(world: World) -> None:
    """Each of two contents of one project: one approval fits into what is left, not two."""
    dossiers = [
        world.awaiting_approval(world.organisation(), content) for content in (ISO9001, FIVE_S)
    ]
    second = world.staff(Role.DIRECTOR, name="Phó Giám đốc Hà Liên", email="pho@so.example.vn")
    with world.writing():
        rows = [each for each in calls.get(CALL).contents if each.content.code in (ISO9001, FIVE_S)]
        rows[1].project_id = rows[0].project_id
        for row in rows:
            row.ceiling = 40_000_000
        db.session.flush()
        rows[0].project.budget = 70_000_000
        project_id = rows[0].project_id

    def approve(dossier: int, by: Actor) -> Callable[[], Any]:
        return request(
            world.app,
            lambda: decision.decide(queries.get(dossier), "approve", "", by, amount=40_000_000).id,
        )

    deeds = [approve(dossiers[0], world.director), approve(dossiers[1], second)]
    for number in rounds(50):
        with world.writing():
            db.session.execute(
                update(Application).values(status="awaiting_approval", approved_amount=None)
            )
            db.session.execute(update(CallContent).values(approved=0))
            db.session.execute(update(Project).values(committed=0))
        assert tally(at_once(deeds)) == {"done": 1, 409: 1}, number
        with world.reading():
            assert db.session.get_one(Project, project_id).committed == 40_000_000, number
        amounts = sorted(world.fact(each, "approved_amount") or 0 for each in dossiers)
        assert amounts == [0, 40_000_000], number


def test_the_database_itself_refuses_an_approval_beyond_the_quota(world: World) -> None:
    world.set_quota(ISO9001, 1)
    with world.reading():
        content_id = next(
            each.content_id for each in calls.get(CALL).contents if each.content.code == ISO9001
        )

    def exceed() -> None:
        with world.writing():
            quota.locked(calls.get(CALL).id, content_id).approved = 2
            db.session.flush()

    with pytest.raises(IntegrityError):
        exceed()


def test_a_quota_is_not_lowered_below_what_is_approved(world: World) -> None:
    dossier = world.approved_unissued(world.organisation())
    content_id = world.fact(dossier, "content_id")
    with pytest.raises(DomainError, match="Đã phê duyệt 1 lượt") as refused:
        resize(world, content_id, 0, world.lead)()
    assert refused.value.status == 409
    resize(world, content_id, 1, world.lead)()
    assert line(world, content_id) == (1, 1)
    resize(world, content_id, None, world.lead)()
    assert line(world, content_id) == (None, 1)
