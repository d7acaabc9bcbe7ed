"""Where a dossier (hồ sơ) can be, how each status is shown, and what it means for the slot.

The moves between them are in `workflow.py`.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.text import _


class Status(StrEnum):
    """Where a dossier is; people read the label, which is all the public may know."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    UNDER_APPRAISAL = "under_appraisal"
    SUPPLEMENT_REQUESTED = "supplement_requested"
    AWAITING_SELECTION = "awaiting_selection"
    RESERVE = "reserve"
    AWAITING_ENDORSEMENT = "awaiting_endorsement"
    AWAITING_APPROVAL = "awaiting_approval"
    APPROVED_UNISSUED = "approved_unissued"
    REJECTED_UNISSUED = "rejected_unissued"
    APPROVED = "approved"
    DECLINED = "declined"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    RESERVE_ENDED = "reserve_ended"


class Slot(StrEnum):
    """What a status means for the once-only slot."""

    FREE = "free"
    HELD = "held"


@dataclass(frozen=True)
class Look:
    """How a status is shown: word, tone (shape and tint), and the staff's finer word."""

    label: str
    tone: str
    inside: str
    slot: Slot


_IN_APPROVAL = _("Đang trình phê duyệt")

LOOKS: dict[Status, Look] = {
    Status.DRAFT: Look(_("Bản nháp"), "neutral", _("Bản nháp"), Slot.FREE),
    Status.SUBMITTED: Look(_("Đã nộp, chờ tiếp nhận"), "progress", _("Chờ tiếp nhận"), Slot.HELD),
    Status.ACCEPTED: Look(_("Đã tiếp nhận"), "progress", _("Chờ phân công"), Slot.HELD),
    Status.UNDER_APPRAISAL: Look(_("Đang thẩm định"), "progress", _("Đang thẩm định"), Slot.HELD),
    Status.SUPPLEMENT_REQUESTED: Look(
        _("Chờ bổ sung hồ sơ"), "waiting", _("Chờ bổ sung hồ sơ"), Slot.HELD
    ),
    Status.AWAITING_SELECTION: Look(_("Chờ xét chọn"), "progress", _("Chờ xét chọn"), Slot.HELD),
    Status.RESERVE: Look(_("Dự bị"), "waiting", _("Dự bị"), Slot.HELD),
    Status.AWAITING_ENDORSEMENT: Look(
        _IN_APPROVAL, "progress", _("Trình lãnh đạo Chi cục"), Slot.HELD
    ),
    Status.AWAITING_APPROVAL: Look(_IN_APPROVAL, "progress", _("Trình lãnh đạo Sở"), Slot.HELD),
    Status.APPROVED_UNISSUED: Look(
        _IN_APPROVAL, "progress", _("Đã duyệt, chờ ban hành"), Slot.HELD
    ),
    Status.REJECTED_UNISSUED: Look(
        _IN_APPROVAL, "progress", _("Không duyệt, chờ ban hành"), Slot.HELD
    ),
    Status.APPROVED: Look(
        _("Được phê duyệt hỗ trợ"), "good", _("Được phê duyệt hỗ trợ"), Slot.HELD
    ),
    Status.DECLINED: Look(
        _("Không tiếp nhận hồ sơ"), "refused", _("Không tiếp nhận hồ sơ"), Slot.FREE
    ),
    Status.REJECTED: Look(
        _("Không được phê duyệt"), "refused", _("Không được phê duyệt"), Slot.FREE
    ),
    Status.WITHDRAWN: Look(_("Đã rút hồ sơ"), "neutral", _("Đã rút hồ sơ"), Slot.FREE),
    Status.LAPSED: Look(
        _("Dừng giải quyết do quá hạn bổ sung"),
        "refused",
        _("Dừng giải quyết do quá hạn bổ sung"),
        Slot.FREE,
    ),
    Status.RESERVE_ENDED: Look(
        _("Hết thời hạn dự bị"), "neutral", _("Hết thời hạn dự bị"), Slot.FREE
    ),
}

# How an approved dossier is shown once its support was cancelled before the agreement was signed
# (`Application.cancelled`); its status stays, because a decision that was issued was issued.
CANCELLED: dict[str, Look] = {
    "withdrawn": Look(
        _("Đã rút hồ sơ"), "neutral", _("Đơn vị rút trước khi ký thỏa thuận"), Slot.FREE
    ),
    "unsigned": Look(
        _("Hết thời hạn ký thỏa thuận"),
        "neutral",
        _("Hết thời hạn ký thỏa thuận"),
        Slot.FREE,
    ),
}


def look_of(status: str, cancelled: str) -> Look:
    """Return how a status is shown; an approval whose support was cancelled is shown as that."""
    return CANCELLED.get(cancelled) or LOOKS[Status(status)]


ENDED = frozenset(
    {
        Status.APPROVED,
        Status.DECLINED,
        Status.REJECTED,
        Status.WITHDRAWN,
        Status.LAPSED,
        Status.RESERVE_ENDED,
    }
)
LIVE = frozenset(status for status, look in LOOKS.items() if look.slot is Slot.HELD) - ENDED
