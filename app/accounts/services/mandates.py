"""Mandates (giấy ủy quyền): the paper, its end, and who acts under which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from sqlalchemy import or_, select

from app import clock
from app.access import Actor
from app.accounts.models import Mandate, Membership, Person
from app.errors import Invalid, NotFound
from app.extensions import db
from app.files import services as files
from app.text import _


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What a mandate says, and its scan."""

    number: str
    valid_until: date  # the last day, in Vietnam
    submits: bool
    stream: BinaryIO
    file_name: str


def get(mandate_id: int) -> Mandate:
    """Return the mandate; raises `NotFound`."""
    mandate = db.session.get(Mandate, mandate_id)
    if mandate is None:
        raise NotFound
    return mandate


def give(organisation_id: int, typed: Typed, by: Actor) -> Mandate:
    """Keep a mandate of the organisation. Raises `Invalid` next to the field, 413 as files do."""
    check_facts(typed.number, typed.valid_until)
    return keep(
        organisation_id,
        number=typed.number,
        valid_until=typed.valid_until,
        submits=typed.submits,
        file_id=files.save(typed.stream, typed.file_name, by).id,
        by=by,
    )


def check_facts(number: str, valid_until: date) -> None:
    """Raise `Invalid` for a mandate without a number, or one that has ended."""
    if not number.strip():
        raise Invalid(_("Vui lòng ghi số giấy ủy quyền."), "number")
    if valid_until < clock.today():
        raise Invalid(_("Giấy ủy quyền đã hết hạn."), "valid_until")


def keep(
    organisation_id: int, *, number: str, valid_until: date, submits: bool, file_id: int, by: Actor
) -> Mandate:
    """Keep a mandate whose scan is stored already."""
    mandate = Mandate(
        organisation_id=organisation_id,
        number=number.strip(),
        file_id=file_id,
        submits=submits,
        valid_until=valid_until,
        given_by=by.person_id,
        given_at=clock.now(),
    )
    db.session.add(mandate)
    db.session.flush()
    return mandate


def of_agent(person_id: int | None, organisation_id: int) -> Mandate | None:
    """Return the mandate under which the person acts for the organisation today, or None."""
    return db.session.scalar(
        select(Mandate)
        .join(Membership, Membership.mandate_id == Mandate.id)
        .where(
            Membership.person_id == person_id,
            Membership.organisation_id == organisation_id,
            Membership.valid_until >= clock.today(),
        )
    )


def agent_address(mandate_id: int) -> str:
    """Return the e-mail address of who acts under the mandate today; "" when nobody does."""
    return (
        db.session.scalar(
            select(Person.email)
            .join(Membership, Membership.person_id == Person.id)
            .where(
                Membership.mandate_id == mandate_id,
                Membership.valid_until >= clock.today(),
                Person.disabled_at.is_(None),
            )
        )
        or ""
    )


def signers(organisation_id: int) -> Sequence[Person]:
    """Return who may submit for the organisation today: signatories, and agents who may."""
    return db.session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Mandate, Mandate.id == Membership.mandate_id)
        .where(
            Membership.organisation_id == organisation_id,
            Person.disabled_at.is_(None),
            or_(
                Membership.capacity == "signatory",
                (Membership.valid_until >= clock.today()) & Mandate.submits,
            ),
        )
        .order_by(Person.name, Person.id)
    ).all()
