"""Programmes and calls are set up, published, ended on screen."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import clock
from app.access import Actor
from app.applications.services import draft
from app.errors import Conflict, DomainError
from app.extensions import db
from app.organisations.services import queries as organisations
from app.outbox.models import Letter
from app.programmes.models import Programme
from app.programmes.services import (
    calls,
    cloning,
    contents,
    news,
    publishing,
    set_up_calls,
    set_up_programmes,
    telling,
)
from app.programmes.services.set_up_calls import Line
from tests.factories import CALL, FIVE_S, ISO9001, World


@pytest.fixture
def begun(world: World, lead: Actor) -> int:
    """Return a draft cloned from the call that is open, next year's."""
    with world.writing():
        call = calls.get(CALL)
        values = cloning.call_proposal(call)
        values.pop("programme_id")
        made = cloning.clone_call(call, call.programme, values, lead).id
    return made


def call_id(world: World) -> int:
    with world.reading():
        return calls.get(CALL).id


def refused(world: World, call: int, deed: Any, *args: Any, **kwargs: Any) -> DomainError:
    """Run a deed on a call that must be refused; return the refusal."""
    with pytest.raises(DomainError) as error, world.writing():
        deed(set_up_calls.get(call), *args, **kwargs)
    return error.value


def test_a_clone_is_a_draft_a_year_later_that_offers_the_same(world: World, begun: int) -> None:
    with world.reading():
        call, last = set_up_calls.get(begun), calls.get(CALL)
        assert (call.code, call.state, call.published_at) == ("DEMO-2027-2", "draft", None)
        assert call.closes_at == last.closes_at.replace(year=2031)
        assert len(call.contents) == len(last.contents)
        assert {each.approved for each in call.contents} == {0}


def test_only_who_sets_up_may_and_a_draft_takes_no_dossier(world: World, begun: int) -> None:
    member = world.organisation()
    assert refused(world, begun, publishing.publish, world.officer).status == 403
    with world.reading():
        call, organisation = set_up_calls.get(begun), organisations.get(member.organisation_id)
        with pytest.raises(Conflict, match="không mở"):
            draft.check_open(call, contents.get(FIVE_S), organisation)


def test_a_call_without_contents_or_a_council_without_criteria_is_not_published(
    world: World, begun: int, lead: Actor
) -> None:
    with world.writing():
        call = set_up_calls.get(begun)
        set_up_calls.offer(call, {}, lead)
        call.council = True
    error = refused(world, begun, publishing.publish, lead)
    assert "chưa có nội dung nào" in error.message
    assert "phải có tiêu chí" in error.message


def test_what_dossiers_lean_on_does_not_change_after_publication(
    world: World, begun: int, lead: Actor
) -> None:
    with world.writing():
        publishing.publish(set_up_calls.get(begun), lead)
    for deed, args in (
        (set_up_calls.offer, ({}, lead)),
        (set_up_calls.set_criteria, ([("Sẵn sàng", 100)], lead)),
        (set_up_calls.discard, (lead,)),
        (publishing.publish, (lead,)),
        (publishing.archive, (lead,)),
    ):
        assert refused(world, begun, deed, *args).status == 409, deed


def test_the_database_ties_the_state_to_its_moments(world: World, begun: int) -> None:
    def force() -> None:
        with world.writing():
            set_up_calls.get(begun).state = "published"
            db.session.flush()

    with pytest.raises(IntegrityError):
        force()


def test_an_end_only_moves_on_and_closing_early_needs_a_reason(world: World, lead: Actor) -> None:
    call = call_id(world)
    with world.reading():
        earlier = calls.get(CALL).closes_at - timedelta(days=1)
    assert refused(world, call, publishing.extend, earlier, "lý do", lead).field == "closes_at"
    assert refused(world, call, publishing.close, " ", lead).field == "reason"
    with world.writing():
        publishing.close(set_up_calls.get(call), "Hết kinh phí.", lead)
    with world.reading():
        assert calls.get(CALL).closed_at == clock.now()
        assert calls.open_calls(clock.now()) == []


