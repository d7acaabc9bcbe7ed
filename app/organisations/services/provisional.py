"""Organisations that others made known: old lists, an officer's entry, a partner (đối tác)."""

from app import clock
from app.access import Actor
from app.accounts import addresses
from app.audit import services as audit
from app.errors import Conflict, Invalid
from app.extensions import db
from app.organisations import identifiers
from app.organisations.models import (
    KINDS,
    ORIGINS,
    UNKNOWN,
    Beneficiary,
    Commune,
    Identifier,
    Organisation,
)
from app.organisations.services import queries, words
from app.text import _


def make(
    *,
    name: str,
    kind: str,
    by: Actor,
    origin: str,
    commune_code: str = UNKNOWN,
    code: str = "",
    scheme: str = identifiers.MST,
    address: str = "",
    representative: str = "",
    phone: str = "",
    email: str = "",
    batch_id: int | None = None,
) -> Organisation:
    """Make an organisation without a member; without a `code` it is provisional (tạm).

    A `code` (digits, as `identifiers.parse` gives them) of a known root joins that beneficiary:
    a branch's supports count with its parent's. `phone` and `email` are kept as they are where
    they cannot be read: an old list is evidence, not a form.
    Raises `Conflict` for a code that an organisation has, `Invalid` for what is not on a list.
    """
    if kind not in KINDS or origin not in ORIGINS:
        raise Invalid(_("Loại hình hoặc nguồn của đơn vị không có trong danh sách."), "kind")
    # By key, which an import of thousands of rows asks for again and again.
    if not commune_code.isdigit() or db.session.get(Commune, commune_code) is None:
        raise Invalid(_("Vui lòng chọn xã, phường."), "commune_code")
    if code and queries.by_code(scheme, code) is not None:
        raise Conflict(_("Mã số thuế này đã có đơn vị."), "code")
    organisation = Organisation(
        beneficiary_id=_beneficiary(scheme, code).id,
        kind=kind,
        name=" ".join(name.split()),
        commune_code=commune_code,
        address=address,
        phone=_phone(phone),
        email=email.strip().lower(),
        representative=" ".join(representative.split()),
        contact_name="",
        contact_phone="",
        contact_email="",
        created_at=clock.now(),
        origin=origin,
        is_provisional=not code,
        batch_id=batch_id,
    )
    db.session.add(organisation)
    db.session.flush()
    if code:
        give_code(organisation, scheme, code)
    words.index_new(organisation)
    audit.record(
        "organisation",
        organisation.id,
        "made_known",
        by,
        after=kind,
        data={"origin": origin, "batch": batch_id},
    )
    return organisation


def give_code(organisation: Organisation, scheme: str, code: str) -> None:
    """Let the organisation go by `code` from today; it is provisional no longer."""
    organisation.identifiers.append(Identifier(scheme=scheme, value=code, valid_from=clock.today()))
    organisation.is_provisional = False
    db.session.flush()


def _beneficiary(scheme: str, code: str) -> Beneficiary:
    known = queries.beneficiary_of(scheme, code) if code else None
    if known is not None:
        return known
    made = Beneficiary(root_code=identifiers.root(scheme, code) if code else None)
    db.session.add(made)
    db.session.flush()
    return made


def _phone(typed: str) -> str:
    try:
        return addresses.phone(typed, "phone") if typed.strip() else ""
    except Invalid:
        return " ".join(typed.split())
