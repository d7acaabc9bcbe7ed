"""Giao xử lý thay: who is away, and who acts in their place meanwhile.

While a confirmed absence lasts, the stand-in's `Actor.stands_in_for` names the absent person; the
policy does the rest: it asks the stand-in's own roles for every deed. So they need the role that
the work is done by, not every role of the person: what is one's own is an officer's dossiers, and
they go to an officer; what waits for a role waits for whoever else holds it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased, lazyload

from app import access, clock, limits
from app.access import Actor, Permission, Role
from app.accounts.models import Absence, Person, PersonRole
from app.accounts.roles import label
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.text import _

ASKED, CONFIRMED, ENDED = "asked", "confirmed", "ended"
LONGEST_REASON = 500  # characters
LONGEST = timedelta(days=366)  # a slip in the year would give away rights for decades
MOST = 100
# The roles that one does the desk's work by.
WORKING = (Role.CLERK, Role.OFFICER, Role.LEAD, Role.DIRECTOR)


@dataclass(frozen=True)
class Line:
    """An absence as the page lists it."""

    absence: Absence
    person: str
    stand_in: str
    left: list[Role]  # of the person, that the stand-in does not hold: others do that work

    @property
    def left_words(self) -> str:
        """What is not done in their place."""
        return ", ".join(label(role) for role in self.left)


def get(absence_id: int) -> Absence:
    """Return the absence; raises `NotFound`."""
    found = db.session.get(Absence, absence_id)
    if found is None:
        raise NotFound
    return found


def in_force(day: date) -> ColumnElement[bool]:
    """Say which absences count on `day`."""
    return (Absence.state == CONFIRMED) & (Absence.first_on <= day) & (Absence.last_on >= day)


def listed() -> list[Line]:
    """Return the absences that are not over, the first to begin first, at most 100."""
    away, other = aliased(Person), aliased(Person)
    found = db.session.execute(
        select(Absence, away.name, other.name)
        .join(away, away.id == Absence.person_id)
        .join(other, other.id == Absence.stand_in_id)
        .where(Absence.state != ENDED, Absence.last_on >= clock.today())
        .order_by(Absence.first_on, Absence.id)
        .limit(MOST)
    )
    rows = found.all()
    roles = _roles_of({key for row in rows for key in (row[0].person_id, row[0].stand_in_id)})
    return [Line(*row, _left(row[0], roles)) for row in rows]


def _roles_of(person_ids: Collection[int]) -> dict[int, set[str]]:
    roles: dict[int, set[str]] = {key: set() for key in person_ids}
    for row in db.session.execute(
        select(PersonRole.person_id, PersonRole.role).where(PersonRole.person_id.in_(person_ids))
    ):
        roles[row.person_id].add(row.role)
    return roles


def _left(absence: Absence, roles: dict[int, set[str]]) -> list[Role]:
    lacking = roles[absence.person_id] - roles[absence.stand_in_id]
    return [role for role in WORKING if role in lacking]


def staff() -> Sequence[Person]:
    """Return who works at the desk, by name; without organisations, only names and roles."""
    return db.session.scalars(
        select(Person)
        .where(
            Person.disabled_at.is_(None),
            Person.id.in_(select(PersonRole.person_id).where(PersonRole.role.in_(WORKING))),
        )
        .options(lazyload(Person.memberships))
        .order_by(Person.name, Person.id)
    ).all()


def to_confirm(by: Actor) -> int:
    """Return how many absences wait for this leader's word."""
    return sum(
        line.absence.state == ASKED and access.allowed(Permission.ARRANGE_ABSENCE, by, line.absence)
        for line in listed()
    )


def stand_ins(person_ids: Collection[int]) -> dict[int, int]:
    """Return who stands in today for which of these persons."""
    found = db.session.execute(
        select(Absence.person_id, Absence.stand_in_id).where(
            Absence.person_id.in_(person_ids), in_force(clock.today())
        )
    )
    return {row.person_id: row.stand_in_id for row in found}


