"""Letters: posted once, sent with patience, taken over from a dead worker, never lost."""

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from app import clock, transactions
from app.access import Actor, Role
from app.errors import Conflict
from app.extensions import db
from app.outbox import dispatcher, services
from app.outbox.models import FAILED, SENDING, SENT, WAITING, Letter
from tests.factories import World
from tests.fixtures.letters import Sink

TO = "don-vi@example.vn"
ADMIN = Actor(1, "Quản trị Vy Lan", frozenset({Role.ADMIN}))


def put(app: Flask, key: str = "k", **fields: Any) -> None:
    with app.app_context(), transactions.writing():
        db.session.add(
            Letter(
                once_key=key,
                name="test",
                to=fields.pop("to", TO),
                subject=f"Thư {key}",
                text="Mã: bí-mật\n",
                html="<p>Mã: bí-mật</p>",
                message_id=f"<{key}@example.vn>",
                next_at=clock.now(),
                created_at=clock.now(),
                **fields,
            )
        )


def letters(app: Flask) -> dict[str, Letter]:
    with app.app_context(), transactions.reading():
        found = list(db.session.scalars(select(Letter)))
        for letter in found:
            db.session.expunge(letter)
        return {letter.once_key: letter for letter in found}


def send(app: Flask) -> int:
    with app.app_context():
        return dispatcher.send_due()


class Server:
    """A mail server that answers as it is told."""

    def __init__(self) -> None:
        self.error: Callable[[Any], Exception | None] = lambda _message: None
        self.got: list[str] = []
        self.hangs_up = False  # before it is told that this was all

    @contextmanager
    def connect(self) -> Iterator["Server"]:
        try:
            yield self
        finally:
            if self.hangs_up:
                raise smtplib.SMTPServerDisconnected("gone")

    def send(self, message: Any) -> None:
        if error := self.error(message):
            raise error
        self.got.append(message.msgId)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    made = Server()
    monkeypatch.setattr(dispatcher, "mail", made)
    return made


def test_a_letter_is_posted_once_however_often_its_deed_asks(world: World) -> None:
    member = world.organisation()
    dossier = world.submitted(member)
    (first,) = world.letters("application_submitted")
    with world.writing():
        again = services.post("application_submitted", TO, first.once_key, {})
        assert again.id == first.id
    assert len(world.letters("application_submitted")) == 1
    assert first.once_key.startswith("submitted:event:")
    assert f"/ho-so/{dossier}" in first.text


def test_a_letter_is_rendered_when_posted_with_our_own_address_and_escaped(world: World) -> None:
    member = world.organisation(name="<script>alert(1)</script> & Con {{7*7}}")
    world.submitted(member)
    (letter,) = world.letters("application_submitted")
    assert "<script>" not in letter.html
    assert "&lt;script&gt;" in letter.html
    assert "{{7*7}}" in letter.text
    assert "\n" not in letter.subject
    assert world.app.config["BASE_URL"] in letter.text


def test_a_refused_server_is_asked_again_with_patience_and_then_the_staff_see_it(
    app: Flask, server: Server
) -> None:
    put(app)
    server.error = lambda _message: smtplib.SMTPServerDisconnected("away")
    moment = clock.now()
    for attempt, minutes in enumerate(dispatcher.PATIENCE, start=1):
        with clock.freeze(moment):
            send(app)
            letter = letters(app)["k"]
        moment += timedelta(minutes=minutes)
        assert (letter.state, letter.attempts, letter.next_at) == (WAITING, attempt, moment)
        with clock.freeze(moment - timedelta(seconds=1)):
            send(app)
        assert letters(app)["k"].attempts == attempt  # not a second too early
    with clock.freeze(moment):
        send(app)
    letter = letters(app)["k"]
    assert letter.state == FAILED
    assert "away" in letter.last_error
    with app.app_context(), transactions.reading():
        assert [each.once_key for each in services.failed()[0]] == ["k"]
    assert sum(dispatcher.PATIENCE) > 24 * 60


def test_a_lasting_refusal_of_one_letter_is_shown_at_once_and_holds_up_no_other(
    app: Flask, server: Server
) -> None:
    put(app, "a")
    put(app, "b", to="sai@example.vn")
    put(app, "c")

    def answer(message: Any) -> Exception | None:
        refused = {"sai@example.vn": (550, b"no such user")}
        return smtplib.SMTPRecipientsRefused(refused) if "sai@" in message.recipients[0] else None

    server.error = answer
    assert send(app) == 2
    assert {key: letter.state for key, letter in letters(app).items()} == {
        "a": SENT, "b": FAILED, "c": SENT,
    }  # fmt: skip


def test_a_letter_that_cannot_even_be_written_holds_up_no_other(app: Flask, server: Server) -> None:
    for key in ("a", "b", "c"):
        put(app, key)
    server.error = lambda message: (
        UnicodeEncodeError("ascii", "đ", 0, 1, "no") if message.msgId.startswith("<a@") else None
    )
    assert send(app) == 2
    states = {key: letter.state for key, letter in letters(app).items()}
    assert states == {"a": FAILED, "b": SENT, "c": SENT}


