"""Signing in and out, and who is behind a key. The cookie has the key, the row only its hash."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import (
    Date,
    Row,
    Select,
    and_,
    bindparam,
    column,
    or_,
    select,
    table,
    update,
)
from sqlalchemy.orm import lazyload

from app import clock
from app.access import NOBODY, Actor, Role
from app.accounts import addresses, passwords
from app.accounts.models import Absence, Mandate, Membership, Person, PersonRole, SignIn
from app.audit import services as audit
from app.errors import DomainError, Invalid
from app.extensions import db
from app.text import _

# ASVS 7.3: absolute, and idle; an unattended desk of the Sở is closed sooner.
LONGEST = timedelta(hours=12)
IDLE_STAFF = timedelta(minutes=30)
IDLE_APPLICANT = timedelta(hours=2)
# Of the room of needs, above this one: only whether a person's partner is open is asked here.
PARTNER = table("partner", column("id"), column("closed_at"))
_TODAY = bindparam("today", type_=Date())


@dataclass(frozen=True)
class Session:
    """Who is signed in, as plain data: nothing here outlives a rollback badly."""

    key: str
    actor: Actor
    name: str
    email: str  # or the phone number, for who has no address


def digest(secret: str) -> str:
    """Return what is stored in place of a secret; 256 random bits need no slow hash."""
    return sha256(secret.encode()).hexdigest()


def sign_in(login: str, password: str, *, address: str = "") -> str:
    """Return the key of a new sign-in (phiên đăng nhập).

    Unknown, disabled, without a password, wrong password: the same work, the same words.
    The failure's event is committed on its own, with the network `address` it came from.
    Raises `Invalid`.
    """
    person = _by_login(login)
    right = passwords.verify(person.password_hash if person else None, password)
    if person is None or not right or person.disabled_at is not None:
        _refused(person.id if person else 0, address)
        raise Invalid(_("Địa chỉ thư điện tử, số điện thoại hoặc mật khẩu chưa đúng."))
    if person.password_hash and passwords.outdated(person.password_hash):
        person.password_hash = passwords.hash_password(password)
    key = token_urlsafe(32)
    db.session.add(SignIn(key_hash=digest(key), person_id=person.id, created_at=clock.now()))
    audit.record("person", person.id, "signed_in", _plain(person), data={"address": address})
    return key


def canonical_login(login: str) -> tuple[str, bool]:
    """Return what was typed, in its one form, and whether it is a phone number; "" for neither."""
    by_phone = "@" not in login
    try:
        return (addresses.phone(login) if by_phone else addresses.canonical(login)), by_phone
    except DomainError:
        return "", by_phone


def _by_login(login: str) -> Person | None:
    # Asked also for "": a malformed login takes as long as an unknown one.
    wanted, by_phone = canonical_login(login)
    column = Person.phone_login if by_phone else Person.email
    # Without roles and memberships: what is read for a known person alone would tell it apart.
    return db.session.scalar(select(Person).where(column == wanted).options(lazyload("*")))


def _refused(person_id: int, address: str) -> None:
    # What was typed is not kept: people type their password into the wrong field.
    audit.record_refusal("person", person_id, "sign_in_failed", NOBODY, {"address": address})


def _plain(person: Person) -> Actor:
    return Actor(person_id=person.id, name=person.name)


# The tables and not the classes: rows of the ORM cost a request twice as much, and are not kept.
_PERSON, _ROLE, _SIGN_IN = Person.__table__, PersonRole.__table__, SignIn.__table__
_MEMBERSHIP, _MANDATE, _ABSENCE = Membership.__table__, Mandate.__table__, Absence.__table__


def _known() -> Select[*tuple[Any, ...]]:
    """Select what makes an actor: one row for each role, organisation and absence of others."""
    person, membership, absence = _PERSON.c, _MEMBERSHIP.c, _ABSENCE.c
    return (
        select(
            person.id,
            person.name,
            person.email,
            person.phone_login,
            _ROLE.c.role,
            membership.organisation_id,
            membership.capacity,
            _MANDATE.c.submits,
            PARTNER.c.id.label("partner_id"),
            absence.person_id.label("absent_id"),
        )
        .select_from(_PERSON)
        .outerjoin(_ROLE, _ROLE.c.person_id == person.id)
        .outerjoin(
            _MEMBERSHIP,
            and_(
                membership.person_id == person.id,
                or_(membership.valid_until.is_(None), membership.valid_until >= _TODAY),
            ),
        )
        .outerjoin(_MANDATE, _MANDATE.c.id == membership.mandate_id)
        .outerjoin(
            _ABSENCE,
            and_(
                absence.stand_in_id == person.id,
                absence.state == "confirmed",
                absence.first_on <= _TODAY,
                absence.last_on >= _TODAY,
            ),
        )
        .outerjoin(PARTNER, and_(PARTNER.c.id == person.partner_id, PARTNER.c.closed_at.is_(None)))
        .where(person.disabled_at.is_(None))
        .order_by(membership.id)
    )


# Written once: every request of everybody asks one of them, and building it took longer than
# the database's answer.
_BEHIND = (
    _known()
    .add_columns(_SIGN_IN.c.created_at)
    .join(_SIGN_IN, _SIGN_IN.c.person_id == _PERSON.c.id)
    .where(_SIGN_IN.c.key_hash == bindparam("key"), _SIGN_IN.c.ended_at.is_(None))
)
_NAMED = _known().where(_PERSON.c.id == bindparam("person"))


def _rows(query: Select[*tuple[Any, ...]], **values: Any) -> Sequence[Row[Any]]:
    db.session.flush()  # tables are asked without it: a sign-in just made must be found
    return db.session.execute(query, {**values, "today": clock.today()}).all()


def session_for(key: str, seen: datetime | None, chosen: int | None = None) -> Session | None:
    """Return who is behind `key`, last seen at `seen`; None when the session is over.

    One query; roles and memberships are read anew on each request, so that a change counts
    at once. `chosen` is the organisation they said they are acting for.
    """
    found = _rows(_BEHIND, key=digest(key))
    if not found:
        return None
    actor = _actor(found, chosen)
    if _expired(actor, found[0].created_at, seen):
        return None
    login = found[0].email or found[0].phone_login or ""
    return Session(key=key, actor=actor, name=actor.name, email=login)


def actor_of(person_id: int, chosen: int | None = None) -> Actor:
    """Return the person as whoever acts, as a request of theirs would; nobody when disabled."""
    found = _rows(_NAMED, person=person_id)
    return _actor(found, chosen) if found else NOBODY


def _actor(found: Sequence[Row[Any]], chosen: int | None) -> Actor:
    member = [row for row in found if row.organisation_id is not None]
    organisations = [row.organisation_id for row in member]  # the first joined first
    signatory = {row.organisation_id for row in member if row.capacity == "signatory"}
    agent = {row.organisation_id for row in member if row.capacity == "agent"}
    first = organisations[0] if organisations else None
    return Actor(
        person_id=found[0].id,
        name=found[0].name,
        roles=frozenset(Role(row.role) for row in found if row.role),
        organisation_ids=frozenset(organisations),
        signs_for=frozenset(signatory | {row.organisation_id for row in member if row.submits}),
        signatory_of=frozenset(signatory),
        agent_for=frozenset(agent),
        organisation_id=chosen if chosen in organisations else first,
        partner_id=found[0].partner_id,
        stands_in_for=frozenset(row.absent_id for row in found if row.absent_id),
    )


def _expired(actor: Actor, created_at: datetime, seen: datetime | None) -> bool:
    moment = clock.now()
    idle = IDLE_STAFF if actor.staff else IDLE_APPLICANT
    return seen is None or moment - seen >= idle or moment - created_at >= LONGEST


def person_behind(key: str) -> int | None:
    """Return whose session `key` is or was; also when it has ended."""
    return db.session.scalar(select(SignIn.person_id).where(SignIn.key_hash == digest(key)))


def sign_out(key: str, actor: Actor) -> None:
    """End this session; an ended one stays ended."""
    ended = db.session.scalar(
        update(SignIn)
        .where(SignIn.key_hash == digest(key), SignIn.ended_at.is_(None))
        .values(ended_at=clock.now())
        .returning(SignIn.person_id)
    )
    if ended is not None:
        audit.record("person", ended, "signed_out", actor)


def end_sessions(person_id: int, *, but: str | None = None) -> None:
    """End every session of a person, save that of key `but`."""
    kept = digest(but) if but else ""
    db.session.execute(
        update(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.key_hash != kept)
        .values(ended_at=clock.now())
        .execution_options(synchronize_session="fetch")
    )
