"""The silence alarm: whoever holds a dossier that stands still is reminded, then the leads.

A dossier stands still after `silence_days` of its call, or else of the province (5 working days
where neither says), without a step, or once its step is overdue. Each is told once for each step
and stage, in one letter a person and working day.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import exists, select, union

from app import clock
from app.access import Role
from app.accounts.models import Person, PersonRole
from app.accounts.services import absences
from app.applications.models import Application
from app.applications.services import foreign
from app.applications.workflow import LOOKS, Status
from app.extensions import db
from app.organisations.models import Organisation
from app.programmes.models import Call
from app.programmes.services import calendar, province
from app.programmes.working_days import Calendar, add_working_days, working_days_between
from app.review import emails
from app.review.services.extension import RUNNING
from app.review.work_models import SilenceNotice
from app.text import _

MOST = 5000  # dossiers looked at in one hour
NAMED = 50  # in one letter
FIRST, TO_LEADS = "first", "lead"
HOLDERS = {
    Status.SUBMITTED: Role.CLERK,
    Status.ACCEPTED: Role.LEAD,
    Status.AWAITING_ENDORSEMENT: Role.LEAD,
    Status.AWAITING_APPROVAL: Role.DIRECTOR,
    Status.APPROVED_UNISSUED: Role.CLERK,
    Status.REJECTED_UNISSUED: Role.CLERK,
}


@dataclass(frozen=True)
class Still:
    """A dossier that stands still, and at which stage."""

    application_id: int
    version: int
    stage: str
    reference: str
    organisation: str
    status: str
    words: str


@dataclass(frozen=True)
class Told:
    """Who is to be told of which dossiers today."""

    person_id: int
    name: str
    to: str
    dossiers: tuple[Still, ...]

    def __str__(self) -> str:
        return str(self.person_id)


def due() -> list[Told]:
    """Return whom to remind today; nobody on a day off."""
    days, today = calendar.current(), clock.today()
    if not days.is_working_day(today):
        return []
    rows = _candidates(today, days)
    people = _People(rows)
    found: dict[int, list[Still]] = defaultdict(list)
    for row in rows:
        for stage, words in _stages(row, today, days):
            still = Still(row.id, row.version, stage, row.reference, row.name, row.status, words)
            for person_id in people.holders(row, stage):
                found[person_id].append(still)
    known = _known(rows)
    return [
        Told(person_id, *people.names[person_id], tuple(left))
        for person_id, dossiers in sorted(found.items())
        if (left := [each for each in dossiers if (person_id, *_key(each)) not in known])
    ]


def treat(told: Told) -> str | None:
    """Post one person's letter and note what it names; None when today's has left already."""
    today = clock.today()
    if emails.was_reminded(told.person_id, today):
        return None
    named = told.dossiers[:NAMED]
    emails.silence(
        told.person_id,
        told.to,
        today,
        name=told.name,
        dossiers=[
            {
                "reference": each.reference,
                "organisation": each.organisation,
                "status": LOOKS[Status(each.status)].inside,
                "words": each.words,
                "path": f"/xet-duyet/{each.application_id}",
            }
            for each in named
        ],
        more=len(told.dossiers) - len(named),
    )
    db.session.add_all(
        SilenceNotice(
            application_id=each.application_id,
            version=each.version,
            stage=each.stage,
            person_id=told.person_id,
            at=clock.now(),
        )
        for each in told.dossiers
    )
    db.session.flush()
    return "desk reminded"


def _candidates(today: date, days: Calendar) -> Sequence[Any]:
    """Return the dossiers in the office's hands that may stand still, by two of the indexes."""
    usual = province.silence_days()
    shortest = db.session.scalar(
        select(Call.silence_days).where(Call.silence_days < usual)
        .order_by(Call.silence_days).limit(1)
    ) or usual  # fmt: skip
    last = add_working_days(today, -shortest, days) + timedelta(days=1)
    midnight = datetime.combine(last, datetime.min.time(), tzinfo=clock.VIETNAM)
    finished = exists().where(
        SilenceNotice.application_id == Application.id,
        SilenceNotice.version == Application.version,
        SilenceNotice.stage == TO_LEADS,
    )
    ours = (
        Application.is_open.is_(True),
        Application.status.in_(sorted(RUNNING)),
        ~finished,
    )
    quiet = select(Application.id).where(*ours, Application.updated_at < midnight).limit(MOST)
    late = select(Application.id).where(*ours, Application.due_on < today).limit(MOST)
    ids = union(select(quiet.subquery()), select(late.subquery()))
    return db.session.execute(
        select(
            Application.id,
            Application.version,
            Application.reference,
            Application.status,
            Application.officer_id,
            Application.organisation_id,
            Application.updated_at,
            Application.due_on,
            Call.silence_days,
            Organisation.name,
        )
        .join(Call, Call.id == Application.call_id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(Application.id.in_(ids))
        .order_by(Application.due_on, Application.id)
    ).all()


def _stages(row: Any, today: date, days: Calendar) -> Iterator[tuple[str, str]]:
    """Yield (stage, words) of what stands still; the leads hear of what stands twice as long."""
    patience = row.silence_days or province.silence_days()
    late = working_days_between(row.due_on, today, days)
    silent = working_days_between(clock.local(row.updated_at).date(), today, days)
    if row.status == Status.AWAITING_SELECTION:
        silent = 0  # it waits for its session, which has a day of its own
    if late > 0:
        words = _("quá hạn %(days)s ngày làm việc", days=late)
    else:
        words = _("%(days)s ngày làm việc chưa có bước mới", days=silent)
    if late >= 1 or silent >= patience:
        yield FIRST, words
    if late >= patience or silent >= 2 * patience:
        yield TO_LEADS, words


class _People:
    """Who holds what: officers by the dossier, stand-ins for the absent, others by their role."""

    def __init__(self, rows: Sequence[Any]) -> None:
        found = db.session.execute(
            select(Person.id, Person.name, Person.email, PersonRole.role)
            .join(PersonRole, PersonRole.person_id == Person.id)
            .where(Person.disabled_at.is_(None), Person.email.is_not(None))
            .order_by(Person.id)
        ).all()
        self.names = {each.id: (each.name, each.email) for each in found}
        self._of_role: dict[str, list[int]] = defaultdict(list)
        for each in found:
            self._of_role[each.role].append(each.id)
        self._stand_ins = absences.stand_ins(
            {row.officer_id for row in rows if row.officer_id is not None}
        )
        self._organisations, self._dossiers = foreign.stakes(list(self.names))

    def holders(self, row: Any, stage: str) -> list[int]:
        """Return who is told; the leads where nobody else is there to be told."""
        role = Role.LEAD if stage == TO_LEADS else HOLDERS.get(Status(row.status))
        if role is None:
            officer = self._stand_ins.get(row.officer_id, row.officer_id)
            wanted = [officer] if officer in self.names else []
        else:
            wanted = self._of_role[role]
        return self._free(wanted, row) or self._free(self._of_role[Role.LEAD], row)

    def _free(self, people: Sequence[int], row: Any) -> list[int]:
        """Return those who have no interest in the dossier: the others may not even see it."""
        return [
            person
            for person in people
            if (person, row.organisation_id) not in self._organisations
            and (person, row.id) not in self._dossiers
        ]


def _known(rows: Sequence[Any]) -> set[tuple[int, int, int, str]]:
    """Return (person, dossier, version, stage) of what was told before."""
    found: set[tuple[int, int, int, str]] = set()
    ids = [row.id for row in rows]
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        found.update(
            (each.person_id, each.application_id, each.version, each.stage)
            for each in db.session.scalars(
                select(SilenceNotice).where(SilenceNotice.application_id.in_(some))
            )
        )
    return found


def _key(still: Still) -> tuple[int, int, str]:
    return still.application_id, still.version, still.stage
