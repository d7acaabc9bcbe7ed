"""One clock: UTC inside, Vietnam for people, stopped for every thread of a test."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from app import clock


def test_the_day_changes_at_midnight_in_vietnam() -> None:
    with clock.freeze(datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC)):
        assert clock.today() == date(2026, 12, 31)
    with clock.freeze(datetime(2026, 12, 31, 17, 0, tzinfo=UTC)):
        assert clock.today() == date(2027, 1, 1)


def test_a_stopped_clock_stands_still_for_every_thread_and_runs_again() -> None:
    moment = datetime.fromisoformat("2026-11-23T09:00:00+07:00")
    seen: list[datetime] = []
    before = clock.now()
    with clock.freeze(moment):
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
        clock.advance(timedelta(seconds=1))
        assert clock.now() == moment + timedelta(seconds=1)
    assert seen == [moment]
    assert seen[0].tzinfo is UTC
    assert clock.now() == before  # the suite's own stopped clock again


def test_real_time_is_nobodys_to_move(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_stopped_at", None)
    with pytest.raises(RuntimeError):
        clock.advance(timedelta(seconds=1))
    assert clock.now().tzinfo is UTC
