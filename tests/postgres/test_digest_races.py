"""Two workers of the hour at once, and somebody who changes their mind meanwhile."""

import pytest
from sqlalchemy import func, select, update

from app import transactions
from app.access import Actor
from app.extensions import db
from app.outbox import digest, letters, preferences
from app.outbox import services as outbox
from app.outbox.models import DIGESTED, GATHERED, WAITING, Letter
from tests.factories import World
from tests.fixtures.crowd import at_once, rounds, tally

TO, BY = "don-vi@example.vn", Actor(1, "Người nhận")


@pytest.fixture
def app_environment(app_environment: dict[str, str]) -> dict[str, str]:
    """Give every thread a connection of its own."""
    return app_environment | {"WEB_THREADS": "20"}


def test_a_digest_is_written_once_and_nothing_of_it_is_lost_or_told_twice(world: World) -> None:
    kind = letters.get("question_answered")

    def hour() -> None:
        with world.app.app_context():
            with transactions.reading():
                due = digest.due()
            for address in due:
                with transactions.writing():
                    digest.send(address)

    def at_once_again() -> None:
        with world.writing():
            seen = preferences.of(TO).version
            preferences.choose(TO, {"questions": "each"}, BY, ("person", 1), seen=seen)

    for number in rounds():
        with world.writing():
            db.session.execute(  # as if another day had begun
                update(Letter)
                .where(Letter.name == digest.NAME)
                .values(
                    once_key=Letter.once_key + f":{number}",
                    message_id=Letter.message_id + f":{number}",
                )
            )
            seen = preferences.of(TO).version
            preferences.choose(TO, {"questions": "daily"}, BY, ("person", 1), seen=seen)
            made = [outbox.post(kind.name, TO, f"{number}-{n}", kind.sample()).id for n in range(3)]
            db.session.execute(
                update(Letter).where(Letter.id.in_(made)).values(next_at=Letter.created_at)
            )
        tally(at_once([hour, hour, hour, at_once_again]))
        with world.reading():
            own = list(db.session.scalars(select(Letter).where(Letter.id.in_(made))))
            states = {letter.state for letter in own}
            digests = {letter.digest_id for letter in own} - {None}
        assert states in ({DIGESTED}, {WAITING}), number
        assert len(digests) == (states == {DIGESTED}), number
    with world.reading():
        written = db.session.scalar(select(func.count()).where(Letter.name == digest.NAME)) or 0
        left = db.session.scalar(select(func.count()).where(Letter.state == GATHERED))
    assert (left, written <= number + 1) == (0, True)
