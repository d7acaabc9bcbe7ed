"""Joining ∥ submitting, on PostgreSQL and SQLite: never do both get what only one may have."""

import pytest

from app import clock
from app.applications.services import queries, submit, withdraw
from app.errors import DomainError
from app.ledger.models import BLOCKING, Entry
from app.ledger.services import history
from app.organisations.services import queries as organisations
from app.programmes.services import contents
from app.registry.models import JOIN
from app.registry.services import acts, deeds
from app.registry.services.acts import Paper
from tests.factories import ISO9001, SCOPE, Member, World
from tests.fixtures.crowd import at_once, request, rounds, tally


@pytest.fixture
def paper() -> Paper:
    return Paper("15/QĐ", clock.today(), "Cùng một đơn vị.")


def blocking(world: World) -> int:
    return world.count(Entry, Entry.state.in_(BLOCKING))


def had_before(world: World, member: Member) -> None:
    officer = world.officer
    with world.writing():
        history.record_given(
            scope=SCOPE,
            organisation=organisations.get(member.organisation_id),
            content=contents.get(ISO9001),
            year=2022,
            by=officer,
        )


@pytest.mark.parametrize("kind", ["branch", "join"])
def test_a_submission_and_a_joining_at_once_never_leave_two_for_one_organisation(
    world: World, paper: Paper, kind: str
) -> None:
    parent, other = world.organisation(), world.organisation()
    had_before(world, parent)
    officer = world.officer
    dossier = world.draft(other)
    two = (parent, other) if kind == JOIN else (other, parent)
    ids = [member.organisation_id for member in two]
    joining = deeds.join if kind == JOIN else deeds.make_branch
    seen = set()
    for _round in rounds():
        outcomes = at_once(
            [
                request(world.app, lambda d=dossier: submit.submit(queries.get(d), other.actor)),
                request(world.app, lambda: joining(*ids, {}, paper, officer).id),
            ]
        )
        # Who comes late is refused: the slot is taken, or the dossier is another record's now.
        counted = tally(outcomes)
        assert (counted["done"], counted[409] + counted[403]) == (1, 1), outcomes
        if isinstance(outcomes[1], DomainError):  # submitted first: it holds, and the act is told
            seen.add("submitted")
            assert world.fact(dossier, "reference") in outcomes[1].message
            assert blocking(world) == 2  # of two organisations
            world.do(withdraw.withdraw, dossier, other.actor)
            dossier = world.draft(other)
        else:
            seen.add("joined")
            assert blocking(world) == 1
            with world.writing():
                acts.undo(acts.get(outcomes[1]), "Thử lại.", officer)
    assert world.status(dossier) == "draft"
    assert seen
