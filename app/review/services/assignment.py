"""Assignment (phân công): who appraises, who coordinates, the leader's words, the day it is due."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from app import access, clock, limits
from app.access import Actor, Permission, Role
from app.accounts.models import Person, PersonRole
from app.accounts.services import people
from app.accounts.services.authors import by_name
from app.applications.models import Application
from app.applications.services import queries
from app.applications.services.perform import perform
from app.applications.workflow import Action, Status
from app.audit import services as audit
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.review.work_models import Coordination, Instruction
from app.text import _, format_date

LONGEST_INSTRUCTION = 2000  # characters
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Orders:
    """What a leader says beside whom: when it is due, the bút phê, who coordinates.

    `coordinators` None leaves who coordinates now.
    """

    due_on: date | None = None
    instruction: str = ""
    coordinators: Collection[int] | None = None


NO_ORDERS = Orders()
INSTRUCTOR = by_name(Instruction.person)


def officers() -> Sequence[Person]:
    """Return the officers who can be assigned, by name."""
    return db.session.scalars(
        select(Person)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(PersonRole.role == Role.OFFICER, Person.disabled_at.is_(None))
        .order_by(Person.name, Person.id)
    ).all()


def assign(
    application: Application,
    officer_id: int,
    by: Actor,
    *,
    orders: Orders = NO_ORDERS,
    version: int | None = None,
) -> None:
    """Assign the dossier, or assign it anew while it is appraised.

    Raises 422 for somebody who is not an officer or has an interest in the organisation or a
    relative of it, also as who coordinates, for a due day that is over or after the day of the
    result, and for an instruction that is too long.
    """
    application = queries.lock(application.id)
    known = officers()
    officer = _fit(application, known, officer_id)
    beside = _coordinators(application, known, officer, orders.coordinators)
    _checked(application, orders)

    def facts(application: Application) -> None:
        application.officer_id = officer.id
        if orders.due_on is not None:
            application.due_on = orders.due_on

    again = application.status == Status.UNDER_APPRAISAL
    said = {"officer": officer.id, "officer_name": officer.name}
    if orders.due_on is not None:
        said["due_on"] = orders.due_on.isoformat()
    if orders.instruction.strip():
        said["instruction"] = orders.instruction
    if beside:
        said["coordinators"] = ", ".join(person.name for person in beside)
    perform(
        application,
        Action.REASSIGN if again else Action.ASSIGN,
        by,
        version=version,
        facts=facts,
        data=said,
    )
    _keep(application, orders, beside, by)


def _fit(application: Application, known: Sequence[Person], officer_id: int) -> Person:
    officer = next((person for person in known if person.id == officer_id), None)
    if officer is None:
        raise Invalid(_("Vui lòng chọn một chuyên viên."), "officer")
    if _belongs(application, officer):
        raise Invalid(
            _("Chuyên viên này thuộc đơn vị nộp hồ sơ hoặc đơn vị liên quan, không được thụ lý."),
            "officer",
        )
    if officer.id == application.entered_by:
        raise Invalid(_("Chuyên viên này đã nhập hộ hồ sơ nên không được thụ lý."), "officer")
    if officer.id in application.declared_by:
        raise Invalid(
            _("Chuyên viên này đã khai có lợi ích liên quan, không được thụ lý."), "officer"
        )
    return officer


def _coordinators(
    application: Application,
    known: Sequence[Person],
    officer: Person,
    wanted: Collection[int] | None,
) -> list[Person]:
    beside = [person for person in known if person.id in (wanted or ()) and person is not officer]
    for person in beside:
        if _belongs(application, person):
            raise Invalid(
                _(
                    "%(name)s thuộc đơn vị nộp hồ sơ hoặc đơn vị liên quan, không được phối hợp.",
                    name=person.name,
                ),
                "coordinators",
            )
        if person.id in application.declared_by:
            raise Invalid(
                _("%(name)s đã khai có lợi ích liên quan, không được phối hợp.", name=person.name),
                "coordinators",
            )
    return beside


def _belongs(application: Application, person: Person) -> bool:
    """Whether the policy would close the dossier to them: a relative's people are its people."""
    related = application.related_organisation_ids
    return any(item.organisation_id in related for item in person.memberships)


def _checked(application: Application, orders: Orders) -> None:
    limits.texts({"instruction": orders.instruction}, {"instruction": LONGEST_INSTRUCTION})
    if orders.due_on is None:
        return
    if orders.due_on < clock.today():
        raise Invalid(_("Hạn thẩm định không được trước ngày hôm nay."), "due_on")
    if application.answer_on is not None and orders.due_on > application.answer_on:
        raise Invalid(
            _(
                "Hạn thẩm định không được sau ngày hẹn trả kết quả (%(day)s).",
                day=format_date(application.answer_on),
            ),
            "due_on",
        )


