"""Self-registration (đăng ký): nothing but a pending row until the letter's page is confirmed."""

from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import delete, select

from app import clock, limits
from app.access import NOBODY, SYSTEM, Actor
from app.accounts import addresses, names, passwords
from app.accounts import emails as accounts_emails
from app.accounts import notice as notices
from app.accounts.models import Person
from app.accounts.services import allowance, people
from app.accounts.services.sign_in import digest
from app.accounts.services.tokens import Dead
from app.audit import services as audit
from app.errors import Conflict, Invalid
from app.extensions import db
from app.organisations import emails, identifiers
from app.organisations.models import KINDS, Claim, Organisation, PendingRegistration
from app.organisations.services import admission, claims, communes, queries
from app.organisations.services.profile import LONGEST
from app.text import _

LIVES = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Unit:
    """What is asked about an organisation (đơn vị) and whom to contact there."""

    kind: str
    code: str
    name: str
    commune_code: str
    representative: str
    contact_name: str
    contact_phone: str
    so_dkhtx: str = ""  # a co-operative's registration number, free text


@dataclass(frozen=True, kw_only=True)
class Typed(Unit):
    """What the registration form asks: the organisation, and the account of its first person."""

    contact_email: str
    password: str


def ask(typed: Typed) -> None:
    """Keep a registration until its letter is answered, within 24 hours.

    The caller cannot tell whether the address or the code is known: the same work is done, and
    only the letters differ. At most five letters a day and address. Consent to the data notice
    in force is part of asking. Raises `Invalid` next to the field.
    """
    scheme, code, details = _checked(typed)
    email = addresses.canonical(typed.contact_email, "contact_email")
    own = (code, email, details["name"], details["contact_name"])
    passwords.check(typed.password, own=own)
    password_hash = passwords.hash_password(typed.password)
    audit.record("registration", 0, "asked", NOBODY)
    key = allowance.next_key("registration", digest(email)[:32])
    if key is None:
        return
    person = people.by_email(email)
    if person is not None:
        accounts_emails.address_known(person.name, email, key=key)
        return
    secret = token_urlsafe(32)
    pending = _keep(
        details,
        scheme=scheme,
        code=code,
        email=email,
        password_hash=password_hash,
        secret=secret,
    )
    emails.registration_confirm(
        email,
        secret,
        name=details["contact_name"],
        organisation=details["name"],
        code=code,
        at=pending.expires_at,
        key=key,
    )


def _checked(unit: Unit) -> tuple[str, str, dict[str, Any]]:
    """Return the code's scheme, the code, and what else is kept of the organisation.

    Raises 422 next to the field.
    """
    if unit.kind not in KINDS:
        raise Invalid(_("Vui lòng chọn loại hình tổ chức."), "kind")
    if not communes.known(unit.commune_code):
        raise Invalid(_("Vui lòng chọn xã, phường."), "commune_code")
    scheme, code = identifiers.parse(unit.kind, unit.code)
    details = {
        "kind": unit.kind,
        "name": names.plain(unit.name, "name"),
        "commune_code": unit.commune_code,
        "representative": names.plain(unit.representative, "representative"),
        "contact_name": names.plain(unit.contact_name, "contact_name"),
        "contact_phone": addresses.phone(unit.contact_phone, "contact_phone"),
        "so_dkhtx": unit.so_dkhtx,
    }
    limits.texts(details, LONGEST, needed={"name", "representative", "contact_name"})
    limits.texts(details, {"so_dkhtx": LONGEST["registration_paper"]})
    return scheme, code, details


def _keep(
    details: dict[str, Any],
    *,
    scheme: str,
    code: str,
    email: str,
    password_hash: str,
    secret: str,
) -> PendingRegistration:
    moment = clock.now()
    notice = notices.current()
    pending = PendingRegistration(
        token_hash=digest(secret),
        email=email,
        scheme=scheme,
        code=code,
        password_hash=password_hash,
        details=details,
        notice_version=notice.version,
        notice_text=notice.text,
        consented_at=moment,
        created_at=moment,
        expires_at=moment + LIVES,
    )
    db.session.add(pending)
    db.session.flush()
    return pending


def look(secret: str) -> PendingRegistration:
    """Return the registration that the letter's link confirms; raises `Dead`."""
    return _alive(secret, lock=False)


def confirm(secret: str, password: str) -> Organisation | Claim:
    """Make the account, and the organisation or the claim; the link works once.

    The letter proves whose the address is, the password that the same person registered: else
    a stranger could register someone's address with a password of their own, and wait.
    Raises `Dead` (recorded), `Invalid` for another password (recorded; the link stays alive),
    `Conflict` when the address has an account by now.
    """
    try:
        pending = _alive(secret, lock=True)
    except Dead:
        audit.record_refusal("registration", 0, "link_refused", NOBODY)
        raise
    if not passwords.verify(pending.password_hash, password):
        audit.record_refusal("registration", 0, "password_refused", NOBODY)
        raise Invalid(_("Mật khẩu không khớp với mật khẩu đã chọn ở lần đăng ký này."), "password")
    person = people.register(
        email=pending.email,
        name=pending.details["contact_name"],
        phone=pending.details["contact_phone"],
        password_hash=pending.password_hash,
        notice=notices.Notice.kept(pending.notice_version, pending.notice_text),
        consented_at=pending.consented_at,
    )
    outcome = admission.admit(person, pending.scheme, pending.code, pending.details)
    pending.confirmed_at = clock.now()
    pending.password_hash = ""  # it lives on in the account only
    db.session.flush()
    return outcome


def may_register_own(actor: Actor) -> bool:
    """Return whether `actor` has an account, but no organisation and no claim that waits.

    Staff (cán bộ) never: their account is the Sở's, and consented to no data notice.
    """
    if actor.person_id is None or actor.staff:
        return False
    return not (queries.acts_for_someone(actor.person_id) or claims.waits(actor.person_id))


def register_own(unit: Unit, actor: Actor) -> Organisation | Claim:
    """Make the organisation, or the claim, of someone who has an account already.

    Whoever was refused for a code, perhaps mistyped, goes on here. Raises `Invalid` next to the
    field, `Conflict` for whom `may_register_own` does not let.
    """
    person = db.session.scalar(
        select(Person)
        .where(Person.id == actor.person_id)
        .with_for_update(of=Person)
        .execution_options(populate_existing=True)
    )
    # Asked under the lock: the same person may be sending two forms at once.
    if person is None or not may_register_own(actor):
        raise Conflict(_("Tài khoản này đã có đơn vị, hoặc đang có yêu cầu chờ trả lời."))
    scheme, code, details = _checked(unit)
    return admission.admit(person, scheme, code, details)


def _alive(secret: str, *, lock: bool) -> PendingRegistration:
    query = select(PendingRegistration).where(PendingRegistration.token_hash == digest(secret))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    pending = db.session.scalar(query)
    if pending is None or pending.confirmed_at is not None or clock.now() >= pending.expires_at:
        raise Dead
    return pending


def forget_expired() -> int:
    """Delete the registrations nobody confirmed in time, and those that are done; return how many.

    The data notice promises that they end after 24 hours; `flask lapse` calls this every hour.
    """
    gone = db.session.scalars(
        delete(PendingRegistration)
        .where(PendingRegistration.expires_at <= clock.now())
        .returning(PendingRegistration.id)
    ).all()
    if gone:
        audit.record("registration", 0, "expired_forgotten", SYSTEM, data={"count": len(gone)})
    return len(gone)
