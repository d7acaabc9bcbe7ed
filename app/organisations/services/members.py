"""Who acts for an organisation (người của đơn vị): joined, changed, ended by its signatories."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload

from app import clock
from app.access import Actor, Permission, check
from app.accounts.models import Mandate, MemberInvitation, Membership, Person
from app.accounts.services import mandates
from app.audit import services as audit
from app.errors import Conflict, NotFound
from app.extensions import db
from app.organisations.models import Claim, Organisation
from app.text import _

PREPARER, SIGNATORY, AGENT = "preparer", "signatory", "agent"
MOST = 50  # people, and open invitations, of one organisation


def get(membership_id: int) -> Membership:
    """Return the membership; raises `NotFound`."""
    membership = db.session.get(Membership, membership_id)
    if membership is None:
        raise NotFound
    return membership


def listed(organisation_id: int) -> Sequence[Membership]:
    """Return who may act for the organisation, or could until lately, in order of joining."""
    person = joinedload(Membership.person).options(
        lazyload(Person.roles), lazyload(Person.memberships)
    )
    return db.session.scalars(
        select(Membership)
        .where(Membership.organisation_id == organisation_id)
        .options(person, joinedload(Membership.mandate))
        .order_by(Membership.id)
        .limit(MOST)
    ).all()


def join(
    person: Person, organisation_id: int, capacity: str, *, by: Actor, mandate_id: int | None = None
) -> Membership:
    """Let `person` act for the organisation. Raises `Conflict` for who does already.

    An agent whose mandate has run out acts for nobody: what is left of it makes room.
    """
    if earlier := of(person.id, organisation_id):
        if in_force(earlier):
            raise Conflict(_("Người này đã là người của đơn vị."))
        _remove(earlier, by)
    mandate = mandates.get(mandate_id) if mandate_id is not None else None
    membership = _add(person, organisation_id, capacity, mandate)
    audit.record(
        "organisation",
        organisation_id,
        "member_joined",
        by,
        after=capacity,
        data={"person": person.id, "name": person.name, "mandate": mandate_id},
    )
    return membership


def _add(
    person: Person, organisation_id: int, capacity: str, mandate: Mandate | None = None
) -> Membership:
    membership = Membership(
        person_id=person.id,
        organisation_id=organisation_id,
        capacity=capacity,
        mandate_id=mandate.id if mandate else None,
        valid_until=mandate.valid_until if mandate else None,
        created_at=clock.now(),
    )
    db.session.add(membership)
    db.session.flush()
    return membership


def into_standin(person: Person, standin: Organisation) -> None:
    """Let a claimant fill in for their stand-in; the claim's own events tell of it."""
    _add(person, standin.id, SIGNATORY)


def out_of_standin(person_id: int, standin: Organisation) -> None:
    """Let the claimant act for the stand-in no longer: it has ended."""
    found = of(person_id, standin.id)
    if found is not None:
        db.session.delete(found)
        db.session.flush()


def let_in(claim: Claim, organisation_id: int, *, first: bool, by: Actor) -> Membership:
    """Let a claimant in: as the agent of the mandate shown, or else as preparer.

    The `first` to act for an organisation signs for it.
    """
    mandate_id = claim.details.get("mandate_id")
    if mandate_id is None:
        return join(claim.person, organisation_id, SIGNATORY if first else PREPARER, by=by)
    mandate = mandates.get(mandate_id)
    mandates.check_facts(mandate.number, mandate.valid_until)
    mandate.given_by = by.person_id or mandate.given_by
    return join(claim.person, organisation_id, AGENT, by=by, mandate_id=mandate.id)


def change(membership: Membership, capacity: str, by: Actor) -> None:
    """Make a preparer a signatory, or the other way round.

    Raises `Conflict` for an agent, who is invited anew, and for the last signatory.
    """
    membership = _locked(membership, by)
    if membership.capacity == AGENT or capacity not in (PREPARER, SIGNATORY):
        raise Conflict(_("Người nộp thay đổi tư cách bằng lời mời mới."))
    before = membership.capacity
    if before == capacity:
        return
    if before == SIGNATORY:
        _another_signatory(membership)
        _end_invitations(membership, by)
    membership.capacity = capacity
    db.session.flush()
    audit.record(
        "organisation",
        membership.organisation_id,
        "member_changed",
        by,
        before=before,
        after=capacity,
        data={"person": membership.person_id, "name": membership.person.name},
    )


