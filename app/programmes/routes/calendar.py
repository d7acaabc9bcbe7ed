"""Working days (ngày làm việc): the exceptions of a year, added, changed, brought in."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from app import clock
from app.access import Permission
from app.forms import DONE, OneButton
from app.guard import asked_number, current_actor, requires
from app.programmes.forms.settings import OFF, WORK, DayForm, NewDayForm, YearForm
from app.programmes.models import CalendarDay
from app.programmes.routes.room import programmes
from app.programmes.services import edit_calendar
from app.text import _

HERE = "/quan-tri/ngay-lam-viec"


def _year() -> int:
    """Return the year looked at: the one asked for, or this one."""
    year = asked_number("nam")
    known = edit_calendar.FIRST_YEAR <= year <= edit_calendar.LAST_YEAR
    return year if known else clock.today().year


def _back(year: int) -> Any:
    return redirect(url_for("programmes.calendar_days", nam=year), DONE)


@programmes.route(HERE, methods=["GET", "POST"])
@requires(Permission.SET_UP_PROVINCE)
def calendar_days() -> Any:
    """The exceptions of a year, and one more."""
    form = NewDayForm()
    status = form.carry_out(
        lambda: edit_calendar.add(form.day.data, form.works, form.note.data, current_actor())
    )
    if status == DONE:
        return _back(form.day.data.year)
    year = _year()
    return render_template(
        "programmes/settings/calendar.html",
        year=year,
        days=edit_calendar.year(year),
        form=form,
        one=OneButton(),
        first=edit_calendar.FIRST_YEAR,
        last=edit_calendar.LAST_YEAR,
    ), status


@programmes.post(f"{HERE}/nhap")
@requires(Permission.SET_UP_PROVINCE)
def calendar_bring_in() -> Any:
    """Bring in the public holidays known for a year; what is there stays."""
    form = YearForm()
    if not form.validate() or form.year.data is None:
        return _back(clock.today().year)
    count = edit_calendar.bring_in(form.year.data, current_actor())
    flash(_("Đã thêm %(count)s ngày của năm %(year)s.", count=count, year=form.year.data), "good")
    return _back(form.year.data)


@programmes.route(f"{HERE}/<string(length=10):day>", methods=["GET", "POST"])
@requires(Permission.SET_UP_PROVINCE, on=edit_calendar.get)
def calendar_day(row: CalendarDay) -> Any:
    """One exceptional day, changed."""
    form = DayForm(data={"is_working": WORK if row.is_working else OFF, "note": row.note})
    status = form.carry_out(
        lambda: edit_calendar.change(row, form.works, form.note.data, current_actor())
    )
    if status == DONE:
        return _back(row.day.year)
    return render_template("programmes/settings/day.html", row=row, form=form), status


@programmes.post(f"{HERE}/<string(length=10):day>/xoa")
@requires(Permission.SET_UP_PROVINCE, on=edit_calendar.get)
def calendar_remove(row: CalendarDay) -> Any:
    """Take an exceptional day out: it counts as its weekday says."""
    year = row.day.year
    edit_calendar.remove(row, current_actor())
    return _back(year)
