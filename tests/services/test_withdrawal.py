"""Withdrawing (rút hồ sơ): until a decision has been made; then not on the screen."""

from datetime import date, timedelta
from io import BytesIO

import pytest

from app import clock
from app.access import Actor
from app.applications.models import PAPER_WITHDRAWAL
from app.applications.services import queries, withdraw
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.organisations.models import Organisation
from tests.factories import World, pdf

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


def test_an_officer_records_a_withdrawal_signed_on_paper_for_who_has_no_address(
    world: World,
) -> None:
    paper, online = world.organisation(), world.organisation()
    with world.writing():
        db.session.get_one(Organisation, paper.organisation_id).contact_email = ""
    dossier, other = world.supplement_requested(paper), world.submitted(online)

    def record(which: int, day: date, by: Actor) -> None:
        scan = BytesIO(pdf())
        world.do(
            withdraw.record_paper, which, by=by, reason="Đổi kế hoạch", signed_on=day, scan=scan,
            scan_name="don.pdf",
        )  # fmt: skip

    today = clock.today()
    for day in (today + timedelta(days=1), today - timedelta(days=400)):
        with pytest.raises(Invalid) as refused:
            record(dossier, day, world.officer)
        assert refused.value.field == "signed_on"
    for which, by in ((other, world.officer), (dossier, world.director), (dossier, paper.actor)):
        with pytest.raises(DomainError) as no:
            record(which, today, by)
        assert no.value.status == 403
    record(dossier, today, world.officer)
    assert (world.status(dossier), world.slot(dossier)) == ("withdrawn", "released")
    with world.reading():
        kept = [each.document_key for each in queries.files(queries.get(dossier))]
        assert kept.count(PAPER_WITHDRAWAL) == 1
        assert queries.open_supplement(queries.get(dossier)) is None
    (letter,) = world.letters("application_withdrawn")
    assert letter.channel == "paper"
    assert "Thư tự động" not in letter.text
    assert "/tra-cuu" in letter.text
