"""The desk's own order: số đến, bút phê, xử lý thay, bàn giao, and what waits for whom."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app import clock
from app.access import Actor, Role
from app.accounts.models import Membership
from app.accounts.services import absences, people, sign_in
from app.applications.services import queries, timeline
from app.errors import DomainError, NotFound
from app.extensions import db
from app.outbox.models import FAILED, Letter
from app.papers import registry
from app.review import filters
from app.review.services import (
    arrival,
    assignment,
    decision,
    extension,
    load,
    queue,
    reception,
    work,
    work_filters,
    work_whole,
)
from app.text import format_date
from tests.factories import FIVE_S, World

ONE_DAY = timedelta(days=1)


def blocks(world: World, by: Actor) -> dict[str, list[int]]:
    """Return the dossiers of each block, as today's queue shows them where filters say it."""
    with world.reading():
        now = sign_in.actor_of(by.person_id or 0)
        shown = {each.block.key: [row.id for row in each.rows] for each in work.blocks(now)}
        for key, found in shown.items():
            whole, following = work_whole.page(work_whole.of_key(key, now), now)
            assert ([row.id for row in whole.rows], following) == (found, "")
        for key in shown.keys() & work_filters.EXACT.keys():
            page = queue.page(filters.read(filters.written(work_filters.EXACT[key])), now)
            assert [row.id for row in page.rows] == shown[key], key
        return shown


def test_a_block_is_seen_whole_page_by_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    dossiers = [world.submitted(world.organisation()) for _number in range(3)]
    officer = world.officer
    monkeypatch.setattr(work_whole, "PAGE", 2)
    with world.reading():
        block = work_whole.of_key("reception", officer)
        first, following = work_whole.page(block, officer)
        assert [row.id for row in first.rows] == dossiers[:2]
        assert first.words == "3"
        second, end = work_whole.page(block, officer, following)
        assert ([row.id for row in second.rows], end) == (dossiers[2:], "")
        for nonsense in ("x", "2026-13-01.1", "2026-11-21.x", ".", "2026-11-21." + "9" * 30):
            assert work_whole.page(block, officer, nonsense)[0] == first
        with pytest.raises(NotFound):  # no block of an officer's
            work_whole.of_key("assign", officer)


def refused(status: int, field: str | None = None) -> "pytest.RaisesExc[DomainError]":
    return pytest.raises(
        DomainError, check=lambda error: (error.status, error.field) == (status, field)
    )


def test_a_number_of_arrival_is_the_clerks_and_given_once_a_year(world: World) -> None:
    today = clock.today()
    first = world.submitted(world.organisation())
    second = world.submitted(world.organisation())
    world.do(reception.accept, first, world.clerk, number=" 15 ", arrived_on=today)
    assert (world.fact(first, "arrival_number"), world.fact(first, "arrived_on")) == ("15", today)
    for same in ("15", "015"):
        with refused(409, "arrival_number"):
            world.do(reception.accept, second, world.clerk, number=same, arrived_on=today)
    with refused(422, "arrived_on"):
        world.do(arrival.note, second, "16", today + ONE_DAY, world.clerk)
    with refused(422, "arrived_on"):
        world.do(arrival.note, second, "16", None, world.clerk)
    with refused(403):
        world.do(arrival.note, second, "16", today, world.officer)
    version, moment = world.fact(second, "version"), world.fact(second, "updated_at")
    with world.reading():
        seen = arrival.Noted(queries.get(second)).version
    world.do(arrival.note, second, "16", today, world.clerk, seen=seen)
    with refused(409):  # another clerk's page, from before
        world.do(arrival.note, second, "17", today, world.clerk, seen=seen)
    # Nobody's open form is refused for it, and no alarm begins anew.
    assert (world.fact(second, "version"), world.fact(second, "updated_at")) == (version, moment)
    world.do(arrival.note, second, "", None, world.clerk)
    assert world.fact(second, "arrival_year") is None
    assert world.events(second)[-2:] == ["note_arrival", "note_arrival"]


def test_a_leader_assigns_with_a_day_an_instruction_and_who_coordinates(world: World) -> None:
    dossier = world.accepted(world.organisation())
    beside = world.staff(Role.OFFICER, name="Chuyên viên Hai", email="hai@so.example.vn")
    due_on = clock.today() + 5 * ONE_DAY
    orders = assignment.Orders(due_on, "Kiểm tra kỹ địa điểm.", [beside.person_id or 0])
    officer_id = world.officer.person_id
    with refused(422, "due_on"):
        late = assignment.Orders(world.fact(dossier, "answer_on") + ONE_DAY)
        world.do(assignment.assign, dossier, officer_id, world.lead, orders=late)
    world.do(assignment.assign, dossier, officer_id, world.lead, orders=orders)
    assert world.fact(dossier, "due_on") == due_on
    with world.reading():
        (said,) = assignment.instructions(dossier)
        assert (said.text, said.person.name) == ("Kiểm tra kỹ địa điểm.", world.lead.name)
        assert assignment.coordinators(dossier) == [(beside.person_id, beside.name)]
        told = timeline.inside_timeline(queries.get(dossier))[-1].text
    assert "Kiểm tra kỹ địa điểm." in told
    assert beside.name in told
    assert blocks(world, beside)["beside"] == [dossier]
    assert dossier in blocks(world, world.officer)["appraise"]
    world.do(assignment.assign, dossier, beside.person_id, world.lead)  # as for many at once
    assert "beside" not in blocks(world, beside)


