"""How much each officer has in hand, for who leads them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.access import Actor, Role
from app.accounts.models import Person, PersonRole
from app.applications.models import Application
from app.applications.workflow import Status
from app.clock import today
from app.extensions import db
from app.review.services.work import MOST


@dataclass(frozen=True)
class Load:
    """What an officer has in hand."""

    person_id: int
    name: str
    appraising: int
    late: int


def loads(by: Actor) -> list[Load]:
    """Return what each officer has in hand, by name: one query, counted up to a thousand.

    Empty for who leads nobody.
    """
    if not by.roles & {Role.LEAD, Role.DIRECTOR}:
        return []
    appraising = Application.status == Status.UNDER_APPRAISAL.value
    rows = db.session.execute(
        select(
            Person.id,
            Person.name,
            _count(appraising),
            _count(appraising, Application.due_on < today()),
        )
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(PersonRole.role == Role.OFFICER.value, Person.disabled_at.is_(None))
        .order_by(Person.name, Person.id)
        .limit(100)
    )
    return [Load(*row) for row in rows]


def _count(*where: ColumnElement[bool]) -> Any:
    """Count an officer's dossiers, up to a thousand."""
    found = (
        select(Application.id)
        .where(Application.officer_id == Person.id, *where)
        .correlate(Person)
        .limit(MOST)
        .subquery()
    )
    return select(func.count()).select_from(found).scalar_subquery()
