"""Assignment (phân công) of a dossier to the officer who appraises it."""

from collections.abc import Sequence

from sqlalchemy import select

from app.access import Actor, Role
from app.accounts.models import Person, PersonRole
from app.applications.models import Application
from app.applications.services import queries
from app.applications.services.perform import perform
from app.applications.workflow import Action, Status
from app.errors import Invalid
from app.extensions import db
from app.text import _


def officers() -> Sequence[Person]:
    """Return the officers who can be assigned, by name."""
    return db.session.scalars(
        select(Person)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(PersonRole.role == Role.OFFICER, Person.disabled_at.is_(None))
        .order_by(Person.name, Person.id)
    ).all()


def assign(
    application: Application, officer_id: int, by: Actor, *, version: int | None = None
) -> None:
    """Assign the dossier, or assign it anew while it is appraised.

    Raises 422 for somebody who is not an officer, or belongs to the organisation.
    """
    application = queries.lock(application.id)
    officer = next((person for person in officers() if person.id == officer_id), None)
    if officer is None:
        raise Invalid(_("Vui lòng chọn một chuyên viên."), "officer")
    if any(item.organisation_id == application.organisation_id for item in officer.memberships):
        raise Invalid(_("Chuyên viên này thuộc đơn vị nộp hồ sơ, không được thụ lý."), "officer")

    if officer.id == application.entered_by:
        raise Invalid(_("Chuyên viên này đã nhập hộ hồ sơ nên không được thụ lý."), "officer")

    def facts(application: Application) -> None:
        application.officer_id = officer.id

    again = application.status == Status.UNDER_APPRAISAL
    perform(
        application,
        Action.REASSIGN if again else Action.ASSIGN,
        by,
        version=version,
        facts=facts,
        data={"officer": officer.id, "officer_name": officer.name},
    )
