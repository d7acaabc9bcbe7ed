"""Partners (đối tác giới thiệu) as the administrators see them: added, closed, people invited."""

from collections.abc import Sequence

from sqlalchemy import select

from app import access, clock
from app.access import Actor, Permission
from app.accounts import addresses, names
from app.accounts.models import Person
from app.accounts.services import people
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.needs.models import PARTNER_KINDS, Partner
from app.text import _

MOST = 500  # a province has some sixty communes, and a few associations


def get(partner_id: int) -> Partner:
    """Return the partner; raises `NotFound`."""
    partner = db.session.get(Partner, partner_id)
    if partner is None:
        raise NotFound
    return partner


def listed() -> Sequence[Partner]:
    """Return all partners by name, the closed ones too."""
    return db.session.scalars(select(Partner).order_by(Partner.name, Partner.id).limit(MOST)).all()


def add(name: str, kind: str, phone: str, by: Actor) -> Partner:
    """Write down a partner. Raises 422 for a name that another has or a wrong phone."""
    access.check(Permission.MANAGE_PARTNERS, by)
    name = names.plain(name)
    if kind not in PARTNER_KINDS:
        raise Invalid(_("Vui lòng chọn một mục."), "kind")
    if not name or db.session.scalar(select(Partner.id).where(Partner.name == name)) is not None:
        raise Invalid(_("Đã có đối tác với tên này."), "name")
    partner = Partner(
        name=name,
        kind=kind,
        phone=addresses.phone(phone) if phone.strip() else "",
        created_at=clock.now(),
    )
    db.session.add(partner)
    db.session.flush()
    audit.record("partner", partner.id, "add", by, after=kind, data={"name": name})
    return partner


def close(partner: Partner, closed: bool, by: Actor) -> None:
    """Close a partner, whose people then speak for nobody from their next request, or reopen it."""
    access.check(Permission.MANAGE_PARTNERS, by)
    if (partner.closed_at is not None) == closed:
        return
    partner.closed_at = clock.now() if closed else None
    db.session.flush()
    audit.record("partner", partner.id, "close" if closed else "reopen", by)


def invite(partner: Partner, email: str, name: str, by: Actor) -> Person:
    """Invite a person by letter to speak for the partner; raises 409 while it is closed."""
    access.check(Permission.MANAGE_PARTNERS, by)
    if partner.closed_at is not None:
        raise Conflict(_("Đối tác đã ngừng phối hợp. Hãy mở lại trước khi mời người."))
    return people.invite_for_partner(email=email, name=name, partner_id=partner.id, actor=by)
