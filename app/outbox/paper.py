"""Letters on paper (thư cần in): printed by the desk for who has no e-mail, and handed over."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from app import clock, settings
from app.access import Actor, Permission, check
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.outbox.addresses import url
from app.outbox.models import HANDED_OVER, PAPER, TO_PRINT, Letter
from app.text import _

PAGE = 50
MOST_AT_ONCE = 50
WAYS = {
    "in_person": _("Trao tận tay"),
    "post": _("Gửi bưu điện"),
    "zalo": _("Nhắn Zalo kèm ảnh thư"),
    "phone": _("Đọc qua điện thoại"),
}


def waiting(after: int = 0) -> tuple[Sequence[Letter], int]:
    """Return a page of the letters to print, oldest first, after id `after`; 0: the last page."""
    found = db.session.scalars(
        select(Letter)
        .where(Letter.state == TO_PRINT, Letter.id > after)
        .order_by(Letter.id)
        .limit(PAGE + 1)
    ).all()
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else 0


def get(letter_id: int) -> Letter:
    """Return a letter on paper; raises `NotFound`, also for one that went by e-mail."""
    letter = db.session.get(Letter, letter_id)
    if letter is None or letter.channel != PAPER:
        raise NotFound
    return letter


def several(ids: Collection[int]) -> Sequence[Letter]:
    """Return letters on paper to be printed together, at most fifty, in order."""
    wanted = sorted(set(ids))[:MOST_AT_ONCE]
    return db.session.scalars(
        select(Letter).where(Letter.id.in_(wanted), Letter.channel == PAPER).order_by(Letter.id)
    ).all()


def short(letter: Letter) -> str:
    """Return what a message by phone says of the letter; the letter itself says the rest."""
    office = settings.get("PROVINCE", {}).get("department", "")
    return _(
        "%(office)s gửi %(name)s: %(subject)s. Nội dung đầy đủ ở thư giấy gửi kèm. Tra cứu hồ sơ "
        "tại %(url)s bằng mã hồ sơ và mã số thuế. Hỗ trợ không thu phí.",
        office=office,
        name=letter.recipient.get("name", ""),
        subject=letter.subject,
        url=url("/tra-cuu"),
    )


def hand_over(letter: Letter, way: str, note: str, by: Actor) -> None:
    """Note how the letter reached its receiver.

    Raises `Invalid` for no way of ours, `Conflict` once it is noted.
    """
    check(Permission.PRINT_LETTERS, by, letter)
    locked = db.session.scalar(
        select(Letter)
        .where(Letter.id == letter.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if way not in WAYS:
        raise Invalid(_("Vui lòng chọn một mục."), "how")
    if locked is None or locked.state != TO_PRINT:
        raise Conflict(_("Thư này đã được ghi là đã giao."))
    locked.state, locked.handed_at = HANDED_OVER, clock.now()
    locked.handed_how = way
    db.session.flush()
    audit.record(
        "letter",
        locked.id,
        "handed_over",
        by,
        before=TO_PRINT,
        after=HANDED_OVER,
        data={"how": way, "note": note},
    )
