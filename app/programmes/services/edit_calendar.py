"""The calendar of working days, as the Sở keeps it: days off, swaps, make-up days.

Deadlines that are already in a dossier were promised to an applicant and do not move; the
calendar counts for those that are set, or resumed, from now on.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app import access
from app.access import Actor, Permission
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.programmes.models import CalendarDay
from app.programmes.working_days import published_exceptions
from app.text import _, format_date

FIRST_YEAR, LAST_YEAR = 2012, 2100
LONGEST = 300


def year(number: int) -> Sequence[CalendarDay]:
    """Return the exceptions of a year, in order."""
    return db.session.scalars(
        select(CalendarDay)
        .where(CalendarDay.day >= date(number, 1, 1), CalendarDay.day <= date(number, 12, 31))
        .order_by(CalendarDay.day)
    ).all()


def get(day: str) -> CalendarDay:
    """Return the exception of the day written 2026-01-02; raises `NotFound`."""
    try:
        found = db.session.get(CalendarDay, date.fromisoformat(day))
    except ValueError as error:
        raise NotFound from error
    if found is None:
        raise NotFound(_("Ngày này theo lịch thường: thứ Hai đến thứ Sáu là ngày làm việc."))
    return found


def add(day: date, is_working: bool, note: str, by: Actor) -> CalendarDay:
    """Add a day off or a make-up day with its ground. Raises 403, 409 when it is there, 422."""
    _check(day, is_working, note, by)
    if db.session.get(CalendarDay, day) is not None:
        raise Conflict(
            _("Ngày %(day)s đã có trong lịch. Vui lòng sửa dòng đó.", day=format_date(day))
        )
    row = CalendarDay(day=day, is_working=is_working, note=note.strip())
    db.session.add(row)
    _record("add", row, by)
    return row


def change(row: CalendarDay, is_working: bool, note: str, by: Actor) -> None:
    """Change what an exceptional day is, or its ground. Raises 404 when it was taken out."""
    _check(row.day, is_working, note, by)
    row = _locked(row.day)
    row.is_working, row.note = is_working, note.strip()
    _record("change", row, by)


def remove(row: CalendarDay, by: Actor) -> None:
    """Take the exception away: the day counts as its weekday says."""
    access.check(Permission.SET_UP_PROVINCE, by)
    row = _locked(row.day)
    _record("remove", row, by)
    db.session.delete(row)
    db.session.flush()


def bring_in(number: int, by: Actor) -> int:
    """Add the public holidays known for a year, where the calendar says nothing yet.

    Returns how many. What the Government announces later is entered by hand. Raises 403, 422.
    """
    access.check(Permission.SET_UP_PROVINCE, by)
    _check_year(number)
    there = {each.day for each in year(number)}
    missing = [each for each in published_exceptions(number, number) if each.day not in there]
    db.session.add_all(
        CalendarDay(day=each.day, is_working=each.working, note=each.name) for each in missing
    )
    if missing:
        days = [each.day.isoformat() for each in missing]
        audit.record("calendar", 0, "bring_in", by, data={"year": number, "days": days})
    return len(missing)


def _locked(day: date) -> CalendarDay:
    row = db.session.get(CalendarDay, day, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(_("Ngày này theo lịch thường: thứ Hai đến thứ Sáu là ngày làm việc."))
    return row


def _check(day: date, is_working: bool, note: str, by: Actor) -> None:
    access.check(Permission.SET_UP_PROVINCE, by)
    _check_year(day.year)
    if not note.strip() or len(note) > LONGEST:
        raise Invalid(_("Vui lòng ghi tên ngày và văn bản, tối đa 300 ký tự."), "note")
    if is_working == (day.weekday() < 5):
        raise Invalid(
            _("Ngày này vốn là ngày làm việc.")
            if is_working
            else _("Ngày này vốn là ngày nghỉ cuối tuần."),
            "is_working",
        )


def _check_year(number: int) -> None:
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise Invalid(_("Năm từ %(first)s đến %(last)s.", first=FIRST_YEAR, last=LAST_YEAR), "day")


def _record(action: str, row: CalendarDay, by: Actor) -> None:
    db.session.flush()
    audit.record(
        "calendar",
        0,  # one calendar for the house
        action,
        by,
        data={"day": row.day.isoformat(), "is_working": row.is_working, "note": row.note},
    )