def say(
    person_id: int,
    stand_in_id: int,
    by: Actor,
    *,
    first_on: date,
    last_on: date,
    reason: str = "",
) -> Absence:
    """Say that a person is away, and who stands in.

    A leader sets it for others at once; what one says for oneself waits for a leader. Raises 422
    for days that are over or the wrong way round, for a stand-in who shares no role of the person,
    or is no officer where the person is one, and 409 when the person, or the stand-in, is away
    then already.
    """
    limits.texts({"reason": reason}, {"reason": LONGEST_REASON})
    absent = _locked(person_id)
    access.check(Permission.SEE_WORK, by)
    if absent is None or not _roles(absent):
        raise Invalid(_("Vui lòng chọn một cán bộ."), "person")
    sets = person_id != by.person_id
    absence = Absence(
        person_id=person_id,
        stand_in_id=stand_in_id,
        first_on=first_on,
        last_on=last_on,
        reason=reason,
        state=CONFIRMED if sets else ASKED,
        asked_by=by.person_id,
        asked_at=clock.now(),
        confirmed_by=by.person_id if sets else None,
        confirmed_at=clock.now() if sets else None,
    )
    if sets:
        access.check(Permission.ARRANGE_ABSENCE, by, absence)
    _possible(absence, absent)
    db.session.add(absence)
    db.session.flush()
    _record(absence, "absence_set" if sets else "absence_asked", by)
    return absence


def confirm(absence: Absence, by: Actor) -> None:
    """Let the stand-in begin. Raises 403 for the person themself, 409 when it is over or taken."""
    absent = _locked(absence.person_id)
    db.session.refresh(absence, with_for_update=True)
    access.check(Permission.ARRANGE_ABSENCE, by, absence)
    if absence.state != ASKED or absent is None:
        raise Conflict(_("Đề nghị giao xử lý thay này không còn chờ xác nhận."))
    _possible(absence, absent)
    absence.state = CONFIRMED
    absence.confirmed_by, absence.confirmed_at = by.person_id, clock.now()
    db.session.flush()
    _record(absence, "absence_confirmed", by)


def end(absence: Absence, by: Actor) -> None:
    """End it, or take it back before it began. Raises 409 once it has ended."""
    db.session.refresh(absence, with_for_update=True)
    access.check(Permission.END_ABSENCE, by, absence)
    if absence.state == ENDED:
        raise Conflict(_("Việc giao xử lý thay này đã kết thúc."))
    absence.state, absence.ended_at = ENDED, clock.now()
    db.session.flush()
    _record(absence, "absence_ended", by)


def _locked(person_id: int) -> Person | None:
    """Lock the person's row: two absences of one person are judged one after the other."""
    return db.session.scalar(
        select(Person)
        .where(Person.id == person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _possible(absence: Absence, absent: Person) -> None:
    if absence.last_on < absence.first_on:
        raise Invalid(_("Ngày cuối không được trước ngày đầu."), "last_on")
    if absence.last_on < clock.today():
        raise Invalid(_("Thời gian vắng mặt đã qua."), "last_on")
    if absence.last_on - absence.first_on > LONGEST:
        raise Invalid(_("Mỗi lượt vắng mặt dài tối đa một năm. Vui lòng xem lại năm."), "last_on")
    other = db.session.get(Person, absence.stand_in_id)
    if other is None or other.disabled_at is not None or other.id == absent.id:
        raise Invalid(_("Vui lòng chọn người xử lý thay."), "stand_in")
    _fits(_roles(absent), _roles(other))
    with db.session.no_autoflush:
        taken = db.session.scalar(
            select(Absence.id).where(
                Absence.state == CONFIRMED,
                or_(
                    Absence.person_id.in_((absent.id, other.id)),
                    Absence.stand_in_id == absent.id,
                ),
                Absence.first_on <= absence.last_on,
                Absence.last_on >= absence.first_on,
                Absence.id != (absence.id or 0),
            )
        )
    if taken is not None:
        raise Conflict(
            _(
                "Trong thời gian này, một trong hai người đã có lịch vắng mặt, hoặc người vắng "
                "mặt đang xử lý thay người khác."
            )
        )


def _fits(absent: frozenset[str], other: frozenset[str]) -> None:
    if not absent & other:
        raise Invalid(
            _("Người xử lý thay phải có một vai trò của người vắng mặt."),
            "stand_in",
        )
    if Role.OFFICER in absent - other:
        raise Invalid(
            _("Người vắng mặt là chuyên viên nên người xử lý thay cũng phải là chuyên viên."),
            "stand_in",
        )


def _roles(person: Person) -> frozenset[str]:
    return frozenset(item.role for item in person.roles) & frozenset(WORKING)


def _record(absence: Absence, action: str, by: Actor) -> None:
    audit.record(
        "person",
        absence.person_id,
        action,
        by,
        data={
            "absence": absence.id,
            "stand_in": absence.stand_in_id,
            "from": absence.first_on.isoformat(),
            "until": absence.last_on.isoformat(),
        },
    )
