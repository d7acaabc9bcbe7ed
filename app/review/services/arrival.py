"""Số đến, ngày đến: a dossier's place in the office's own register of incoming documents."""

import zlib
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app import access, clock, limits
from app.access import Actor, Permission
from app.applications.models import Application
from app.applications.services import queries
from app.audit import services as audit
from app.errors import Conflict, Invalid
from app.extensions import db
from app.text import _, format_date

LONGEST_NUMBER = 30  # characters
LONGEST_ENTRY = timedelta(days=366)  # before a paper is entered: earlier is a slip in the year
MOST_ZEROS = 5  # before a number of the register


@dataclass(frozen=True)
class Noted:
    """What the register says of a dossier; `version` tells two of its states apart."""

    application: Application

    @property
    def version(self) -> int:
        """A number that another state has as good as never."""
        each = self.application
        said = f"{each.arrival_number}|{_day(each.arrived_on)}"
        return zlib.crc32(said.encode()) >> 1

    @property
    def words(self) -> str:
        """The number and its day, for who typed something else."""
        if self.application.arrived_on is None:
            return _("chưa có số đến")
        number, day = self.application.arrival_number, format_date(self.application.arrived_on)
        return _("số %(number)s, ngày %(day)s", number=number, day=day)


def checked(
    application: Application, number: str, arrived_on: date | None
) -> tuple[str, date | None]:
    """Return the number and its day as they are kept.

    The number is the clerk's, never ours; without one there is no day either. Raises 422 for one
    without the other, a day ahead or before the submission, and 409 for a number of that year
    that another dossier has.
    """
    number = " ".join(number.split())
    limits.texts({"arrival_number": number}, {"arrival_number": LONGEST_NUMBER})
    if not number and arrived_on is not None:
        raise Invalid(_("Vui lòng ghi số đến, hoặc để trống cả ngày đến."), "arrival_number")
    if not number:
        return "", None
    if arrived_on is None:
        raise Invalid(_("Vui lòng ghi ngày đến."), "arrived_on")
    if arrived_on > clock.today():
        raise Invalid(_("Ngày đến không được sau ngày hôm nay."), "arrived_on")
    assert application.submitted_at is not None
    on_screen = application.entered_by is None  # a paper comes before somebody enters it
    submitted_on = clock.local(application.submitted_at).date()
    if on_screen and arrived_on < submitted_on:
        raise Invalid(_("Ngày đến không được trước ngày nộp hồ sơ."), "arrived_on")
    if arrived_on < submitted_on - LONGEST_ENTRY:
        raise Invalid(_("Ngày đến cách ngày nhập hồ sơ quá một năm."), "arrived_on")
    _free(application, number, arrived_on.year)
    return number, arrived_on


def allowed(
    by: Actor, application: Application, number: str, arrived_on: date | None
) -> tuple[str, date | None]:
    """Return what `by` notes at the reception, as it is kept. Raises 403, and as `checked`."""
    access.check(Permission.NOTE_ARRIVAL, by, application)
    return checked(application, number, arrived_on)


def _spellings(number: str) -> list[str]:
    """Return the ways in which registers write a number: 5, 05 and 005 are one."""
    bare = number.lstrip("0")
    if not bare[:1].isdigit():
        return [number]
    zeros = max(MOST_ZEROS, len(number) - len(bare))
    return ["0" * many + bare for many in range(zeros + 1)]


def _free(application: Application, number: str, year: int) -> None:
    other = db.session.scalar(
        select(Application.reference).where(
            Application.arrival_year == year,
            Application.arrival_number.in_(_spellings(number)),
            Application.arrival_number != "",  # said for the partial index
            Application.id != application.id,
        )
    )
    if other is not None:
        raise Conflict(
            _(
                "Số đến %(number)s năm %(year)s đã ghi cho hồ sơ %(reference)s.",
                number=number,
                year=year,
                reference=other,
            ),
            "arrival_number",
        )


def put(application: Application, number: str, arrived_on: date | None) -> None:
    """Set the three columns that belong together."""
    application.arrival_number, application.arrived_on = number, arrived_on
    application.arrival_year = arrived_on.year if arrived_on else None


def note(
    application: Application,
    number: str,
    arrived_on: date | None,
    by: Actor,
    *,
    seen: int | None = None,
) -> None:
    """Note, correct or take out the number of a dossier that has been submitted.

    It is no step of the dossier: its version stays, so that nobody's open form is refused for it
    and no reminder begins anew. Raises as `checked`, 403, and 409 when the register said another
    thing than what was `seen` (`Noted.version`).
    """
    application = queries.lock(application.id)
    access.check(Permission.NOTE_ARRIVAL, by, application)
    if seen is not None and seen != Noted(application).version:
        raise Conflict(_("Số đến đã được người khác ghi: %(now)s.", now=Noted(application).words))
    before = {"number": application.arrival_number, "day": _day(application.arrived_on)}
    put(application, *checked(application, number, arrived_on))
    after = {"number": application.arrival_number, "day": _day(application.arrived_on)}
    if before == after:
        return
    db.session.flush()
    audit.record(
        "application",
        application.id,
        "note_arrival",
        by,
        data={
            "arrival_number": application.arrival_number,
            "arrived_on": after["day"],
            "was": before,
        },
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
