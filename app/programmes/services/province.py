"""The province this instance serves, as data: every page, letter and paper names it from here."""

from typing import Any, BinaryIO
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import SessionTransaction

from app import access, limits
from app.access import Actor, Permission
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.files import kinds
from app.files import services as files
from app.files.models import StoredFile
from app.programmes.models import Province
from app.programmes.services.rows import bring
from app.programmes.shape_checks import PREFIX
from app.programmes.shapes import ProvinceShape
from app.text import _

ONE = 1  # the only row
FACTS = (
    "code",
    "name",
    "department",
    "chi_cuc",
    "address",
    "phone",
    "email",
    "website",
    "prefix",
)
LONGEST = 200  # characters
LONGEST_SILENCE = 60  # working days
SILENCE_DAYS = 5  # working days, where neither call nor province say
MARK_BYTES = 500_000
# The columns and not the class: every page of everybody reads them, and changes nothing.
_CURRENT = select(
    *(Province.__table__.c[name] for name in FACTS),
    Province.__table__.c.mark_id.label("mark"),
    Province.__table__.c.silence_days,
)
_READ: WeakKeyDictionary[SessionTransaction, dict[str, Any]] = WeakKeyDictionary()


def find() -> Province | None:
    """Return the row, for who changes it."""
    return db.session.get(Province, ONE)


def get() -> Province:
    """Return the row; raises `NotFound` before the first `catalogue load`."""
    row = find()
    if row is None:
        raise NotFound(_("Chưa nạp hồ sơ tỉnh."))
    return row


def current() -> dict[str, Any]:
    """Return what templates and letters call `province`: asked once a transaction.

    So a change on screen is seen by the next request of every process. Before the first load
    nobody knows whose instance this is: no province is named.
    """
    transaction = db.session().get_transaction()
    known = None if transaction is None else _READ.get(transaction)
    if known is None:
        row = db.session.execute(_CURRENT).mappings().one_or_none()
        known = dict(row) if row else _unknown()
        known["mark"] = known["mark"] or 0
        known["silence_days"] = known["silence_days"] or SILENCE_DAYS
        if transaction := db.session().get_transaction():
            _READ[transaction] = known
    return {**known}


def _unknown() -> dict[str, Any]:
    nothing: dict[str, Any] = dict.fromkeys(FACTS, "")
    named = {"department": _("Sở Khoa học và Công nghệ"), "prefix": "NSCL"}
    return nothing | named | {"mark": 0, "silence_days": SILENCE_DAYS}


def silence_days() -> int:
    """Return after how many working days without a step people are reminded, unless a call says."""
    return int(current()["silence_days"])


def fill(shape: ProvinceShape, actor: Actor, *, force: bool = False) -> bool:
    """Bring the row to a file's profile; return whether the instance serves that province.

    What was changed on screen stays, and so does another province's profile, unless `force`.
    """
    values = {name: getattr(shape, name) or "" for name in FACTS}
    row = find()
    if row is None:
        row = Province(id=ONE, **values)
        db.session.add(row)
        db.session.flush()
        _READ.clear()
        audit.record("province", ONE, "add", actor, data={"code": row.code, "name": row.name})
        return True
    if row.code != shape.code and not force:
        return False
    if not row.on_screen or force:
        row.on_screen = False
        _keep(row, values, actor, "load")
    return True


def save(
    values: dict[str, str],
    by: Actor,
    *,
    silence_days: int | None = None,
    seen: int | None = None,
) -> Province:
    """Change the profile. Raises 403, 409 when it changed since it was `seen`, 422.

    `silence_days`: working days without a step, where a call says nothing; None for the house's.
    """
    row = _locked(by, seen)
    wanted = {name: values[name].strip() for name in FACTS if name in values}
    limits.texts(wanted, dict.fromkeys(FACTS, LONGEST), needed={"name", "department", "code"})
    if not PREFIX.fullmatch(wanted.get("prefix", row.prefix)):
        raise Invalid(_("Ký hiệu gồm 2 đến 8 chữ cái in hoa, không dấu."), "prefix")
    if silence_days is not None and not 1 <= silence_days <= LONGEST_SILENCE:
        raise Invalid(
            _("Số ngày làm việc từ 1 đến %(most)s.", most=LONGEST_SILENCE), "silence_days"
        )
    row.on_screen = True
    _keep(row, wanted | {"silence_days": silence_days}, by, "change")
    return row


def set_mark(stream: BinaryIO, name: str, by: Actor) -> None:
    """Use an uploaded picture as the symbol. PNG or JPEG only: an SVG can carry programs."""
    row = _locked(by, None)
    stored = files.save(stream, name, by)
    if stored.media_type not in {kinds.PNG, kinds.JPEG}:
        raise Invalid(_("Biểu trưng là ảnh PNG hoặc JPEG."), "file")
    if stored.size > MARK_BYTES:
        raise Invalid(_("Biểu trưng không quá 500 kB."), "file")
    _keep(row, {"mark_id": stored.id}, by, "set_mark")


def remove_mark(by: Actor) -> None:
    """Go back to the built-in mark."""
    _keep(_locked(by, None), {"mark_id": None}, by, "remove_mark")


def _locked(by: Actor, seen: int | None) -> Province:
    access.check(Permission.SET_UP_PROVINCE, by)
    row = db.session.get(Province, ONE, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(_("Chưa nạp hồ sơ tỉnh."))
    if seen is not None and seen != row.version:
        raise Conflict(
            _(
                "Hồ sơ tỉnh vừa được người khác sửa. Vui lòng xem nội dung hiện tại; lưu lần nữa "
                "thì giữ nội dung anh/chị đã điền."
            )
        )
    return row


def _keep(row: Province, values: dict[str, Any], by: Actor, action: str) -> None:
    changed = bring(row, values)
    if changed:
        row.version += 1
        db.session.flush()
        _READ.clear()
        audit.record("province", ONE, action, by, data={"changed": changed})


def mark() -> tuple[bytes, str]:
    """Return the uploaded symbol and its media type; raises `NotFound` without one."""
    row = find()
    stored = db.session.get(StoredFile, row.mark_id) if row and row.mark_id else None
    if stored is None:
        raise NotFound
    return files.read(stored), stored.media_type
