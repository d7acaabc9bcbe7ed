"""Working days (ngày làm việc): Monday to Friday, with the exceptions of an editable calendar.

Pure: everything takes a `Calendar`; `services.calendar.current()` makes one from the database.
Deadlines end at 17:00 in Vietnam, as the published calls of the Sở do.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import holidays

from app.clock import VIETNAM
from app.text import _, nfc

CLOSING_TIME = time(17, 0)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Exceptional:
    """A day off from Monday to Friday, or a make-up day (ngày làm bù) on a weekend."""

    day: date
    working: bool
    name: str


@dataclass(frozen=True)
class Calendar:
    """Monday to Friday are working days, except where `exceptions` says otherwise."""

    exceptions: Mapping[date, bool] = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        """Return whether the office works on `day`."""
        return self.exceptions.get(day, day.weekday() < 5)


def add_working_days(start: date, count: int, calendar: Calendar) -> date:
    """Return the `count`-th working day after `start`, which itself is not counted.

    A negative `count` goes back: the day of a reminder. Zero gives `start`.
    """
    step = ONE_DAY if count >= 0 else -ONE_DAY
    day, left = start, abs(count)
    while left:
        day += step
        left -= calendar.is_working_day(day)
    return day


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """Return the working days after `start` up to and including `end`.

    Negative when `end` lies before `start`, so an overdue step counts its days of delay:
    `working_days_between(s, add_working_days(s, n, c), c) == n`.
    """
    if end < start:
        return -working_days_between(end, start, calendar)
    span = (end - start).days
    return sum(calendar.is_working_day(start + ONE_DAY * step) for step in range(1, span + 1))


def end_of_day(day: date) -> datetime:
    """Return 17:00 of `day` in Vietnam, in UTC: the moment a deadline on `day` passes."""
    return datetime.combine(day, CLOSING_TIME, tzinfo=VIETNAM).astimezone(UTC)


def published_exceptions(first_year: int, last_year: int) -> Iterator[Exceptional]:
    """Yield the exceptions that the `holidays` package knows for Vietnam, in order of date.

    A starting point only: swaps that the Government announces later (hoán đổi ngày làm việc)
    are entered in the calendar by the Sở.
    """
    known = holidays.country_holidays(
        "VN", years=range(first_year, last_year + 1), language="vi", observed=True
    )
    day = date(first_year, 1, 1)
    while day.year <= last_year:
        working = known.is_working_day(day)
        if working != (day.weekday() < 5):
            name = _("Ngày làm bù") if working else nfc(known.get(day) or _("Ngày nghỉ"))
            yield Exceptional(day, working, name)
        day += ONE_DAY
