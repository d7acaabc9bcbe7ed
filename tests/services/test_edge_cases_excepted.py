"""Once only at its edges: exceptions, and the acts of the ledger on paper."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.ledger.models import SET_ASIDE, USED, Entry
from app.ledger.services import (
    SlotTaken,
    closing,
    exceptions,
    history,
    lookback,
    units,
)
from app.organisations.services import queries as organisations
from app.programmes.services import contents
from tests.factories import FIVE_S, ISO9001, World
from tests.shared.given import DOCUMENT, OLD, allow, give, state

pytestmark = pytest.mark.usefixtures("staffed")


def test_an_exception_is_proposed_by_one_and_decided_by_another(world: World) -> None:
    member = world.organisation()
    entry = give(world, member)
    both = world.staff(*world.lead.roles, *world.director.roles, email="hai-vai@so.example.vn")
    with world.writing():
        made = exceptions.propose(exceptions.entry(entry), by=both, **DOCUMENT).id
    with pytest.raises(Conflict, match="đang chờ"), world.writing():
        exceptions.propose(exceptions.entry(entry), by=world.lead, **DOCUMENT)
    with pytest.raises(DomainError) as refused, world.writing():
        exceptions.decide(exceptions.get(made), approve=True, reason="", by=both)
    assert refused.value.status == 403
    with pytest.raises(Invalid), world.writing():
        exceptions.decide(exceptions.get(made), approve=False, reason=" ", by=world.director)
    with world.writing():
        exceptions.decide(exceptions.get(made), approve=True, reason="", by=world.director)
    assert state(world, entry) == SET_ASIDE
    (letter,) = world.letters("exception_approved")
    assert letter.to == member.email
    assert "được xem xét đăng ký lại" in letter.text
    assert "15/TTr-CCTĐC" in letter.text
    with pytest.raises(Conflict), world.writing():
        exceptions.decide(exceptions.get(made), approve=False, reason="Thôi", by=world.director)
    assert world.status(world.submitted(member)) == "submitted"


def test_an_exception_is_told_on_paper_where_there_is_no_address(world: World) -> None:
    member = world.organisation()
    entry = give(world, member)
    with world.writing():
        organisations.get(member.organisation_id).contact_email = ""
    allow(world, entry)
    (letter,) = world.letters("exception_approved")
    assert (letter.to, letter.channel) == ("", "paper")


def test_a_refused_or_withdrawn_proposal_leaves_the_support_as_it_is(world: World) -> None:
    member = world.organisation()
    entry = give(world, member)
    for ends in ("refuse", "withdraw"):
        with world.writing():
            made = exceptions.propose(exceptions.entry(entry), by=world.lead, **DOCUMENT).id
        with world.writing():
            request = exceptions.get(made)
            if ends == "refuse":
                exceptions.decide(request, approve=False, reason="Chưa rõ", by=world.director)
            else:
                exceptions.withdraw(request, world.lead)
    assert state(world, entry) == USED
    with pytest.raises(SlotTaken):
        world.submitted(member)
    assert world.letters("exception_approved") == []


def test_proposals_are_listed_page_by_page_those_to_be_decided_in_front(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exceptions, "PAGE", 1)
    member, made = world.organisation(), []
    for content in (ISO9001, FIVE_S):
        entry = give(world, member, content)
        with world.writing():
            made.append(exceptions.propose(exceptions.entry(entry), by=world.lead, **DOCUMENT).id)
    with world.writing():
        exceptions.decide(exceptions.get(made[1]), approve=False, reason="Thôi", by=world.director)
    with world.reading():
        first = exceptions.listed()
        second = exceptions.listed(first.next_key)
        assert [row.id for row in (*first.rows, *second.rows)] == made
        assert second.next_key == ""
        assert exceptions.listed("1.x").rows[0].id == made[0]  # no key of ours


PAPERLESS: dict[str, dict[str, Any]] = {
    "document_number": {"document_number": " "},
    "document_on": {"document_on": date(2027, 11, 2)},
    "reason": {"reason": ""},
}


@pytest.mark.parametrize("field", PAPERLESS)
def test_no_act_of_the_ledger_is_carried_out_without_its_paper(world: World, field: str) -> None:
    entry = give(world, world.organisation())
    paper = DOCUMENT | PAPERLESS[field]
    number = paper["document_number"]
    acts: list[Callable[[], object]] = [
        lambda: exceptions.propose(exceptions.entry(entry), by=world.lead, **paper),
        lambda: closing.close(exceptions.entry(entry), counts=True, by=world.director, **paper),
        lambda: units.change(contents.get(FIVE_S), units.NONE, by=world.director, **paper),
    ]
    if field == "document_number":
        acts += [
            lambda: lookback.change(lookback.get("KH79"), [OLD], number, world.director),
            lambda: history.mark_reviewed(OLD, 2020, world.director, document_number=number),
        ]
    for act in acts:
        with pytest.raises(Invalid) as refused, world.writing():
            act()
        assert refused.value.field == field


def test_what_a_live_dossier_holds_cannot_be_excepted(world: World) -> None:
    member = world.organisation()
    dossier = world.submitted(member)
    with world.reading():
        entry = db.session.scalars(select(Entry.id).where(Entry.application_id == dossier)).one()
    with pytest.raises(Conflict, match="đang giữ"), world.writing():
        exceptions.propose(exceptions.entry(entry), by=world.lead, **DOCUMENT)
