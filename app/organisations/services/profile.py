"""The profile (thông tin đơn vị): told once, used by every application."""

from typing import Any

from sqlalchemy import select, update

from app import clock, limits
from app.access import Actor, Permission, check
from app.accounts import addresses, names
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.limits import LARGEST
from app.organisations import emails, kinds
from app.organisations.models import Organisation
from app.organisations.services import communes, queries, words
from app.text import _

FIELDS = (
    "name", "short_name", "commune_code", "address", "production_site", "registration_paper",
    "phone", "email", "representative", "representative_title", "contact_name", "contact_phone",
    "field_of_business", "insured_workers", "capital", "revenue", "size", "women_owned",
    "priorities", "certificates", "earlier_support",
)  # fmt: skip
LONGEST = {  # characters
    "name": 250, "short_name": 120, "address": 250, "production_site": 250,
    "registration_paper": 250, "representative": 120, "representative_title": 120,
    "contact_name": 120, "field_of_business": 250, "certificates": 2000, "earlier_support": 2000,
}  # fmt: skip
# People, and đồng.
NUMBERS = {
    "insured_workers": (0, 1_000_000), "capital": (0, LARGEST), "revenue": (0, LARGEST),
}  # fmt: skip
# What an officer compared with the public register; changed, it must be looked up again.
REGISTERED = frozenset({"name", "representative", "registration_paper"})


class Stale(Conflict):
    """Someone else saved the profile since this page was opened."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Thông tin đơn vị vừa được người khác sửa. Anh/chị xem các mục khác nhau ở dưới; "
                "lưu lần nữa thì giữ nội dung của anh/chị."
            )
        )


def save(
    organisation_id: int, version: int | None, values: dict[str, Any], actor: Actor
) -> Organisation:
    """Save the profile that was opened at `version`; only fields of the profile are taken.

    Money is an integer of đồng or None; a `version` that cannot be read is None, and stale.
    Raises `Stale`, `Invalid` next to the field.
    """
    organisation = _locked(organisation_id)
    check(Permission.EDIT_ORGANISATION, actor, organisation)
    if organisation.version != version:
        raise Stale
    values = _checked({field: values[field] for field in FIELDS if field in values})
    if organisation.contact_email and values.get("email") == "":
        raise Invalid(_("Vui lòng điền mục này."), "email")
    changed = [field for field, value in values.items() if getattr(organisation, field) != value]
    for field in changed:
        setattr(organisation, field, values[field])
    if organisation.registration_checked_at is not None and REGISTERED & set(changed):
        organisation.registration_checked_at = None
    if queries.profile_missing(organisation):
        organisation.profile_completed_at = None
    elif organisation.profile_completed_at is None:
        organisation.profile_completed_at = clock.now()
    db.session.flush()
    if changed:
        words.index(organisation)
        audit.record(
            "organisation", organisation.id, "profile_changed", actor, data={"fields": changed}
        )
    return organisation


def change_contact(organisation: Organisation, email: str, by: Actor) -> None:
    """Send the letters about the organisation's dossiers to another address from now on.

    The address is no part of the profile that preparers and agents edit: a signatory says it.
    Raises `Invalid` next to the field.
    """
    check(Permission.MANAGE_MEMBERS, by, organisation)
    organisation = _locked(organisation.id)
    wanted, before = addresses.canonical(email), organisation.contact_email
    if wanted == before:
        return
    organisation.contact_email = wanted
    db.session.flush()
    event = audit.record(
        "organisation",
        organisation.id,
        "contact_changed",
        by,
        data={"from": before, "to": wanted},
    )
    for address in filter(None, (before, wanted)):
        emails.contact_changed(organisation.name, address, wanted, event.id)


def _locked(organisation_id: int) -> Organisation:
    organisation = db.session.scalar(
        select(Organisation)
        .where(Organisation.id == organisation_id)
        .with_for_update(of=Organisation)
        .execution_options(populate_existing=True)
    )
    if organisation is None:
        raise NotFound
    return organisation


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    values = _written(values)
    limits.texts(values, LONGEST)
    limits.numbers(values, NUMBERS)
    if "commune_code" in values and not communes.known(values["commune_code"]):
        raise Invalid(_("Vui lòng chọn xã, phường."), "commune_code")
    known = {code for code, _name in kinds.priorities()}
    if not set(values.get("priorities", ())) <= known:
        raise Invalid(_("Nhóm ưu tiên không có trong danh sách."), "priorities")
    if values.get("size") and not kinds.size(values["size"]):
        raise Invalid(_("Quy mô không có trong danh sách."), "size")
    return values


def _written(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values with names, numbers and addresses in their one form."""
    for field in ("name", "representative", "contact_name"):
        if field in values:
            values[field] = names.plain(values[field], field)
    for field in ("phone", "contact_phone"):
        if field in values:
            values[field] = addresses.phone(values[field], field)
    if values.get("email"):  # without one only where the letters go on paper
        values["email"] = addresses.canonical(values["email"], "email")
    return values


def check_registration(organisation: Organisation, by: Actor) -> None:
    """Note that an officer looked the registration up, so that its copy need not be sent.

    The profile's version stays: a member who is editing it meets no conflict.
    """
    check(Permission.CHECK_REGISTRATION, by, organisation)
    db.session.execute(
        update(Organisation)
        .where(Organisation.id == organisation.id)
        .values(registration_checked_at=clock.now(), version=Organisation.version)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(organisation)
    audit.record("organisation", organisation.id, "registration_checked", by)
