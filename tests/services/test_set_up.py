"""Setting up: what is refused, what is kept, who is told, what a file may not undo."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import clock
from app.access import SYSTEM, Actor
from app.applications.services import closing, draft
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.ledger.services import standing
from app.organisations.services import queries as organisations
from app.outbox.models import Letter
from app.programmes.in_words import money
from app.programmes.models import Call, CallContent, Programme
from app.programmes.services import (
    calls,
    cloning,
    contents,
    news,
    plans,
    publishing,
    set_up_calls,
    set_up_programmes,
    telling,
)
from app.programmes.services.set_up_calls import Line
from app.review.services import decision
from tests.factories import CALL, DEMO, FIVE_S, ISO9001, World


@pytest.fixture
def lead(world: World) -> Actor:
    return world.lead


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


def test_an_organisation_of_another_commune_is_told_where_it_stands(world: World) -> None:
    member = world.organisation()
    with world.writing():
        organisation = organisations.get(member.organisation_id)
        other = "05980" if organisation.commune_code != "05980" else "05977"
        calls.get(CALL).communes = [other]
    with world.reading():
        organisation = organisations.get(member.organisation_id)
        said = standing.for_content(organisation, contents.get(FIVE_S))
        assert said.call is None
        assert "xã, phường khác" in said.words
        with pytest.raises(Conflict, match="chỉ nhận hồ sơ của đơn vị ở"):
            draft.check_open(calls.get(CALL), contents.get(FIVE_S), organisation)


# -- telling and reminding


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


def test_drafts_are_reminded_three_working_days_before_and_on_the_last_day(
    world: World, cli: FlaskCliRunner
) -> None:
    member, done = world.organisation(), world.organisation()
    world.draft(member, FIVE_S)
    world.draft(member, ISO9001)
    world.submitted(done)
    with world.writing():
        # Tuesday is a holiday: three working days before Friday is Monday, today.
        calls.get(CALL).closes_at = clock.now() + timedelta(days=4)
    for expected in ("1 reminded of 1 calls\n", "0 reminded of 1 calls\n"):
        assert cli.invoke(args=["calls", "remind"]).output == expected
    (letter,) = world.letters("call_closing")
    assert letter.to == member.email
    assert "Áp dụng công cụ 5S" in letter.text
    assert "Còn 3 ngày làm việc" in letter.subject
    with clock.freeze(clock.now() + timedelta(days=4)):
        with world.reading():
            assert len(closing.due()) == 1
        assert cli.invoke(args=["calls", "remind"]).output == "1 reminded of 1 calls\n"
    assert "Hôm nay hết hạn" in world.letters("call_closing")[-1].subject


def test_the_link_of_a_letter_ends_only_its_readers_news(world: World) -> None:
    reader, other = world.organisation(), world.organisation()
    for each in (reader, other):
        with world.writing():
            news.subscribe(contents.get(FIVE_S), each.actor)
    assert reader.actor.person_id is not None
    token = news.end_path(reader.actor.person_id).rsplit("/", 1)[1]
    with world.writing():
        news.end_all(news.person_of(token))
    with world.reading():
        assert news.asked_by(reader.actor.person_id) == set()
        assert len(news.asked_by(other.actor.person_id or 0)) == 1


# -- the file and the screen


def test_a_file_leaves_what_was_set_on_screen_and_says_so(
    world: World, lead: Actor, tmp_path: Path, cli: FlaskCliRunner
) -> None:
    with world.writing():
        call = calls.get(CALL)
        later = call.closes_at + timedelta(days=30)
        publishing.extend(call, later, "Thiên tai.", lead)
        done = plans.load(DEMO, SYSTEM)
        assert (done.left, done.changed, done.unchanged) == ([f"call {CALL}"], 0, 13)
        assert calls.get(CALL).closes_at == later
    said = cli.invoke(args=["programmes", "load", str(DEMO)])
    assert f"left as set on screen: call {CALL}" in said.output
    with world.writing():
        assert plans.load(DEMO, SYSTEM, force=True).changed == 1
    with world.reading():
        assert calls.get(CALL).closes_at == later - timedelta(days=30)
    with world.writing():  # the file had the last word: it may change the row again
        assert plans.load(DEMO, SYSTEM) == plans.Loaded(unchanged=14)


def test_a_file_cannot_put_a_quota_below_what_is_approved(world: World, tmp_path: Path) -> None:
    world.approved_unissued(world.organisation(), FIVE_S)
    path = tmp_path / "demo.yaml"
    text = DEMO.read_text(encoding="utf-8")
    head, tail = text.split("code: DEMO-2026-2\n")
    tail = tail.replace("{content: CC-5S, project", "{content: CC-5S, quota: 0, project", 1)
    path.write_text(head + "code: DEMO-2026-2\n" + tail, encoding="utf-8")
    with pytest.raises(Invalid, match="đã phê duyệt 1 lượt"), world.writing():
        plans.load(path, SYSTEM)


def test_approvals_are_counted_beside_the_quota(world: World) -> None:
    world.set_quota(FIVE_S, 1)
    world.approved_unissued(world.organisation(), FIVE_S)
    with world.reading():
        counted = db.session.scalars(
            select(CallContent.approved)
            .join(Call, Call.id == CallContent.call_id)
            .where(Call.code == CALL, CallContent.approved > 0)
        ).all()
        assert counted == [1]
    other = world.awaiting_approval(world.organisation(), FIVE_S)
    with pytest.raises(Conflict, match="đủ 1 lượt"):
        world.do(decision.decide, other, "approve", "", world.director)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (9_230_000_000, "Chín tỷ hai trăm ba mươi triệu đồng"),
        (1_005_000, "Một triệu không trăm linh năm nghìn đồng"),
        (21_000_015, "Hai mươi mốt triệu không trăm mười lăm đồng"),
        (1_000_000_000_000, "Một nghìn tỷ đồng"),
    ],
)
def test_an_amount_is_read_in_full(amount: int, words: str) -> None:
    assert money(amount) == words