def test_a_stand_in_acts_for_who_is_away_while_a_leader_has_confirmed_it(world: World) -> None:
    dossier = world.assigned(world.organisation())
    other = world.staff(Role.OFFICER, Role.LEAD, name="Người thay", email="thay@so.example.vn")
    both = world.staff(Role.OFFICER, Role.CLERK, name="Kiêm nhiệm", email="kiem@so.example.vn")
    today = clock.today()
    away = {"first_on": today, "last_on": today + ONE_DAY, "reason": "Đi học"}
    officer_id, other_id = world.officer.person_id or 0, other.person_id or 0

    with world.writing():
        with refused(422, "stand_in"):  # who is no officer
            absences.say(officer_id, world.clerk.person_id or 0, world.officer, **away)
        with refused(422, "last_on"):  # a slip in the year
            late = {**away, "last_on": today.replace(year=today.year + 36)}
            absences.say(officer_id, other_id, world.officer, **late)
        with refused(422, "stand_in"):  # a clerk does not appraise for who is officer and clerk
            absences.say(both.person_id or 0, world.clerk.person_id or 0, both, **away)
        absences.say(
            both.person_id or 0,
            officer_id,
            both,
            **(away | {"first_on": today + 9 * ONE_DAY, "last_on": today + 9 * ONE_DAY}),
        )
        (line,) = absences.listed()
        assert line.left == [Role.CLERK]
        asked = absences.say(officer_id, other_id, world.officer, **away)
        key, state = asked.id, asked.state
    assert state == "asked"
    assert blocks(world, other)["appraise"] == []
    with world.writing():
        with refused(403):
            absences.confirm(absences.get(key), world.officer)
        absences.confirm(absences.get(key), world.lead)
        with refused(409):  # away already
            absences.say(officer_id, other_id, world.lead, **away)
    with world.reading():
        acting = sign_in.actor_of(other_id)
    assert acting.stands_in_for == {officer_id}
    assert blocks(world, other)["appraise"] == [dossier]
    with world.reading():  # "của tôi" over the queue means the same
        mine = queue.page(filters.Filters(officer=filters.ME), acting)
    assert [row.id for row in mine.rows] == [dossier]
    world.appraise(dossier, acting)
    with world.reading():
        told = timeline.inside_timeline(queries.get(dossier))[-1].text
    assert told.startswith(f"Người thay · thay ông/bà {world.officer.name}")
    with refused(403):  # separation of duties
        world.do(decision.endorse, dossier, acting)
    away_who_leads = Actor(officer_id, "", frozenset({Role.LEAD}))
    with refused(403):  # and what one did, the other did
        world.do(decision.endorse, dossier, away_who_leads)
    with clock.freeze(clock.now() + 3 * ONE_DAY), world.reading():
        assert sign_in.actor_of(other_id).stands_in_for == set()
    with world.writing():
        absences.end(absences.get(key), world.officer)
    with world.reading():
        assert sign_in.actor_of(other_id).stands_in_for == set()


def test_dossiers_are_handed_over_each_with_its_own_result(world: World) -> None:
    member = world.organisation()
    insider = world.staff(Role.OFFICER, name="Người nhận", email="nhan@so.example.vn")
    with world.writing():
        db.session.add(
            Membership(
                person_id=insider.person_id,
                organisation_id=member.organisation_id,
                created_at=clock.now(),
            )
        )
    related, free = world.assigned(member), world.recommended(world.organisation(), FIVE_S)
    ended = world.approved(world.organisation())
    officer_id, insider_id = world.officer.person_id or 0, insider.person_id or 0
    with world.writing():
        with refused(403):
            list(assignment.hand_over([free], officer_id, insider_id, world.officer))
        found = dict(
            assignment.hand_over([related, free, ended], officer_id, insider_id, world.lead)
        )
    assert found[free] == ""
    assert "thuộc đơn vị" in found[related]
    assert "không còn do người này thụ lý" in found[ended]
    assert world.fact(free, "officer_id") == insider_id
    assert world.fact(related, "officer_id") == officer_id
    assert world.events(free)[-1] == "change_officer"
    admin = world.staff(Role.ADMIN, email="qt@so.example.vn")
    with world.writing():
        with refused(409):  # asked first: something is left
            people.disable(people.get(officer_id), admin, anyway=False)
        people.disable(people.get(officer_id), admin, anyway=True)


