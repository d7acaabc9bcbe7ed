"""What a call tells: another commune, reminders, news; the file beside the screen."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from app import clock
from app.access import SYSTEM, Actor
from app.applications.services import closing, draft
from app.errors import Conflict, Invalid
from app.extensions import db
from app.ledger.services import standing
from app.organisations.services import queries as organisations
from app.programmes.in_words import money
from app.programmes.models import Call, CallContent
from app.programmes.services import (
    calls,
    contents,
    news,
    plans,
    publishing,
)
from app.review.services import decision
from tests.factories import CALL, DEMO, FIVE_S, ISO9001, World


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
        (2_000_500, "Hai triệu không nghìn năm trăm đồng"),
        (1_000_000_500, "Một tỷ không nghìn năm trăm đồng"),
        (1_000_000_000_000, "Một nghìn tỷ đồng"),
    ],
)
def test_an_amount_is_read_in_full(amount: int, words: str) -> None:
    assert money(amount) == words
