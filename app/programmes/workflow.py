"""The life of a call (đợt đăng ký) as data: states and moves. `services/call_door.py` executes it.

The drawing in docs/architecture.md is compared with this table by a test.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.text import Look, _


class CallState(StrEnum):
    """Where the Sở has put a call; whether it takes dossiers is also a matter of the clock."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    ARCHIVED = "archived"


class CallAction(StrEnum):
    """The deeds on a call."""

    EDIT = "edit"
    PUBLISH = "publish"
    EXTEND = "extend"
    AMEND_NOTICE = "amend_notice"
    SET_QUOTA = "set_quota"
    CLOSE = "close"
    ARCHIVE = "archive"


@dataclass(frozen=True)
class CallMove:
    """One move: from where to where, what the button says, and whether a reason is needed."""

    source: CallState
    target: CallState
    label: str
    needs_reason: bool = False


LOOKS: dict[CallState, Look] = {
    CallState.DRAFT: Look(_("Bản thảo"), "neutral"),
    CallState.PUBLISHED: Look(_("Đã công bố"), "good"),
    CallState.CLOSED: Look(_("Đã đóng"), "neutral"),
    CallState.ARCHIVED: Look(_("Đã lưu trữ"), "neutral"),
}

_S, _A = CallState, CallAction

MOVES: dict[CallAction, CallMove] = {
    _A.EDIT: CallMove(_S.DRAFT, _S.DRAFT, _("Sửa bản thảo")),
    _A.PUBLISH: CallMove(_S.DRAFT, _S.PUBLISHED, _("Công bố")),
    _A.EXTEND: CallMove(_S.PUBLISHED, _S.PUBLISHED, _("Gia hạn"), needs_reason=True),
    _A.AMEND_NOTICE: CallMove(
        _S.PUBLISHED, _S.PUBLISHED, _("Sửa thông báo, người hướng dẫn"), needs_reason=True
    ),
    _A.SET_QUOTA: CallMove(_S.PUBLISHED, _S.PUBLISHED, _("Đổi chỉ tiêu"), needs_reason=True),
    # Before its time a call is only closed with a reason; `publishing.close` asks for it.
    _A.CLOSE: CallMove(_S.PUBLISHED, _S.CLOSED, _("Đóng đợt")),
    _A.ARCHIVE: CallMove(_S.CLOSED, _S.ARCHIVED, _("Lưu trữ")),
}
