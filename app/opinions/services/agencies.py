"""The address book (danh bạ nơi xin ý kiến): bodies that opinions are asked of."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app import access, clock, limits
from app.access import Actor, Permission
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.opinions.models import Agency
from app.text import _

MOST = 100  # bodies that are offered; a province has fewer
LONGEST = {"name": 200, "email": 200, "phone": 40, "address": 300}


def listed(*, closed: bool = True) -> Sequence[Agency]:
    """Return the bodies by name, up to 100; without `closed`, those that are offered."""
    query = select(Agency).order_by(Agency.name, Agency.id).limit(MOST)
    return db.session.scalars(query if closed else query.where(Agency.closed_at.is_(None))).all()


def get(agency_id: int) -> Agency:
    """Return a body; raises `NotFound`."""
    found = db.session.get(Agency, agency_id)
    if found is None:
        raise NotFound
    return found


def save(
    agency: Agency | None,
    values: dict[str, str],
    by: Actor,
    *,
    closed: bool = False,
    seen: int | None = None,
) -> Agency:
    """Add a body, or change one; `closed` offers it no more. Raises 403, 409, 422."""
    access.check(Permission.KEEP_AGENCIES, by)
    limits.texts(values, LONGEST, needed=("name",))
    if agency is None:
        if (db.session.scalar(select(func.count(Agency.id))) or 0) >= MOST:
            raise Conflict(_("Danh bạ đã đủ %(most)s nơi.", most=MOST))
        agency = Agency(version=0)
    else:
        db.session.refresh(agency, with_for_update=True)
        if seen is not None and seen != agency.version:
            raise Conflict(_("Mục này đã được sửa sau khi anh/chị mở trang. Vui lòng xem lại."))
    taken = select(Agency.id).where(Agency.name == values["name"].strip())
    if db.session.scalar(taken) not in {None, agency.id}:
        raise Invalid(_("Danh bạ đã có nơi mang tên này."), "name")
    for name in LONGEST:
        setattr(agency, name, values.get(name, "").strip())
    agency.closed_at = (agency.closed_at or clock.now()) if closed else None
    agency.version += 1
    db.session.add(agency)
    db.session.flush()
    audit.record("agency", agency.id, "save_agency", by, data={"name": agency.name})
    return agency
