"""Who acts for an organisation: let in, brought along, and out."""

from sqlalchemy import select

from app import clock
from app.accounts.models import Membership, Person
from app.extensions import db
from app.organisations.models import Organisation


def join(person: Person, organisation: Organisation, capacity: str) -> None:
    """Let `person` act for the organisation, in `capacity`."""
    db.session.add(
        Membership(
            person_id=person.id,
            organisation_id=organisation.id,
            capacity=capacity,
            created_at=clock.now(),
        )
    )
    db.session.flush()


def of(person_id: int, organisation_id: int) -> Membership | None:
    """Return the person's membership, valid or not."""
    return db.session.scalar(
        select(Membership).where(
            Membership.person_id == person_id, Membership.organisation_id == organisation_id
        )
    )


def end(person_id: int, organisation_id: int) -> None:
    """Let the person act for the organisation no longer, from this moment on."""
    found = of(person_id, organisation_id)
    if found is not None:
        db.session.delete(found)
        db.session.flush()