def _keep(application: Application, orders: Orders, beside: list[Person], by: Actor) -> None:
    assert by.person_id is not None
    if orders.instruction.strip():
        db.session.add(
            Instruction(
                application_id=application.id,
                person_id=by.person_id,
                text=orders.instruction,
                at=clock.now(),
            )
        )
    if orders.coordinators is not None:
        db.session.execute(
            delete(Coordination).where(Coordination.application_id == application.id)
        )
        db.session.add_all(
            Coordination(application_id=application.id, person_id=person.id, at=clock.now())
            for person in beside
        )
    else:
        _beside_no_more(application)
    db.session.flush()


def _beside_no_more(application: Application) -> None:
    """Who has the dossier in hand does not coordinate it besides."""
    db.session.execute(
        delete(Coordination).where(
            Coordination.application_id == application.id,
            Coordination.person_id == application.officer_id,
        )
    )


def coordinators(application_id: int) -> list[tuple[int, str]]:
    """Return (id, name) of who coordinates, by name."""
    found = db.session.execute(
        select(Person.id, Person.name)
        .join(Coordination, Coordination.person_id == Person.id)
        .where(Coordination.application_id == application_id)
        .order_by(Person.name)
    )
    return [(row.id, row.name) for row in found]


def names(application: Application) -> tuple[str, list[str]]:
    """Return who has the dossier in hand, and who coordinates, by name; one query."""
    beside = select(Coordination.person_id).where(Coordination.application_id == application.id)
    found = db.session.execute(
        select(Person.id, Person.name)
        .where((Person.id == application.officer_id) | Person.id.in_(beside))
        .order_by(Person.name)
    ).all()
    officer = next((row.name for row in found if row.id == application.officer_id), "")
    return officer, [row.name for row in found if row.id != application.officer_id]


def instructions(application_id: int) -> Sequence[Instruction]:
    """Return the leaders' instructions on a dossier, the newest first, at most 20."""
    return db.session.scalars(
        select(Instruction)
        .where(Instruction.application_id == application_id)
        .options(INSTRUCTOR)
        .order_by(Instruction.id.desc())
        .limit(20)
    ).all()


def in_hand(officer_id: int) -> Sequence[Application]:
    """Return the open dossiers of an officer, the earliest due first, at most a hundred."""
    return db.session.scalars(
        select(Application)
        .where(Application.officer_id == officer_id, Application.is_open.is_(True))
        .options(selectinload(Application.organisation), selectinload(Application.content_version))
        .order_by(Application.due_on, Application.id)
        .limit(MOST_AT_ONCE)
    ).all()


@people.asks
def left_with(officer_id: int) -> str:
    """Say that an officer still has open dossiers; "" when none."""
    found = select(Application.id).where(
        Application.officer_id == officer_id, Application.is_open.is_(True)
    )
    if db.session.scalar(found.limit(1)) is None:
        return ""
    return _("Người này còn hồ sơ đang thụ lý; lãnh đạo bàn giao ở trang Việc của tôi.")


def hand_over(
    application_ids: Collection[int], from_id: int, to_id: int, by: Actor
) -> Iterator[tuple[int, str]]:
    """Move dossiers of one officer to another (bàn giao); yield (dossier, why not, or "").

    Each is looked at on its own, under its lock, and what is refused holds up no other. Raises
    403; yields nothing for what is not asked.
    """
    access.check(Permission.HAND_OVER, by)
    for application_id in sorted(application_ids)[:MOST_AT_ONCE]:
        try:
            with db.session.begin_nested():
                _hand_over(application_id, from_id, to_id, by)
        except DomainError as refusal:
            yield application_id, refusal.message
        else:
            yield application_id, ""


def _hand_over(application_id: int, from_id: int, to_id: int, by: Actor) -> None:
    application = queries.lock(application_id)
    access.check(Permission.ASSIGN, by, application)
    if application.officer_id != from_id or not application.is_open:
        raise Conflict(_("Hồ sơ không còn do người này thụ lý."))
    officer = _fit(application, officers(), to_id)
    if officer.id == from_id:
        raise Invalid(_("Vui lòng chọn người nhận khác với người bàn giao."), "officer")
    application.officer_id = officer.id
    _beside_no_more(application)
    application.version += 1
    db.session.flush()
    audit.record(
        "application",
        application.id,
        "change_officer",
        by,
        data={"officer": officer.id, "officer_name": officer.name, "from": from_id},
    )
