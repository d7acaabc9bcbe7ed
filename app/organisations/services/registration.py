"""Self-registration (đăng ký): nothing but a pending row until the letter's page is confirmed."""

from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe

from sqlalchemy import delete, select

from app import clock, transactions
from app.access import NOBODY, SYSTEM
from app.accounts import addresses, passwords
from app.accounts import notice as notices
from app.accounts.services import allowance, people
from app.accounts.services.sign_in import digest
from app.accounts.services.tokens import Dead
from app.audit import services as audit
from app.errors import Invalid
from app.extensions import db
from app.organisations import emails, identifiers
from app.organisations.models import KINDS, Claim, Commune, Organisation, PendingRegistration
from app.organisations.services import admission
from app.text import _

LIVES = timedelta(hours=24)


@dataclass(frozen=True)
class Typed:
    """What the registration form asks."""

    kind: str
    code: str
    name: str
    commune_code: str
    representative: str
    contact_name: str
    contact_phone: str
    contact_email: str
    password: str
    so_dkhtx: str = ""  # a co-operative's registration number, free text


def ask(typed: Typed) -> None:
    """Keep a registration until its letter is answered, within 24 hours.

    The caller cannot tell whether the address or the code is known: the same work is done, and
    only the letters differ. At most five letters a day and address. Consent to the data notice
    in force is part of asking. Raises `Invalid` next to the field.
    """
    scheme, code = _checked(typed)
    email = addresses.canonical(typed.contact_email, "contact_email")
    phone = addresses.phone(typed.contact_phone, "contact_phone")
    own = (code, email, typed.name, typed.contact_name)
    passwords.check(typed.password, own=own)
    password_hash = passwords.hash_password(typed.password)
    audit.record("registration", 0, "asked", NOBODY)
    key = allowance.next_key("registration", digest(email)[:32])
    if key is None:
        return
    person = people.by_email(email)
    if person is not None:
        emails.address_known(person, key=key)
        return
    secret = token_urlsafe(32)
    pending = _keep(
        typed,
        scheme=scheme,
        code=code,
        email=email,
        phone=phone,
        password_hash=password_hash,
        secret=secret,
    )
    emails.registration_confirm(
        email,
        secret,
        name=typed.contact_name,
        organisation=typed.name,
        code=code,
        at=pending.expires_at,
        key=key,
    )


def _checked(typed: Typed) -> tuple[str, str]:
    if typed.kind not in KINDS:
        raise Invalid(_("Vui lòng chọn loại hình tổ chức."), "kind")
    if db.session.get(Commune, typed.commune_code) is None:
        raise Invalid(_("Vui lòng chọn xã, phường."), "commune_code")
    return identifiers.parse(typed.kind, typed.code)


def _keep(
    typed: Typed,
    *,
    scheme: str,
    code: str,
    email: str,
    phone: str,
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
        details={
            "kind": typed.kind,
            "name": typed.name,
            "commune_code": typed.commune_code,
            "representative": typed.representative,
            "contact_name": typed.contact_name,
            "contact_phone": phone,
            "so_dkhtx": typed.so_dkhtx,
        },
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


def confirm(secret: str) -> Organisation | Claim:
    """Make the account, and the organisation or the claim; the link works once.

    Raises `Dead` (recorded), `Conflict` when the address has an account by now.
    """
    try:
        pending = _alive(secret, lock=True)
    except Dead:
        audit.expect(None)
        with transactions.independent():
            audit.record("registration", 0, "link_refused", NOBODY)
        raise
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

    The data notice promises that they end after 24 hours; a daily command calls this.
    """
    gone = db.session.scalars(
        delete(PendingRegistration)
        .where(PendingRegistration.expires_at <= clock.now())
        .returning(PendingRegistration.id)
    ).all()
    if gone:
        audit.record("registration", 0, "expired_forgotten", SYSTEM, data={"count": len(gone)})
    return len(gone)
