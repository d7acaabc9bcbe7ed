"""Reading organisations; the beneficiary's lock."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from app import clock
from app.access import Actor
from app.accounts.models import Membership, Person
from app.errors import NotFound
from app.extensions import db
from app.organisations import kinds
from app.organisations.identifiers import PERSONAL, root
from app.organisations.models import UNKNOWN, Beneficiary, Identifier, Organisation
from app.text import _


def get(organisation_id: int) -> Organisation:
    """Return the organisation; raises `NotFound`."""
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFound
    return organisation


def of_actor(actor: Actor) -> Organisation | None:
    """Return the organisation the person is acting for now, or None."""
    if actor.organisation_id is None:
        return None
    return db.session.get(Organisation, actor.organisation_id)


def all_of(actor: Actor) -> Sequence[Organisation]:
    """Return the organisations the person may act for, by name."""
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(actor.organisation_ids))
        .order_by(Organisation.name, Organisation.id)
        .limit(100)
    ).all()


def lock_beneficiary(beneficiary_id: int) -> Beneficiary:
    """Lock the row the once-only rule looks at, read anew, until the transaction ends.

    Raises `NotFound`.
    """
    beneficiary = db.session.scalar(
        select(Beneficiary)
        .where(Beneficiary.id == beneficiary_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if beneficiary is None:
        raise NotFound
    return beneficiary


def lock_beneficiary_of(organisation_id: int) -> Beneficiary:
    """Lock the beneficiary the organisation belongs to at that moment, and return it.

    Organisations are joined and split: who waited for the lock asks again whose it is now.
    Raises `NotFound`.
    """
    asked = select(Organisation.beneficiary_id).where(Organisation.id == organisation_id)
    beneficiary_id = db.session.scalar(asked)
    while beneficiary_id is not None:
        beneficiary = lock_beneficiary(beneficiary_id)
        beneficiary_id = db.session.scalar(asked)
        if beneficiary_id == beneficiary.id:
            return beneficiary
    raise NotFound


def by_code(scheme: str, value: str) -> Organisation | None:
    """Return the organisation that goes by this canonical code now."""
    return db.session.scalar(
        select(Organisation)
        .join(Identifier)
        .where(
            Identifier.scheme == scheme,
            Identifier.value == value,
            Identifier.valid_to.is_(None),
        )
    )


def known_by(scheme: str, value: str) -> Organisation | None:
    """Return the organisation that goes by this canonical code, or that did before another one.

    Who speaks or enters for an organisation may still have its old code: that is no other
    organisation. A record that was joined leads to the one that stands for it.
    """
    found = by_code(scheme, value) or db.session.scalar(
        select(Organisation)
        .join(Identifier)
        .where(Identifier.scheme == scheme, Identifier.value == value)
        .order_by(Identifier.valid_to.desc(), Identifier.id.desc())
        .limit(1)
    )
    if found is not None and found.joined_into_id is not None:
        return db.session.get_one(Organisation, found.joined_into_id)
    return found


def begins_with(digits: str) -> ColumnElement[bool]:
    """Return the condition for identifiers that begin with the digits typed.

    A personal number (số định danh) is found by the whole of it alone: who sees it covered could
    else ask for it digit by digit.
    """
    return and_(
        Identifier.value >= digits,
        Identifier.value < digits + ":",  # the sign after 9
        or_(Identifier.scheme != PERSONAL, Identifier.value == digits),
    )


def beneficiary_of(scheme: str, value: str) -> Beneficiary | None:
    """Return the beneficiary whose root this code has, however it is registered."""
    organisation = by_code(scheme, value)
    if organisation is not None:
        return organisation.beneficiary
    found = db.session.scalar(
        select(Beneficiary).where(Beneficiary.root_code == root(scheme, value))
    )
    if found is not None and found.joined_into_id is not None:  # always one step
        return db.session.get_one(Beneficiary, found.joined_into_id)
    return found


def _valid_memberships(day: date) -> ColumnElement[bool]:
    return or_(Membership.valid_until.is_(None), Membership.valid_until >= day)


def _somebody_acts(condition: ColumnElement[bool]) -> bool:
    found = db.session.scalar(
        select(Membership.id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(condition, _valid_memberships(clock.today()))
        .limit(1)
    )
    return found is not None


def acts_for_someone(person_id: int) -> bool:
    """Return whether the person is a member of any organisation today."""
    return _somebody_acts(Membership.person_id == person_id)


def has_members(beneficiary_id: int) -> bool:
    """Return whether anybody may act today for an organisation of the beneficiary."""
    return _somebody_acts(Organisation.beneficiary_id == beneficiary_id)


def has_own_members(organisation_id: int) -> bool:
    """Return whether anybody may act today for this organisation, its relatives aside."""
    return _somebody_acts(Membership.organisation_id == organisation_id)


def members_emails(organisation_id: int) -> list[str]:
    """Return the addresses of everyone who may act for the organisation today."""
    return list(
        db.session.scalars(
            select(Person.email)
            .join(Membership, Membership.person_id == Person.id)
            .where(
                Membership.organisation_id == organisation_id,
                Person.disabled_at.is_(None),
                Person.email.is_not(None),
                _valid_memberships(clock.today()),
            )
            .order_by(Person.email)
        )
    )


def profile_missing(organisation: Organisation) -> list[str]:
    """Return what the profile still lacks before anything can be submitted, in words.

    The fields required by the phiếu đăng ký (after the form of NĐ 80/2021/NĐ-CP) that were not
    asked at registration, and those that only an organisation from old lists lacks.
    """
    needed = [
        (organisation.commune_code != UNKNOWN, _("Xã, phường")),
        (organisation.representative, _("Người đại diện theo pháp luật")),
        (organisation.contact_name, _("Họ và tên người liên hệ")),
        (organisation.contact_phone, _("Điện thoại liên hệ")),
        (organisation.address, _("Địa chỉ trụ sở chính")),
        (organisation.phone, _("Điện thoại")),
        # Who has no e-mail at all gets letters on paper.
        (organisation.email or not organisation.contact_email, _("Thư điện tử của đơn vị")),
        (organisation.representative_title, _("Chức vụ của người đại diện")),
        (organisation.field_of_business, _("Lĩnh vực sản xuất, kinh doanh chính")),
        (organisation.earlier_support, _("Nội dung đã được Nhà nước hỗ trợ")),
    ]
    return [label for value, label in needed if not value]


# Every field of `form_fields.to_chuc` that is kept as typed.
SNAPSHOT = (
    "kind", "name", "short_name", "commune_code", "address", "production_site",
    "registration_paper", "phone", "email", "representative", "representative_title",
    "contact_name", "contact_phone", "contact_email", "field_of_business", "insured_workers",
    "capital", "revenue", "size", "women_owned", "certificates", "earlier_support",
)  # fmt: skip


def profile_snapshot(organisation: Organisation) -> dict[str, Any]:
    """Return the profile as it is frozen into a dossier; 12-digit codes are masked at display.

    Keys are the model's, and `code`, `scheme`, `priorities`, and the words `kind_name`,
    `commune`, `size_name`. Money is an integer of đồng.
    """
    valid = [item for item in organisation.identifiers if item.valid_to is None]
    return {field: getattr(organisation, field) for field in SNAPSHOT} | {
        "code": organisation.code,
        "scheme": valid[0].scheme if valid else "",
        "priorities": list(organisation.priorities),
        "kind_name": kinds.label(organisation.kind),
        "commune": organisation.commune.name,
        "size_name": kinds.size(organisation.size),
    }
