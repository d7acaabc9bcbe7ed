"""Assisted entry (nhập hộ): an organisation without e-mail, as an officer makes it known."""

from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from sqlalchemy import select

from app import clock
from app.access import Actor, Permission, check
from app.accounts import addresses, names, notice
from app.accounts.models import Consent, PaperConsent, Person
from app.accounts.services import phone
from app.audit import services as audit
from app.errors import Conflict, Invalid
from app.extensions import db
from app.files import services as files
from app.organisations import identifiers
from app.organisations.models import Organisation
from app.organisations.services import members, provisional, queries
from app.text import _


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a paper dossier says of an organisation (đơn vị)."""

    kind: str
    code: str
    name: str
    commune_code: str
    representative: str
    contact_name: str
    contact_phone: str
    email: str = ""


def find(code: str) -> Organisation | None:
    """Return the organisation that goes, or went, by the typed code; `Invalid` for no code."""
    # A code of 12 digits is read only for the kinds that have one; who looks for it need not say.
    scheme, value = identifiers.parse("co_so_sxkd", code)
    return queries.known_by(scheme, value)


def make_known(known: Known, by: Actor) -> Organisation:
    """Return the organisation of that code: the one that has it, or one made now.

    A phone is required, e-mail is not. Raises `Invalid` next to the field.
    """
    check(Permission.ASSIST, by)
    scheme, code = identifiers.parse(known.kind, known.code)
    existing = queries.known_by(scheme, code)
    if existing is not None:
        return existing
    number = addresses.phone(known.contact_phone, "contact_phone")
    email = addresses.canonical(known.email) if known.email.strip() else ""
    organisation = provisional.make(
        name=names.plain(known.name),
        kind=known.kind,
        by=by,
        origin="assisted",
        commune_code=known.commune_code,
        code=code,
        scheme=scheme,
        representative=names.plain(known.representative, "representative"),
        phone=number,
        email=email,
    )
    organisation.contact_name = names.plain(known.contact_name, "contact_name")
    organisation.contact_phone, organisation.contact_email = number, email
    db.session.flush()
    return organisation


def consent_of(organisation_id: int) -> PaperConsent | None:
    """Return the newest consent on paper of the organisation's contact, or None."""
    return db.session.scalar(
        select(PaperConsent)
        .where(PaperConsent.organisation_id == organisation_id)
        .order_by(PaperConsent.id.desc())
        .limit(1)
    )


def consent_missing(organisation: Organisation) -> bool:
    """Return whether a sign-in code waits for a consent on paper: of whoever has no account."""
    number = organisation.contact_phone or organisation.phone
    return consent_of(organisation.id) is None and not (number and phone.by_phone(number))


def record_consent(
    organisation: Organisation,
    *,
    name: str,
    given_on: date,
    stream: BinaryIO,
    file_name: str,
    by: Actor,
) -> PaperConsent:
    """Keep the scan of the data notice (NĐ 356/2025/NĐ-CP) that `name` signed on `given_on`.

    The text in force is kept with it. Raises `Invalid` for a day to come, 413 and 422 as files do.
    """
    check(Permission.ASSIST, by, organisation)
    if given_on > clock.today():
        raise Invalid(_("Ngày ký chưa đến."), "given_on")
    current = notice.current()
    made = PaperConsent(
        organisation_id=organisation.id,
        name=names.plain(name),
        notice_version=current.version,
        notice_text=current.text,
        file_id=files.save(stream, file_name, by).id,
        given_on=given_on,
        recorded_by=by.person_id,
        recorded_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    audit.record("organisation", organisation.id, "paper_consent", by, data={"name": made.name})
    return made


def issue_code(organisation: Organisation, *, called: bool, spoke_to: str, by: Actor) -> str:
    """Return a sign-in code for the number on file, once that number was called.

    The first who gets one signs for the organisation. Raises `Invalid` while nobody was called,
    `Conflict` for an organisation with e-mail, without consent on paper, or whose number is
    somebody else's sign-in.
    """
    check(Permission.ASSIST, by, organisation)
    members.lock(organisation.id)
    if organisation.contact_email:
        raise Conflict(_("Đơn vị có thư điện tử: người của đơn vị đăng nhập bằng thư điện tử."))
    if not called:
        raise Invalid(_("Cần gọi số lưu trong hồ sơ trước khi cấp mã."), "called")
    if not spoke_to.strip():
        raise Invalid(_("Vui lòng ghi người nghe máy."), "spoke_to")
    number = addresses.phone(organisation.contact_phone or organisation.phone, "called")
    person = phone.by_phone(number) or _first(organisation, number, by)
    if members.of(person.id, organisation.id) is None:
        raise Conflict(_("Số điện thoại này là số đăng nhập của người khác, không thuộc đơn vị."))
    return phone.issue(person, by, organisation_id=organisation.id, spoke_to=spoke_to.strip())


def _first(organisation: Organisation, number: str, by: Actor) -> Person:
    consent = consent_of(organisation.id)
    if consent is None:
        raise Conflict(_("Cần ghi nhận đồng ý trên giấy trước khi cấp mã."))
    person = Person(
        phone_login=number,
        name=organisation.contact_name or consent.name,
        phone=number,
        created_at=clock.now(),
    )
    db.session.add(person)
    db.session.flush()
    db.session.add(
        Consent(
            person_id=person.id,
            notice_version=consent.notice_version,
            notice_text=consent.notice_text,
            given_at=consent.recorded_at,
            paper_id=consent.file_id,
        )
    )
    audit.record("person", person.id, "registered", by, data={"on_paper": True})
    first = not members.has_signatory(organisation.id)
    capacity = members.SIGNATORY if first else members.PREPARER
    members.join(person, organisation.id, capacity, by=by)
    return person
