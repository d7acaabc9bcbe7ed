"""Withdrawing (rút hồ sơ): until a decision has been made; then not on the screen."""

import pytest

from app.applications.services import queries, withdraw
from app.errors import Conflict, DomainError
from tests.factories import World

BEFORE_A_DECISION = [
    "submitted",
    "accepted",
    "assigned",
    "supplement_requested",
    "recommended",
    "awaiting_approval",
]
ENDED_OR_DECIDED = ["approved_unissued", "rejected_unissued", "approved", "rejected"]


def test_a_dossier_can_be_withdrawn_at_every_step_before_a_decision(world: World) -> None:
    for step in BEFORE_A_DECISION:
        member = world.organisation()
        dossier = getattr(world, step)(member)
        world.do(withdraw.withdraw, dossier, member.actor, reason="Đổi kế hoạch")
        assert (world.status(dossier), world.slot(dossier)) == ("withdrawn", "released"), step
        assert world.fact(dossier, "is_open") is False
        (letter,) = world.letters("application_withdrawn", member.email)
        assert world.fact(dossier, "reference") in letter.text


def test_a_decided_or_ended_dossier_is_not_withdrawn(world: World) -> None:
    for step in ENDED_OR_DECIDED:
        member = world.organisation()
        dossier = getattr(world, step)(member)
        before = world.status(dossier)
        with pytest.raises(Conflict):
            world.do(withdraw.withdraw, dossier, member.actor)
        assert world.status(dossier) == before
        assert world.letters("application_withdrawn", member.email) == []


def test_withdrawing_closes_the_open_supplement_request(world: World) -> None:
    member = world.organisation()
    dossier = world.supplement_requested(member)
    world.do(withdraw.withdraw, dossier, member.actor)
    with world.reading():
        assert queries.open_supplement(queries.get(dossier)) is None


def test_nobody_else_withdraws(world: World) -> None:
    member, stranger = world.organisation(), world.organisation()
    dossier = world.submitted(member)
    decided = world.approved_unissued(stranger)
    for actor in (stranger.actor, world.officer, world.director):
        with pytest.raises(DomainError) as refused:
            world.do(withdraw.withdraw, dossier, actor)
        assert refused.value.status == 403
    with pytest.raises(DomainError) as refused:
        world.do(withdraw.withdraw, decided, member.actor)
    assert refused.value.status == 403
    assert world.status(dossier) == "submitted"


def test_withdrawing_twice_is_refused_and_writes_once(world: World) -> None:
    member = world.organisation()
    dossier = world.submitted(member)
    world.do(withdraw.withdraw, dossier, member.actor)
    with pytest.raises(Conflict, match="Đã rút hồ sơ"):
        world.do(withdraw.withdraw, dossier, member.actor)
    assert world.events(dossier).count("withdraw") == 1
