"""Working days: pure arithmetic, and the calendar the catalogue lays down."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app import transactions
from app.access import SYSTEM
from app.extensions import db
from app.programmes.models import CalendarDay
from app.programmes.services import calendar
from app.programmes.working_days import (
    Calendar,
    add_working_days,
    end_of_day,
    published_exceptions,
    working_days_between,
)

PLAIN = Calendar()
PUBLISHED = Calendar({each.day: each.working for each in published_exceptions(2025, 2028)})
days = st.dates(date(2025, 1, 1), date(2028, 11, 30))


def test_five_working_days_from_the_eve_of_tet_2026_end_after_the_holidays() -> None:
    assert add_working_days(date(2026, 2, 13), 5, PUBLISHED) == date(2026, 2, 27)


def test_the_make_up_saturday_of_august_2026_is_a_working_day() -> None:
    assert PUBLISHED.is_working_day(date(2026, 8, 22))
    assert not PUBLISHED.is_working_day(date(2026, 8, 31))
    assert add_working_days(date(2026, 8, 21), 1, PUBLISHED) == date(2026, 8, 22)


def test_the_day_of_vietnamese_culture_is_skipped() -> None:
    assert add_working_days(date(2026, 11, 23), 1, PUBLISHED) == date(2026, 11, 25)


def test_a_weekend_does_not_count_and_the_starting_day_does_not_either() -> None:
    assert add_working_days(date(2026, 7, 3), 1, PLAIN) == date(2026, 7, 6)
    assert add_working_days(date(2026, 7, 4), 1, PLAIN) == date(2026, 7, 6)
    assert add_working_days(date(2026, 7, 4), 0, PLAIN) == date(2026, 7, 4)


def test_a_negative_count_goes_back_to_the_day_of_a_reminder() -> None:
    assert add_working_days(date(2026, 7, 8), -3, PLAIN) == date(2026, 7, 3)


@pytest.mark.parametrize("year", [2027, 2028])
def test_29_february_and_31_december_pass_without_stumbling(year: int) -> None:
    assert add_working_days(date(2028, 2, 28), 1, PLAIN) == date(2028, 2, 29)
    assert add_working_days(date(year, 12, 31), 1, PUBLISHED).year == year + 1


@given(start=days, count=st.integers(0, 200))
def test_counting_and_adding_agree(start: date, count: int) -> None:
    end = add_working_days(start, count, PUBLISHED)
    assert working_days_between(start, end, PUBLISHED) == count
    assert count == 0 or PUBLISHED.is_working_day(end)


@given(start=days, end=days)
def test_an_overdue_step_counts_its_days_below_zero(start: date, end: date) -> None:
    there = working_days_between(start, end, PUBLISHED)
    assert there == -working_days_between(end, start, PUBLISHED)
    assert abs(there) <= abs((end - start).days)


def test_a_deadline_ends_at_five_in_the_afternoon_in_vietnam() -> None:
    assert end_of_day(date(2026, 2, 27)) == datetime(2026, 2, 27, 10, 0, tzinfo=UTC)


def test_the_published_exceptions_are_only_days_that_differ_from_monday_to_friday() -> None:
    exceptions = list(published_exceptions(2025, 2028))
    assert all(each.working != (each.day.weekday() < 5) for each in exceptions)
    assert [each.day for each in exceptions] == sorted({each.day for each in exceptions})
    assert all(each.name for each in exceptions)


def test_the_catalogue_has_laid_down_the_calendar(app: Flask) -> None:
    with app.app_context(), transactions.reading():
        assert calendar.current() == PUBLISHED


def test_a_day_the_office_moved_by_hand_survives_the_next_load(app: Flask) -> None:
    moved = date(2026, 8, 22)
    with app.app_context():
        with transactions.writing():
            row = db.session.get(CalendarDay, moved)
            assert row is not None
            row.is_working = False
            gone = db.session.get(CalendarDay, moved + timedelta(days=9))
            db.session.delete(gone)
        with transactions.writing():
            assert calendar.lay_down(SYSTEM) == 1
        with transactions.reading():
            assert not calendar.current().is_working_day(moved)
