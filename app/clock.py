"""The only clock of the house: UTC inside, Asia/Ho_Chi_Minh for people; tests may stop it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

# A plain module variable, not a context variable: a stopped clock stops for every thread.
_stopped_at: datetime | None = None


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _stopped_at or datetime.now(UTC)


def today() -> date:
    """Return today's date in Vietnam."""
    return now().astimezone(VIETNAM).date()


def local(moment: datetime) -> datetime:
    """Return `moment` as the clocks in Vietnam show it."""
    return moment.astimezone(VIETNAM)


@contextmanager
def freeze(moment: datetime) -> Iterator[None]:
    """Stop the clock at `moment` (aware) for a test."""
    global _stopped_at
    before, _stopped_at = _stopped_at, moment.astimezone(UTC)
    try:
        yield
    finally:
        _stopped_at = before


def advance(step: timedelta) -> None:
    """Move a stopped clock on by `step`.

    Raises `RuntimeError` when the clock is running: real time is nobody's to move.
    """
    global _stopped_at
    if _stopped_at is None:
        raise RuntimeError("the clock is not stopped")
    _stopped_at += step
