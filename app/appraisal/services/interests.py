"""Declared conflicts of interest (có lợi ích liên quan): said by the person, undone by a lead."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import access, clock, limits
from app.access import Actor, Permission
from app.accounts.services.authors import by_name
from app.applications.models import Application
from app.applications.services import queries
from app.appraisal import emails
from app.audit import services as audit
from app.errors import Conflict, NotFound
from app.extensions import db
from app.organisations.interests import Interest
from app.organisations.models import Organisation
from app.text import _

PAGE = 100
LONGEST_REASON = 1000  # characters


def declare(application: Application, reason: str, by: Actor, *, whole: bool) -> Interest:
    """Say that one has an interest in a dossier, or in its organisation (`whole`).

    From now on the policy refuses the person, and the leads are told to reassign. Raises 403, 422
    without a reason, 409 for what the person declared already.
    """
    application = queries.lock(application.id)
    db.session.expire(application.organisation, ["interests"])  # as it is now, under the lock
    access.check(Permission.DECLARE_INTEREST, by, application)
    limits.texts({"reason": reason}, {"reason": LONGEST_REASON}, needed=("reason",))
    if by.person_id in application.declared_by:
        raise Conflict(_("Anh/chị đã khai có lợi ích liên quan đến hồ sơ này."))
    assert by.person_id is not None
    made = Interest(
        person_id=by.person_id,
        organisation_id=application.organisation_id,
        application_id=None if whole else application.id,
        reason=reason.strip(),
        declared_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    db.session.expire(application.organisation, ["interests"])
    audit.record(
        "application",
        application.id,
        "declare_interest",
        by,
        data={"interest": made.id, "reason": made.reason},
    )
    emails.interest_declared(application, made, by.name)
    return made


def withdraw(interest: Interest, reason: str, by: Actor) -> None:
    """A lead, not the person, says why it stands no more. Raises 403, 409, 422."""
    interest = _locked(interest.id)
    access.check(Permission.WITHDRAW_INTEREST, by, interest)
    limits.texts({"reason": reason}, {"reason": LONGEST_REASON}, needed=("reason",))
    if interest.withdrawn_at is not None:
        raise Conflict(_("Khai báo này đã được rút."))
    interest.withdrawn_at = clock.now()
    interest.withdrawn_by = by.person_id
    interest.withdrawn_reason = reason.strip()
    db.session.flush()
    audit.record("interest", interest.id, "withdraw_interest", by, data={"reason": reason.strip()})


def _locked(interest_id: int) -> Interest:
    found = db.session.scalar(
        select(Interest)
        .where(Interest.id == interest_id)
        .with_for_update(of=Interest)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def get(interest_id: int) -> Interest:
    """Return a declaration; raises `NotFound`."""
    found = db.session.get(Interest, interest_id)
    if found is None:
        raise NotFound
    return found


Line = tuple[Interest, Organisation, Application | None]


def listed(actor: Actor, before: int | None = None) -> tuple[Sequence[Line], int | None]:
    """Return a page of declarations, newest first, and where the next begins.

    Who may read all of them does; anybody else of the staff reads their own.
    """
    query = (
        select(Interest, Organisation, Application)
        .join(Organisation, Organisation.id == Interest.organisation_id)
        .join(Application, Application.id == Interest.application_id, isouter=True)
        .options(by_name(Interest.person), joinedload(Organisation.commune))
        .order_by(Interest.id.desc())
        .limit(PAGE + 1)
    )
    if not access.allowed(Permission.READ_INTERESTS, actor):
        query = query.where(Interest.person_id == actor.person_id)
    if before is not None:
        query = query.where(Interest.id < before)
    found = [(row[0], row[1], row[2]) for row in db.session.execute(query).all()]
    return found[:PAGE], found[PAGE - 1][0].id if len(found) > PAGE else None
