"""The daily digest: what may wait goes as one letter a day, nothing is lost, nothing sent twice."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock, transactions
from app.access import Actor
from app.applications.services import queries, withdraw
from app.chores import chores
from app.correspondence.services import sent, threads
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.outbox import digest, letters, preferences
from app.outbox import services as outbox
from app.outbox.models import (
    DAILY,
    DIGESTED,
    EACH,
    FAILED,
    GATHERED,
    NONE,
    SENT,
    UNWANTED,
    WAITING,
    Letter,
)  # fmt: skip
from tests.factories import World

TO = "Nguoi.Nhan@example.vn"
BY = Actor(1, "Người nhận")
ABOUT = ("person", 1)


def want(address: str, **ways: str) -> None:
    seen = preferences.of(address).version
    preferences.choose(address, ways, BY, ABOUT, seen=seen)


def post(name: str, key: str, to: str = TO) -> Letter:
    return outbox.post(name, to, key, letters.get(name).sample())


def due() -> list[str]:
    """Do the chore as `flask lapse` does; return what it was done for."""
    (chore,) = (each for each in chores() if each.name == "digest")
    with transactions.reading():
        found = list(chore.due())
    for address in found:
        with transactions.writing():
            chore.treat(address)
    return found


def test_what_may_wait_leaves_as_one_letter_the_next_morning_and_what_must_not_at_once(
    app: Flask,
) -> None:
    with app.app_context():
        with transactions.writing():
            want(TO, questions=DAILY, news=NONE)
            waiting = [post("question_answered", f"a{n}") for n in range(3)]
            assert [letter.state for letter in waiting] == [GATHERED] * 3
            assert post("application_supplement_requested", "law").state == WAITING
            assert post("application_withdrawn", "other-sort").state == WAITING
            assert post("call_published", "news").state == UNWANTED
        assert due() == []  # not before its hour
        with clock.freeze(clock.now() + timedelta(hours=21, minutes=59)):
            assert due() == []
        with clock.freeze(clock.now() + timedelta(hours=22)):
            assert due() == [TO.lower()]
            with transactions.writing():
                assert digest.send(TO.lower()) is None  # a second worker, or a second run
            with transactions.reading():
                made = db.session.scalars(select(Letter).where(Letter.name == digest.NAME)).one()
                assert (made.to, made.state) == (TO, WAITING)
                assert made.subject == "Thư gộp ngày 24/11/2026: 3 thư"
                assert made.text.count("Khi nào có kết quả?") == 3
                assert made.text.count("Đăng ký và xét hỗ trợ không thu phí") == 1
                assert preferences.page(made.message_id) in made.text
                told = db.session.scalars(select(Letter).where(Letter.digest_id == made.id)).all()
                assert {letter.state for letter in told} == {DIGESTED}
            # What was written before the hour and committed after it waits for the next day.
            with transactions.writing():
                late = post("question_answered", "late")
                late.next_at = clock.now()
            assert due() == [TO.lower()]
        with transactions.reading():
            assert db.session.scalars(select(Letter.state).filter_by(once_key="late")).one() == (
                GATHERED
            )
        with clock.freeze(clock.now() + timedelta(days=2)):
            due()
        with transactions.reading():
            assert db.session.scalars(select(Letter.state).filter_by(once_key="late")).one() == (
                DIGESTED
            )


def test_who_chooses_otherwise_gets_what_waited_and_two_choices_at_once_do_not_mix(
    app: Flask,
) -> None:
    with app.app_context(), transactions.writing():
        want(TO, questions=DAILY, news=DAILY)
        question, news = post("question_answered", "q"), post("call_published", "n")
        seen = preferences.of(TO).version
        preferences.choose(TO.lower(), {"questions": EACH, "news": NONE}, BY, ABOUT, seen=seen)
        with pytest.raises(Conflict):
            preferences.choose(TO, {"news": EACH}, BY, ABOUT, seen=seen)
        assert (question.state, news.state) == (WAITING, UNWANTED)
        for wrong in ({"questions": NONE}, {"required": DAILY}, {"news": "never"}):
            with pytest.raises(Invalid):
                want(TO, **wrong)
        preferences.want_news(TO, BY, ABOUT)
        assert preferences.of(TO).ways["news"] == EACH
        preferences.carry(TO, "moi@example.vn", BY, ABOUT)
        assert preferences.of("moi@example.vn").ways == preferences.of(TO).ways


def test_the_link_of_a_letter_is_its_receivers_and_nobody_makes_one_up(app: Flask) -> None:
    with app.app_context(), transactions.writing():
        news, required = post("call_published", "n"), post("application_accepted", "a")
        (path,) = (line for line in news.text.split() if preferences.PAGE in line)
        token = path.rsplit("/", 1)[1]
        assert preferences.letter_of(token).id == news.id
        assert preferences.PAGE not in required.text
        for wrong in (token[:-1], token + "x", "x", news.message_id.strip("<>")):
            with pytest.raises(NotFound):
                preferences.letter_of(wrong)
        assert token not in preferences.hidden(news.text)
        preferences.refuse_news(news)
        preferences.refuse_news(news)
        assert post("call_published", "n2").state == UNWANTED


def test_a_digest_says_how_things_stand_now_and_its_failure_is_seen_on_the_dossier(
    world: World,
) -> None:
    member = world.organisation()
    dossier, officer = world.assigned(member), world.officer
    with world.writing():
        want(member.email, questions=DAILY)
        threads.ask(queries.get(dossier), "Khi nào?", None, member.actor)
        threads.answer(queries.get(dossier), "Tuần sau.", None, officer)
        withdraw.withdraw(queries.get(dossier), member.actor)
    with world.app.app_context(), clock.freeze(clock.now() + timedelta(days=1)):
        due()
    (made,) = world.letters(digest.NAME)
    assert "Tuần sau." in made.text
    assert "hiện ở trạng thái: Đã rút" in made.text
    assert "hiện ở trạng thái: Đã rút" in made.html
    with world.writing():
        application = queries.get(dossier)
        (line,) = (
            line
            for line in sent.of_dossier(application, officer)
            if line.letter.name == "question_answered"
        )
        assert line.state == GATHERED  # the digest has not left yet
        letter, gathered = line.letter, line.letter.digest
        assert gathered is not None
        gathered.state, gathered.sent_at = SENT, clock.now()
        db.session.flush()
        assert (line.state, letter.left_at) == (DIGESTED, clock.now())
        with pytest.raises(Conflict):
            sent.send_again(application, letter.id, officer)
        gathered.state, gathered.sent_at, gathered.last_error = FAILED, None, "550 no such user"
        db.session.flush()
        assert line.failed
        assert "không tồn tại" in line.why
        assert list(db.session.scalars(sent.unsent())) == [dossier]
        application.organisation.contact_email = "moi@example.vn"
        sent.send_again(application, letter.id, officer)
        assert (letter.state, letter.to, letter.digest_id) == (WAITING, "moi@example.vn", None)
        assert gathered.to == member.email  # what else is in it is not for the other address


def test_a_closing_letter_asks_how_it_went_and_no_other_does(world: World) -> None:
    member = world.organisation()
    dossier = world.submitted(member)
    assert "/danh-gia" not in world.letters("application_submitted", to=member.email)[0].text
    with world.writing():
        withdraw.withdraw(queries.get(dossier), member.actor)
    (letter,) = world.letters("application_withdrawn", to=member.email)
    assert f"/ho-so/{dossier}/danh-gia" in letter.text
    assert f"/ho-so/{dossier}/danh-gia" in letter.html
