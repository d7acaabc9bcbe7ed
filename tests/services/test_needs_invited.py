"""Needs become invitations when a call opens; a join moves them."""

from datetime import timedelta

import pytest

from app import clock
from app.access import Actor
from app.applications.models import Application
from app.errors import Conflict, DomainError
from app.needs.services import (
    begin,
    inviting,
    perform,
)
from app.needs.services.demand import Filters
from app.organisations.models import Organisation
from app.organisations.services import queries as organisations
from app.programmes.services import calls
from app.registry.services import acts, deeds
from app.registry.services.acts import Paper
from tests.factories import CALL, FIVE_S, ISO9001, World, tax_code
from tests.shared.wishes import code_of, partner, say_it, speak_it, status


def invite(world: World, *item_ids: int, by: Actor | None = None) -> tuple[int, int]:
    actor = by or world.officer
    with world.writing():
        return inviting.invite(calls.get(CALL), item_ids, actor)


def test_open_needs_become_one_letter_each_and_a_phieu(world: World) -> None:
    who = world.organisation()
    items = say_it(world, who, ISO9001, FIVE_S)
    with world.reading():
        assert len(inviting.page(calls.get(CALL), Filters()).free) == 2
    assert invite(world, *items) == (1, 2)
    assert [letter.to for letter in world.letters("need_invited")] == [who.email]
    with world.reading():
        assert inviting.page(calls.get(CALL), Filters()).free == []
    with pytest.raises(Conflict, match="Không còn nhu cầu"):
        invite(world, *items)
    with world.writing():
        organisation = organisations.get(who.organisation_id)
        first = begin.begin(organisation, calls.get(CALL), who.actor)
        assert first.form_id is not None
    assert world.count(Application) == 2
    assert {status(world, item) for item in items} == {"applied"}
    assert len(world.letters("need_invited")) == 1


def test_a_taken_slot_stands_apart_and_is_not_invited(world: World) -> None:
    who, other = world.organisation(), world.organisation()
    world.submitted(who)
    (taken,) = say_it(world, who, ISO9001)
    (free,) = say_it(world, other, ISO9001)
    with world.reading():
        wanted = inviting.page(calls.get(CALL), Filters())
        assert [each.item_id for each in wanted.free] == [free]
        assert [each.item_id for each in wanted.taken] == [taken]
        assert "Đang có hồ sơ" in wanted.taken[0].taken
    assert invite(world, taken, free) == (1, 1)
    assert status(world, taken) == "open"


def test_only_who_the_call_is_for_and_what_is_confirmed_is_shown(world: World) -> None:
    who = world.organisation()
    say_it(world, who, ISO9001)
    speak_it(world, partner(world), tax_code(700), ISO9001)
    with world.writing():
        call = calls.get(CALL)
        call.communes = ["00000"]
    with world.reading():
        assert inviting.page(calls.get(CALL), Filters()).free == []


def test_a_closed_call_invites_nobody_and_a_clerk_never(world: World) -> None:
    (item,) = say_it(world, world.organisation(), ISO9001)
    with pytest.raises(DomainError):
        invite(world, item, by=world.clerk)
    officer = world.officer
    with world.reading():
        after = calls.get(CALL).closes_at + timedelta(minutes=1)
    with clock.freeze(after), pytest.raises(Conflict, match="không mở"):
        invite(world, item, by=officer)


def test_without_an_invitation_no_phieu_begins(world: World) -> None:
    who = world.organisation()
    with world.writing(), pytest.raises(Conflict, match="lời mời"):
        begin.begin(organisations.get(who.organisation_id), calls.get(CALL), who.actor)


def test_a_join_moves_needs_and_its_undoing_brings_them_back(world: World) -> None:
    stays, goes = world.organisation(), world.organisation()
    (item,) = say_it(world, goes, ISO9001)
    officer = world.officer
    paper = Paper("12/BB", clock.today(), "Một đơn vị ghi hai lần.")
    with world.writing():
        act = deeds.join(stays.organisation_id, goes.organisation_id, {}, paper, officer).id
    with world.reading():
        assert perform.get(item).need.organisation_id == stays.organisation_id
    with world.writing():
        acts.undo(acts.get(act), "Nhầm.", officer)
    with world.reading():
        assert perform.get(item).need.organisation_id == goes.organisation_id


def test_asking_about_a_known_code_changes_nothing_of_the_organisation(world: World) -> None:
    by, member = partner(world), world.organisation(name="Công ty TNHH Tên Thật")
    code = code_of(world, member)
    before = world.count(Organisation)
    speak_it(world, by, code, ISO9001, kind="doanh_nghiep", phone="", email="khac@x.vn")
    assert world.count(Organisation) == before
    with world.reading():
        known = organisations.get(member.organisation_id)
        assert known.name == "Công ty TNHH Tên Thật"
        assert known.email != "khac@x.vn"