def test_the_letters_of_a_dead_worker_are_taken_over_under_the_same_message_id(
    app: Flask, server: Server
) -> None:
    put(app)
    with app.app_context():
        (claimed,) = dispatcher._claim("dead worker")
    assert letters(app)["k"].state == SENDING
    assert send(app) == 0  # still its own
    with clock.freeze(clock.now() + dispatcher.LEASE + timedelta(seconds=1)):
        assert send(app) == 1
        # The dead one wakes up: what it records no longer counts.
        with app.app_context():
            dispatcher._record_failure(claimed, "dead worker", OSError("late"))
    letter = letters(app)["k"]
    assert (letter.state, letter.attempts, letter.last_error) == (SENT, 2, "")
    assert server.got == ["<k@example.vn>"]


def test_a_late_worker_changes_nothing_while_another_has_the_letter(
    app: Flask, server: Server
) -> None:
    put(app)
    with app.app_context():
        (claimed,) = dispatcher._claim("late")
        with clock.freeze(clock.now() + dispatcher.LEASE + timedelta(seconds=1)):
            assert dispatcher._claim("new") == [claimed]
            dispatcher._record_sent(claimed, "late")
            dispatcher._record_failure(claimed, "late", OSError("late"))
    letter = letters(app)["k"]
    assert (letter.state, letter.lease_by) == (SENDING, "new")


def test_what_a_worker_could_not_record_it_records_at_its_next_look_and_sends_the_rest_at_once(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in ("a", "b", "c"):
        put(app, key)
    worker, record, away = dispatcher.Sender(), dispatcher._record_sent, ["b", "b again"]

    def recorded(letter_id: int, name: str) -> None:
        if server.got[-1].startswith("<b@") and away:
            raise OperationalError("UPDATE", {}, Exception(f"locked for {away.pop()}"))
        record(letter_id, name)

    monkeypatch.setattr(dispatcher, "_record_sent", recorded)
    with app.app_context():
        for _look in range(2):
            with pytest.raises(OperationalError):
                worker.send_due()
        assert dispatcher.send_due() == 0  # another worker waits for the lease
        assert {key: letter.state for key, letter in letters(app).items()} == {
            "a": SENT, "b": SENDING, "c": SENDING,
        }  # fmt: skip
        assert worker.send_due() == 1
    assert {letter.state for letter in letters(app).values()} == {SENT}
    assert server.got == ["<a@example.vn>", "<b@example.vn>", "<c@example.vn>"]


def test_what_left_does_not_leave_again_when_database_and_server_go_together(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(app)
    worker, record, away = dispatcher.Sender(), dispatcher._record_sent, ["once"]

    def recorded(letter_id: int, name: str) -> None:
        if away:
            raise OperationalError("UPDATE", {}, Exception(f"locked {away.pop()}"))
        record(letter_id, name)

    monkeypatch.setattr(dispatcher, "_record_sent", recorded)
    server.hangs_up = True
    with app.app_context():
        worker.send_due()
        clock.advance(timedelta(days=1))
        worker.send_due()
    assert (letters(app)["k"].state, server.got) == (SENT, ["<k@example.vn>"])


def test_two_workers_at_once_do_not_take_the_same_letter(app: Flask) -> None:
    for number in range(30):
        put(app, f"k{number}")
    with app.app_context():
        taken = dispatcher._claim("one"), dispatcher._claim("two"), dispatcher._claim("three")
    assert [len(batch) for batch in taken] == [20, 10, 0]
    assert not set(taken[0]) & set(taken[1])


@pytest.mark.parametrize("refused", [False, True])
def test_the_body_of_a_letter_with_a_secret_is_erased_when_it_is_done(
    app: Flask, server: Server, refused: bool
) -> None:
    put(app, sensitive=True)
    put(app, "plain")
    if refused:
        server.error = lambda _message: smtplib.SMTPDataError(554, b"no")
    send(app)
    kept = letters(app)
    assert (kept["k"].text, kept["k"].html) == ("", "")
    assert "bí-mật" in kept["plain"].text
    if refused:
        with app.app_context(), pytest.raises(Conflict), transactions.writing():
            services.send_again(services.get(kept["k"].id), ADMIN)


def test_a_failed_letter_can_be_sent_again_and_a_sent_one_cannot(
    app: Flask, server: Server
) -> None:
    put(app)
    with app.app_context(), transactions.writing():
        db.session.execute(update(Letter).values(state=FAILED, attempts=12))
        services.send_again(services.get(db.session.scalars(select(Letter.id)).one()), ADMIN)
    assert send(app) == 1
    letter = letters(app)["k"]
    assert (letter.state, letter.attempts) == (SENT, 1)
    with app.app_context(), pytest.raises(Conflict), transactions.writing():
        services.send_again(services.get(letter.id), ADMIN)


def test_a_letter_travels_over_real_smtp(world: World, deliver: Callable[[], Sink]) -> None:
    member = world.organisation()
    world.submitted(member)
    received = [
        letter for letter in deliver().to(member.email) if "NSCL-26-00001" in letter.subject
    ]
    assert len(received) == 1
    assert received[0].message["Message-ID"] == world.letters("application_submitted")[0].message_id