def test_criteria_weigh_a_hundred_together(world: World, begun: int, lead: Actor) -> None:
    error = refused(world, begun, set_up_calls.set_criteria, [("A", 60), ("B", 30)], lead)
    assert "hiện là 90%" in error.message
    with world.writing():
        set_up_calls.set_criteria(set_up_calls.get(begun), [("A", 60), ("B", 40)], lead)
    with world.reading():
        weights = [each.weight for each in set_up_calls.get(begun).criteria]
        assert weights == [60, 40]


def test_what_no_form_lets_through_the_services_refuse_too(
    world: World, begun: int, lead: Actor
) -> None:
    with world.reading():
        call = set_up_calls.get(begun)
        said = {name: getattr(call, name) for name in (*cloning.FACTS, "code", "name")}
        said |= {"opens_at": call.opens_at, "closes_at": call.closes_at, "kinds": ["hop_tac_xa"]}
        five_s = contents.get(FIVE_S).id
    for field, value in (("name", " "), ("notice", "x" * 4001), ("reception_days", 251)):
        error = refused(world, begun, set_up_calls.edit, said | {field: value}, lead)
        assert (error.status, error.field) == (422, field)
    line = {five_s: Line(quota=-1)}
    assert refused(world, begun, set_up_calls.offer, line, lead).field == f"quota_{five_s}"
    many = [(f"Tiêu chí {at}", 10) for at in range(10)]
    assert "tối đa 8" in refused(world, begun, set_up_calls.set_criteria, many, lead).message


def test_a_project_of_another_programme_is_refused(world: World, begun: int, lead: Actor) -> None:
    with world.reading():
        content_id = contents.get(FIVE_S).id
    lines = {content_id: Line(project_id=9999)}
    assert refused(world, begun, set_up_calls.offer, lines, lead).status == 422


def test_the_scope_of_a_programme_is_fixed_once_something_leans_on_it(
    world: World, lead: Actor
) -> None:
    with world.writing():
        plan = db.session.scalars(select(Programme).where(Programme.code == "KH79")).one()
        assert not set_up_programmes.scope_is_fixed(plan)
        values = {
            column.key: getattr(plan, column.key)
            for column in Programme.__table__.columns
            if column.key not in {"id", "version", "is_demo"}
        }
        set_up_programmes.edit(plan, values | {"scope": "2021-2026"}, lead)
        open_plan = calls.get(CALL).programme
        assert set_up_programmes.scope_is_fixed(open_plan)
        values |= {"scope": "khác", "is_open": True, "code": open_plan.code}
        with pytest.raises(Conflict, match="Không đổi được phạm vi"):
            set_up_programmes.edit(open_plan, values, lead)


def test_those_who_asked_are_told_once_in_batches(world: World, begun: int, lead: Actor) -> None:
    readers = [world.organisation() for _ in range(3)]
    for reader in readers:
        with world.writing():
            news.subscribe(contents.get(FIVE_S), reader.actor)
    with world.writing():
        publishing.publish(set_up_calls.get(begun), lead)
        set_up_calls.get(begun).told_at = None  # as if the first batch had been cut short
    assert len(world.letters("call_published")) == 3
    with world.writing():
        assert telling.tell_some(begun) == 0
    assert {letter.to for letter in world.letters("call_published")} == {
        reader.email for reader in readers
    }
    with world.reading():
        assert begun not in telling.untold()


def test_a_batch_leaves_the_rest_to_the_command(world: World, begun: int, lead: Actor) -> None:
    for _ in range(3):
        reader = world.organisation()
        with world.writing():
            news.subscribe(contents.get(ISO9001), reader.actor)
    with world.writing():
        publishing.publish(set_up_calls.get(begun), lead)
        call = set_up_calls.get(begun)
        call.told_at = None
        db.session.execute(Letter.__table__.delete().where(Letter.name == "call_published"))
        assert telling.tell(call, most=2) == 2
        assert call.told_at is None
        assert telling.tell(call, most=2) == 1
        assert call.told_at is not None