def end(membership: Membership, by: Actor) -> None:
    """End a membership, the mandate it rests on, and the invitations its person sent.

    Nothing opens at the next request. Raises `Conflict` for the last signatory.
    """
    membership = _locked(membership, by)
    if membership.capacity == SIGNATORY:
        _another_signatory(membership)
    if membership.mandate is not None:
        membership.mandate.ended_at = clock.now()
    _end_invitations(membership, by)
    _remove(membership, by)


def _end_invitations(membership: Membership, by: Actor) -> None:
    """End what this signatory sent and nobody answered: else who is shown out comes in again."""
    for invited in db.session.scalars(
        select(MemberInvitation)
        .where(
            MemberInvitation.organisation_id == membership.organisation_id,
            MemberInvitation.invited_by == membership.person_id,
            MemberInvitation.ended_at.is_(None),
        )
        .order_by(MemberInvitation.id)
        .with_for_update(of=MemberInvitation)
        .execution_options(populate_existing=True)
    ):
        end_invitation(invited, by)


def end_invitation(invited: MemberInvitation, by: Actor) -> None:
    """Let the invitation's link be dead at once, and the mandate it carries with it."""
    invited.ended_at = clock.now()
    if invited.mandate is not None:
        invited.mandate.ended_at = clock.now()
    db.session.flush()
    audit.record(
        "organisation",
        invited.organisation_id,
        "invitation_withdrawn",
        by,
        before=invited.capacity,
        data={"email": invited.email},
    )


def in_force(membership: Membership) -> bool:
    """Return whether it lets the person act today: an agent only until the mandate's last day."""
    return membership.valid_until is None or membership.valid_until >= clock.today()


def _remove(membership: Membership, by: Actor) -> None:
    audit.record(
        "organisation",
        membership.organisation_id,
        "member_ended",
        by,
        before=membership.capacity,
        data={
            "person": membership.person_id,
            "name": membership.person.name,
            "mandate": membership.mandate_id,
        },
    )
    db.session.delete(membership)
    db.session.flush()


def has_signatory(organisation_id: int) -> bool:
    """Return whether anybody may sign for the organisation."""
    return bool(_signatories(organisation_id))


def lock(organisation_id: int) -> None:
    """Lock the organisation's row: its people change one after the other."""
    db.session.execute(
        select(Organisation.id).where(Organisation.id == organisation_id).with_for_update()
    )


def _locked(membership: Membership, by: Actor) -> Membership:
    lock(membership.organisation_id)
    found = db.session.scalar(
        select(Membership)
        .where(Membership.id == membership.id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    # Asked again under the lock: whoever acts may have been changed a moment ago.
    own = of(by.person_id, found.organisation_id)
    check(Permission.MANAGE_MEMBERS, by, found)
    if own is None or own.capacity != SIGNATORY:
        raise Conflict(_("Tư cách của anh/chị trong đơn vị vừa thay đổi."))
    return found


def of(person_id: int | None, organisation_id: int) -> Membership | None:
    """Return the person's membership as it is now, valid or not."""
    return db.session.scalar(
        select(Membership)
        .where(Membership.person_id == person_id, Membership.organisation_id == organisation_id)
        .execution_options(populate_existing=True)
    )


def _signatories(organisation_id: int) -> Sequence[Membership]:
    """Return the memberships of signatories who can sign in."""
    return db.session.scalars(
        select(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.capacity == SIGNATORY,
            Person.disabled_at.is_(None),
            Person.password_hash.is_not(None),
        )
        .execution_options(populate_existing=True)
    ).all()


def sole_signatory(listed: Sequence[Membership]) -> int | None:
    """Return the membership, among all `listed` of an organisation, that has to sign on."""
    signing = [
        item.id
        for item in listed
        if item.capacity == SIGNATORY
        and item.person.disabled_at is None
        and item.person.password_hash is not None
    ]
    return signing[0] if len(signing) == 1 else None


def _another_signatory(membership: Membership) -> None:
    if all(item.id == membership.id for item in _signatories(membership.organisation_id)):
        raise Conflict(
            _(
                "Đây là người ký cuối cùng của đơn vị. Vui lòng giao cho người khác làm người ký "
                "trước."
            )
        )
