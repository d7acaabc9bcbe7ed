"""Declared interests: the policy refuses from then on, leads are told, only a lead undoes it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app import clock
from app.access import Actor, Permission, Role, allowed
from app.accounts.models import Membership
from app.applications.services import foreign, queries
from app.appraisal.services import interests
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.opinions.services import asking
from app.opinions.services.asking import To
from app.review.filters import Filters
from app.review.services import assignment, queue, silence, work
from tests.factories import FIVE_S, World


def declare(world: World, dossier: int, by: Actor, *, whole: bool = False) -> int:
    with world.writing():
        made = interests.declare(queries.get(dossier), "Em ruột là giám đốc.", by, whole=whole)
        return made.id


def test_who_declared_an_interest_acts_no_more_until_a_lead_withdraws_it(world: World) -> None:
    dossier, lead = world.assigned(world.organisation()), world.lead
    declared = declare(world, dossier, world.officer)
    with pytest.raises(DomainError) as refused:
        world.appraise(dossier, world.officer)
    assert refused.value.status == 403
    (letter,) = world.letters("interest_declared")
    assert "phân công người khác" in letter.text
    assert (letter.about, letter.about_id) == ("application", dossier)
    with pytest.raises(Invalid, match="lợi ích liên quan"):
        world.do(assignment.assign, dossier, world.officer.person_id, lead)
    with pytest.raises(DomainError), world.writing():  # not by the person, nor an officer
        interests.withdraw(interests.get(declared), "Nhầm.", world.officer)
    with world.writing():
        interests.withdraw(interests.get(declared), "Khai nhầm hồ sơ.", lead)
    world.appraise(dossier, world.officer)
    with pytest.raises(Conflict), world.writing():
        interests.withdraw(interests.get(declared), "Lần nữa.", lead)


def test_an_interest_in_an_organisation_reaches_its_relatives_and_its_other_dossiers(
    world: World,
) -> None:
    member = world.relatives(world.organisation(), 1)
    dossier = world.submitted(member)
    branch = max(member.actor.organisation_ids)
    other = world.submitted(member, FIVE_S, organisation_id=branch)
    declare(world, other, world.officer, whole=True)
    with pytest.raises(Conflict):
        declare(world, dossier, world.officer, whole=True)
    clerk = world.clerk
    with world.reading():
        for each in (dossier, other):
            application = queries.get(each)
            assert not allowed(Permission.VIEW_DOSSIER, world.officer, application)
            assert not allowed(Permission.VIEW_APPLICATION, world.officer, application)
            assert not allowed(Permission.ASSIST, world.officer, application.organisation)
            assert allowed(Permission.VIEW_DOSSIER, clerk, application)
        assert listed(clerk) == {dossier, other}
        assert listed(world.officer) == set()
        assert foreign.open_to(clerk, [dossier, other]) == {dossier, other}
        assert foreign.open_to(world.officer, [dossier, other]) == set()


def test_who_has_an_interest_is_given_neither_a_dossier_nor_a_part_in_it(world: World) -> None:
    member = world.relatives(world.organisation(), 1)
    dossier, officer, lead = world.accepted(member), world.officer, world.lead
    insider = world.staff(Role.OFFICER, name="Người nhà", email="nha@so.example.vn")
    with world.writing():
        branch = max(member.actor.organisation_ids)
        joined = Membership(person_id=insider.person_id, organisation_id=branch)
        joined.created_at = clock.now()
        db.session.add(joined)
    beside = assignment.Orders(coordinators=[insider.person_id or 0])
    with pytest.raises(Invalid, match="đơn vị liên quan, không được thụ lý"):
        world.do(assignment.assign, dossier, insider.person_id, lead)
    with pytest.raises(Invalid, match="đơn vị liên quan, không được phối hợp"):
        world.do(assignment.assign, dossier, officer.person_id, lead, orders=beside)
    other = world.accepted(world.organisation())
    declare(world, other, insider)
    with pytest.raises(Invalid, match="lợi ích liên quan, không được phối hợp"):
        world.do(assignment.assign, other, officer.person_id, lead, orders=beside)
    world.do(assignment.assign, other, officer.person_id, lead)
    declare(world, other, officer)  # whoever holds it may not hear of it: the leads do at once
    with clock.freeze(clock.now() + timedelta(days=9)), world.reading():
        (told,) = silence.due()
        assert told.person_id == lead.person_id
        assert [(each.application_id, each.stage) for each in told.dossiers] == [
            (dossier, "first"),
            (other, "first"),
        ]


def test_who_has_an_interest_hears_nothing_of_a_dossier_that_stands_still_or_of_its_opinions(
    world: World,
) -> None:
    dossier, other = world.submitted(world.organisation()), world.assigned(world.organisation())
    clerk = world.clerk
    second = world.staff(Role.CLERK, name="Văn thư DEMO Hai", email="hai@so.example.vn")
    with world.writing():
        to = To("Phòng Kinh tế DEMO", "kinh-te@demo.example")
        asking.ask(queries.get(other), to, ["Có hoạt động không"], 5, world.officer)
    declare(world, dossier, clerk)
    declare(world, other, clerk, whole=True)
    with world.reading():
        assert asking.waiting(clerk)[0] == []
        assert [each.application_id for each in asking.waiting(second)[0]] == [other]
    with clock.freeze(clock.now() + timedelta(days=22)), world.reading():
        told = {each.person_id: each.dossiers for each in silence.due()}
        assert clerk.person_id not in told
        assert second.person_id in told


def test_whoever_belongs_to_a_branch_finds_its_parents_dossiers_in_no_list(world: World) -> None:
    member = world.relatives(world.organisation(), 1)
    world.submitted(member)
    branch = frozenset({max(member.actor.organisation_ids)})
    with world.reading():
        assert listed(world.clerk)
        assert listed(replace(world.clerk, organisation_ids=branch)) == set()


def listed(by: Actor) -> set[int]:
    """Return the dossiers of the queue and of my work; both show the same few."""
    found = {row.id for row in queue.page(Filters(), by).rows}
    waiting = {row.id for block in work.blocks(by) for row in block.rows}
    assert waiting <= found
    assert bool(waiting) == bool(found)
    return found


def test_a_lead_does_not_withdraw_their_own_declaration(world: World) -> None:
    declared = declare(world, world.submitted(world.organisation()), world.lead)
    with pytest.raises(DomainError) as refused, world.writing():
        interests.withdraw(interests.get(declared), "Không sao.", world.lead)
    assert refused.value.status == 403
    second = world.staff(Role.LEAD, email="pho@so.example.vn")
    with world.writing():
        interests.withdraw(interests.get(declared), "Đã xác minh.", second)