def test_work_comes_and_goes_by_the_state_alone(world: World) -> None:
    dossier = world.submitted(world.organisation())
    clerk, officer, lead, director = world.clerk, world.officer, world.lead, world.director
    assert blocks(world, clerk) == {"issue": [], "receive": [dossier]}
    world.do(reception.accept, dossier, clerk)
    assert blocks(world, clerk)["receive"] == []
    assert blocks(world, lead)["assign"] == [dossier]
    world.do(assignment.assign, dossier, officer.person_id, lead)
    assert blocks(world, lead)["assign"] == []
    assert blocks(world, officer) == {"appraise": [dossier], "reception": []}
    with world.reading():
        (held,) = load.loads(lead)
        assert (held.name, held.appraising, held.late) == (officer.name, 1, 0)
        assert load.loads(officer) == []
    with clock.freeze(clock.now() + 60 * ONE_DAY):
        assert blocks(world, officer)["late-mine"] == [dossier]
        assert blocks(world, lead)["late"] == [dossier]
        with world.reading():
            assert load.loads(lead)[0].late == 1
    world.appraise(dossier, officer)
    assert blocks(world, officer)["others"] == [dossier]
    assert blocks(world, lead)["sign-lead"] == [dossier]
    world.do(decision.endorse, dossier, lead)
    assert blocks(world, director) == {"sign": [dossier]}
    world.do(decision.decide, dossier, "approve", "", director)
    assert blocks(world, clerk)["issue"] == [dossier]
    world.issue(dossier)
    assert all(found == [] for by in (clerk, officer, lead) for found in blocks(world, by).values())
    letter = world.letters("application_approved")[0].id
    with world.writing():  # it waits for its reader although the dossier has ended
        db.session.execute(update(Letter).where(Letter.id == letter).values(state=FAILED))
    assert blocks(world, officer)["unsent"] == blocks(world, clerk)["unsent"] == [dossier]
    early = world.supplement_requested(world.organisation())  # at the reception: nobody's yet
    assert blocks(world, officer)["supplement-early"] == [early]
    assert blocks(world, clerk)["supplement-early"] == [early]


def test_an_apology_is_drafted_by_the_house_and_sent_only_when_signed(world: World) -> None:
    member = world.organisation()
    dossier = world.assigned(member)
    before = world.fact(dossier, "answer_on")
    on_time, late = clock.now(), clock.now() + 40 * ONE_DAY
    with world.reading():
        assert extension.due() == []
    with clock.freeze(late):
        with world.reading():
            assert extension.due() == [dossier]
        with world.writing():
            assert extension.treat(dossier) == "apologies drafted"
            assert extension.treat(dossier) is None
        assert world.letters("application_extended") == []
        assert world.fact(dossier, "answer_on") == before
        assert blocks(world, world.officer)["apologies"] == [dossier]
        with world.reading():
            drafted = extension.of(dossier)
            assert drafted is not None
            proposed = drafted.answer_on
        with refused(403):
            world.do(extension.sign, dossier, proposed, "Chờ khảo sát.", world.clerk)
        saturday = proposed + timedelta(days=5 - proposed.weekday())
        for day in (before, saturday, proposed + timedelta(weeks=600)):  # a slip in the year
            with refused(422, "answer_on"):
                world.do(extension.sign, dossier, day, "Chờ khảo sát.", world.officer)
        with refused(422, "reason"):
            world.do(extension.sign, dossier, proposed, " ", world.officer)
        world.do(extension.sign, dossier, proposed, "Chờ khảo sát.", world.officer)
        with refused(409):
            world.do(extension.sign, dossier, proposed, "Chờ khảo sát.", world.officer)
        assert "apologies" not in blocks(world, world.officer)
    (letter,) = world.letters("application_extended", member.email)
    assert "Chờ khảo sát." in letter.text
    assert format_date(before) in letter.text
    assert format_date(proposed) in letter.text
    assert world.fact(dossier, "answer_on") == proposed
    assert clock.local(on_time).date() < world.fact(dossier, "due_on") < proposed
    with world.reading():
        told = timeline.public_timeline(queries.get(dossier))
        paper = registry.of("xin_loi").supply(dossier).data  # the same on paper, not typed again
    assert (paper["ngay_hen"], paper["ngay_hen_lai"]) == (
        format_date(before),
        format_date(proposed),
    )
    assert paper["ly_do"] == "Chờ khảo sát."
    assert [moment.text for moment in told if format_date(proposed) in moment.text]
