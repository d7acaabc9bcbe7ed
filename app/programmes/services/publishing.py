"""What happens to a call from its publication on."""

from dataclasses import dataclass
from datetime import datetime

from app import clock, limits, settings
from app.access import Actor
from app.errors import Conflict, Invalid
from app.extensions import db
from app.programmes.models import Call
from app.programmes.services import call_door, quota, telling
from app.programmes.services.set_up_calls import LONGEST, MOST_SUPPORTS, WHOLE
from app.programmes.workflow import CallAction
from app.text import _


@dataclass(frozen=True)
class Fault:
    """What stands in the way of publishing, and the page where it is mended."""

    words: str
    page: str  # the endpoint


def faults(call: Call) -> list[Fault]:
    """Return everything that keeps a draft from being published; nothing when it is ready."""
    found = []
    if not call.programme.is_open:
        found.append(Fault(_("Chương trình đã đóng nên không mở đợt được."), "call_edit"))
    if call.closes_at <= clock.now():
        found.append(Fault(_("Lúc hết hạn nhận hồ sơ đã qua."), "call_edit"))
    if call.council and not call.criteria:
        found.append(Fault(_("Đợt có bước xét chọn phải có tiêu chí chấm điểm."), "call_criteria"))
    if call.is_demo and settings.get("ENVIRONMENT") == "production":
        found.append(
            Fault(_("Hệ thống chính thức không công bố đợt minh họa (DEMO)."), "call_edit")
        )
    found += [Fault(words, "call_contents") for words in _content_faults(call)]
    if call.criteria and sum(each.weight for each in call.criteria) != WHOLE:
        found.append(Fault(_("Tổng trọng số tiêu chí phải bằng 100%."), "call_criteria"))
    return found


def _content_faults(call: Call) -> list[str]:
    if not call.contents:
        return [_("Đợt chưa có nội dung nào.")]
    return [
        _("Nội dung %(code)s hiện chưa nhận đăng ký.", code=each.content.code)
        for each in call.contents
        if not each.content.offered or each.content.history_only
    ]


def publish(call: Call, by: Actor, *, seen: int | None = None) -> None:
    """Make a draft public and begin to tell those who asked. Raises 409 naming what lacks."""
    call = call_door.begin(call, CallAction.PUBLISH, by, seen=seen)
    # Who closes the programme, or changes its scope, at this moment waits and then sees the call.
    db.session.refresh(call.programme, with_for_update={"read": True})
    if lacking := faults(call):
        raise Conflict(" ".join(fault.words for fault in lacking))
    call_door.perform(call, CallAction.PUBLISH, by, {})
    telling.tell(call)


def extend(
    call: Call, closes_at: datetime, reason: str, by: Actor, *, seen: int | None = None
) -> None:
    """Let a published call close later; never earlier (422)."""
    call = call_door.begin(call, CallAction.EXTEND, by, seen=seen)
    if closes_at <= max(call.closes_at, clock.now()):
        raise Invalid(_("Hạn mới phải sau hạn cũ và sau lúc này."), "closes_at")
    call_door.perform(call, CallAction.EXTEND, by, {"closes_at": closes_at}, reason=reason)


def amend_notice(
    call: Call,
    *,
    notice: str,
    contact_name: str,
    contact_phone: str,
    reason: str,
    by: Actor,
    seen: int | None = None,
) -> None:
    """Change the words of a published call and whom to ask."""
    call = call_door.begin(call, CallAction.AMEND_NOTICE, by, seen=seen)
    values = {"notice": notice, "contact_name": contact_name, "contact_phone": contact_phone}
    limits.texts(values, LONGEST)
    call_door.perform(call, CallAction.AMEND_NOTICE, by, values, reason=reason)


def set_quota(
    call: Call,
    content_id: int,
    wanted: int | None,
    reason: str,
    by: Actor,
    *,
    seen: int | None = None,
) -> None:
    """Raise or lower the quota of a published call's content; none lifts the limit.

    The row is locked as approvals lock it. Raises 409 below what is approved already.
    """
    call = call_door.begin(call, CallAction.SET_QUOTA, by, seen=seen)
    limits.numbers({"quota": wanted}, {"quota": (0, MOST_SUPPORTS)})
    row = quota.locked(call.id, content_id)
    if wanted is not None and wanted < row.approved:
        raise Conflict(
            _(
                "Đã phê duyệt %(count)s lượt nên chỉ tiêu không thể thấp hơn.",
                count=row.approved,
            ),
            "quota",
        )
    before = row.quota
    row.quota = wanted
    db.session.flush()
    name = f"contents.{row.content.code}.quota"
    more = {name: [before, wanted]} if before != wanted else {}
    call_door.perform(call, CallAction.SET_QUOTA, by, {}, more=more, reason=reason)


def close(call: Call, reason: str, by: Actor, *, seen: int | None = None) -> None:
    """Close a published call. Before its time this needs a reason (422)."""
    call = call_door.begin(call, CallAction.CLOSE, by, seen=seen)
    if clock.now() <= call.closes_at and not reason.strip():
        raise Invalid(_("Đóng đợt trước hạn thì phải nêu lý do."), "reason")
    call_door.perform(call, CallAction.CLOSE, by, {}, reason=reason)


def archive(call: Call, by: Actor, *, seen: int | None = None) -> None:
    """Take a closed call off the public list; its own page stays at its address."""
    call = call_door.begin(call, CallAction.ARCHIVE, by, seen=seen)
    call_door.perform(call, CallAction.ARCHIVE, by, {})
