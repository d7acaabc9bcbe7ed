"""Where a confirmed registration leads: to an organisation, or to a claim of a known code."""

from typing import Any

from sqlalchemy.exc import IntegrityError

from app import clock
from app.access import Actor
from app.accounts.models import Person
from app.audit import services as audit
from app.extensions import db
from app.organisations import emails
from app.organisations.identifiers import root
from app.organisations.likeness import CONVINCING, Description
from app.organisations.models import Beneficiary, Claim, Identifier, Organisation
from app.organisations.services import candidates, members, queries, standins, words


def admit(person: Person, scheme: str, code: str, details: dict[str, Any]) -> Organisation | Claim:
    """Give `person` their organisation, or the claim that someone must answer first.

    A known code, or one whose root is known, is claimed: nobody gets into the history of a
    beneficiary by typing its number. Who is like an organisation without a code claims that one,
    and learns nothing of it: else a second registration would be a second support. Whoever loses
    a race for a code claims it, too.
    """
    if queries.beneficiary_of(scheme, code) is None:
        alike = _provisional_like(person, code, details)
        if alike is not None:
            return _claim(person, scheme, code, details, alike=alike)
        try:
            with db.session.begin_nested():
                return _found(person, scheme, code, details)
        except IntegrityError:
            pass  # registered by someone else between the question and the answer
    return _claim(person, scheme, code, details)


def typed(person: Person, code: str, details: dict[str, Any]) -> Description:
    """Return what a registration says, as it is compared."""
    return Description(
        name=details["name"],
        code=code,
        commune_code=details["commune_code"],
        representative=details["representative"],
        phone=details["contact_phone"],
        email=person.email or "",
    )


def _provisional_like(person: Person, code: str, details: dict[str, Any]) -> Organisation | None:
    """Return the organisation without a code that is surely or likely the one registering."""
    for found in candidates.like(typed(person, code, details), provisional=True):
        if found.likeness.level in CONVINCING and not queries.has_members(found.beneficiary_id):
            return queries.get(found.organisation_id)
    return None


def _found(person: Person, scheme: str, code: str, details: dict[str, Any]) -> Organisation:
    beneficiary = Beneficiary(root_code=root(scheme, code))
    db.session.add(beneficiary)
    db.session.flush()
    return create(
        person,
        beneficiary,
        scheme=scheme,
        code=code,
        details=details,
        actor=Actor(person.id, person.name),
    )


def create(
    person: Person,
    beneficiary: Beneficiary,
    *,
    scheme: str,
    code: str,
    details: dict[str, Any],
    actor: Actor,
) -> Organisation:
    """Make the organisation of `details` under `beneficiary`, with `person` as its signatory."""
    moment = clock.now()
    organisation = Organisation(
        beneficiary_id=beneficiary.id,
        kind=details["kind"],
        name=details["name"],
        commune_code=details["commune_code"],
        phone=details["contact_phone"],
        email=person.email or "",
        representative=details["representative"],
        contact_name=details["contact_name"],
        contact_phone=details["contact_phone"],
        contact_email=person.email or "",
        # A co-operative's own number is free text and proves nothing: no identifier.
        registration_paper=details.get("so_dkhtx", ""),
        created_at=moment,
    )
    db.session.add(organisation)
    db.session.flush()
    db.session.add(
        Identifier(
            organisation_id=organisation.id, scheme=scheme, value=code, valid_from=clock.today()
        )
    )
    db.session.flush()
    words.index(organisation)
    members.join(person, organisation.id, members.SIGNATORY, by=actor)
    audit.record("organisation", organisation.id, "registered", actor, after=details["kind"])
    return organisation


def _claim(
    person: Person,
    scheme: str,
    code: str,
    details: dict[str, Any],
    *,
    alike: Organisation | None = None,
) -> Claim:
    beneficiary = alike.beneficiary if alike else queries.beneficiary_of(scheme, code)
    assert beneficiary is not None, "a code that nobody has needs no claim"
    organisation = alike or queries.by_code(scheme, code)
    claim = Claim(
        person_id=person.id,
        beneficiary_id=beneficiary.id,
        organisation_id=organisation.id if organisation else None,
        basis="likeness" if alike else "code",
        scheme=scheme,
        code=code,
        details=details,
        created_at=clock.now(),
    )
    db.session.add(claim)
    db.session.flush()
    actor = Actor(person.id, person.name)
    audit.record("claim", claim.id, "asked", actor, after="waiting", data={"basis": claim.basis})
    if standins.may_draft(beneficiary):
        standins.make(claim, actor)
    receivers = {email for one in claim.organisation_ids for email in queries.members_emails(one)}
    emails.claim_asked(claim, sorted(receivers))
    return claim
