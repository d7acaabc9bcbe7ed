"""Invitations to act for an organisation (lời mời): a letter, its page, and one button."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.access import NOBODY, Actor, Permission, check
from app.accounts import addresses, names, notice, passwords
from app.accounts.models import MemberInvitation, Membership, Person
from app.accounts.services import allowance, mandates, people, sign_in, tokens
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.organisations import emails
from app.organisations.models import Organisation
from app.organisations.services import members
from app.organisations.services.members import AGENT, MOST, PREPARER, SIGNATORY
from app.text import _

LIVES = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """What an invited person without an account says; sending it is consenting to the notice."""

    name: str
    phone: str
    password: str


def get(invitation_id: int) -> MemberInvitation:
    """Return an open invitation; raises `NotFound`."""
    found = db.session.get(MemberInvitation, invitation_id)
    if found is None or found.ended_at is not None:
        raise NotFound
    return found


def open_invitations(organisation_id: int) -> Sequence[MemberInvitation]:
    """Return the invitations that wait for an answer."""
    return db.session.scalars(
        select(MemberInvitation)
        .where(
            MemberInvitation.organisation_id == organisation_id,
            MemberInvitation.ended_at.is_(None),
            MemberInvitation.expires_at > clock.now(),
        )
        .options(joinedload(MemberInvitation.mandate))
        .order_by(MemberInvitation.id)
        .limit(MOST)
    ).all()


def invite(
    organisation: Organisation,
    *,
    email: str,
    name: str,
    capacity: str,
    mandate: mandates.Typed | None,
    by: Actor,
) -> MemberInvitation:
    """Invite somebody by letter; an earlier invitation of the same address ends.

    Whether the address has an account changes nothing here. At most five letters a day and
    address. Raises `Invalid` next to the field, `Conflict` for who is a member already.
    """
    check(Permission.MANAGE_MEMBERS, by, organisation)
    email, name = addresses.canonical(email), names.plain(name)
    if capacity not in (PREPARER, SIGNATORY, AGENT):
        raise Invalid(_("Vui lòng chọn tư cách."), "capacity")
    if (capacity == AGENT) != (mandate is not None):
        raise Invalid(_("Người nộp thay cần giấy ủy quyền; tư cách khác thì không."), "capacity")
    members.lock(organisation.id)
    there = members.listed(organisation.id)
    if any(item.person.email == email and members.in_force(item) for item in there):
        raise Conflict(_("Người này đã là người của đơn vị."), "email")
    if len(open_invitations(organisation.id)) >= MOST:
        raise Conflict(_("Đơn vị đang có quá nhiều lời mời chưa trả lời."))
    key = allowance.next_key("member_invitation", email)
    if key is None:
        raise Conflict(_("Hôm nay đã gửi nhiều thư đến địa chỉ này. Vui lòng thử lại ngày mai."))
    kept = mandates.give(organisation.id, mandate, by) if mandate else None
    for earlier in open_invitations(organisation.id):
        if earlier.email == email:
            earlier.ended_at = clock.now()
    secret = token_urlsafe(32)
    made = MemberInvitation(
        hash=sign_in.digest(secret),
        organisation_id=organisation.id,
        email=email,
        name=name,
        capacity=capacity,
        mandate_id=kept.id if kept else None,
        invited_by=by.person_id,
        created_at=clock.now(),
        expires_at=clock.now() + LIVES,
    )
    db.session.add(made)
    db.session.flush()
    data = {"email": email, "mandate": kept.number if kept else ""}
    audit.record("organisation", organisation.id, "member_invited", by, after=capacity, data=data)
    emails.member_invited(made, organisation.name, by.name, secret, key=key)
    return made


def take_back(invited: MemberInvitation, by: Actor) -> None:
    """Withdraw an invitation: its link is dead at once. Raises 409 once it was answered."""
    check(Permission.MANAGE_MEMBERS, by, invited)
    members.lock(invited.organisation_id)
    db.session.refresh(invited, ["ended_at"])  # accepted by somebody a moment ago
    if invited.ended_at is not None:
        raise Conflict(_("Lời mời này đã được nhận hoặc đã thu hồi."))
    members.end_invitation(invited, by)


def look(secret: str) -> tuple[MemberInvitation, Organisation, Person | None]:
    """Return the invitation of a letter's link, its organisation, and the account it is for.

    Raises `tokens.Dead`.
    """
    invited = _alive(secret)
    organisation = db.session.get_one(Organisation, invited.organisation_id)
    return invited, organisation, people.by_email(invited.email)


def accept(secret: str, by: Actor, new: NewPerson | None) -> Membership:
    """Join the organisation: as the account of the address, signed in, or as a `new` person.

    The link proves the mailbox; an account that exists must be signed in besides. Raises
    `tokens.Dead` (recorded), `Invalid` next to the field, `Conflict`.
    """
    try:
        # The organisation's row first, as everybody who changes its people does.
        members.lock(_alive(secret).organisation_id)
        invited = _alive(secret)
    except tokens.Dead:
        audit.record_refusal("organisation", 0, "invitation_refused", NOBODY)
        raise
    person = people.by_email(invited.email)
    if person is None:
        person = _registered(invited, new)
    elif person.id != by.person_id:
        raise Conflict(_("Vui lòng đăng nhập bằng tài khoản %(email)s.", email=invited.email))
    invited.ended_at = clock.now()
    return members.join(
        person,
        invited.organisation_id,
        invited.capacity,
        mandate_id=invited.mandate_id,
        by=Actor(person.id, person.name),
    )


def _registered(invited: MemberInvitation, new: NewPerson | None) -> Person:
    if new is None:
        raise Invalid(_("Vui lòng điền họ tên và mật khẩu."), "name")
    name, phone = names.plain(new.name), addresses.phone(new.phone)
    passwords.check(new.password, own=(invited.email, name))
    return people.register(
        email=invited.email,
        name=name,
        phone=phone,
        password_hash=passwords.hash_password(new.password),
        notice=notice.current(),
        consented_at=clock.now(),
    )


def _alive(secret: str) -> MemberInvitation:
    found = db.session.scalar(
        select(MemberInvitation)
        .where(MemberInvitation.hash == sign_in.digest(secret))
        .execution_options(populate_existing=True)
    )
    if found is None or found.ended_at is not None or clock.now() >= found.expires_at:
        raise tokens.Dead
    if found.mandate is not None and found.mandate.valid_until < clock.today():
        raise tokens.Dead
    return found
