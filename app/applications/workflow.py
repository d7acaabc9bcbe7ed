"""The life of a dossier (hồ sơ) as data: statuses and moves. `services/perform.py` executes it.

The drawing in docs/architecture.md is compared with this table by a test.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.access import Permission
from app.text import _


class Status(StrEnum):
    """Where a dossier is; people read the label, which is all the public may know."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    UNDER_APPRAISAL = "under_appraisal"
    SUPPLEMENT_REQUESTED = "supplement_requested"
    AWAITING_ENDORSEMENT = "awaiting_endorsement"
    AWAITING_APPROVAL = "awaiting_approval"
    APPROVED_UNISSUED = "approved_unissued"
    REJECTED_UNISSUED = "rejected_unissued"
    APPROVED = "approved"
    DECLINED = "declined"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


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
}

ENDED = frozenset(
    {Status.APPROVED, Status.DECLINED, Status.REJECTED, Status.WITHDRAWN, Status.LAPSED}
)
LIVE = frozenset(status for status, look in LOOKS.items() if look.slot is Slot.HELD) - ENDED

BACK = "back"  # the status the dossier came from: a supplement returns it where it was


class Action(StrEnum):
    """The deeds that move a dossier."""

    SUBMIT = "submit"
    ACCEPT = "accept"
    DECLINE = "decline"
    REQUEST_SUPPLEMENT = "request_supplement"
    SUPPLEMENT = "supplement"
    LAPSE = "lapse"
    ASSIGN = "assign"
    REASSIGN = "reassign"
    RECOMMEND = "recommend"
    RECOMMEND_STRAIGHT = "recommend_straight"
    ENDORSE = "endorse"
    RETURN_TO_APPRAISAL = "return_to_appraisal"
    RETURN_BY_DIRECTOR = "return_by_director"
    APPROVE = "approve"
    REJECT = "reject"
    RECORD_APPROVAL = "record_approval"
    RECORD_REJECTION = "record_rejection"
    ISSUE_APPROVAL = "issue_approval"
    ISSUE_REJECTION = "issue_rejection"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Move:
    """One move: from where, to where, by which permission, and what follows from it."""

    sources: frozenset[Status]
    target: Status | str
    permission: Permission
    label: str  # what the button says
    letter: str | None = None  # templates/email/application_<letter>
    needs_reason: bool = False
    confirms_slot: bool = False  # the slot must still be held, looked at under lock


def _from(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


_S, _A, _P = Status, Action, Permission

MOVES: dict[Action, Move] = {
    _A.SUBMIT: Move(_from(_S.DRAFT), _S.SUBMITTED, _P.SUBMIT, _("Nộp hồ sơ"), "submitted"),
    _A.ACCEPT: Move(_from(_S.SUBMITTED), _S.ACCEPTED, _P.ACCEPT, _("Tiếp nhận hồ sơ"), "accepted"),
    _A.DECLINE: Move(
        _from(_S.SUBMITTED),
        _S.DECLINED,
        _P.DECLINE,
        _("Không tiếp nhận"),
        "declined",
        needs_reason=True,
    ),
    _A.REQUEST_SUPPLEMENT: Move(
        _from(_S.SUBMITTED, _S.ACCEPTED, _S.UNDER_APPRAISAL),
        _S.SUPPLEMENT_REQUESTED,
        _P.REQUEST_SUPPLEMENT,
        _("Yêu cầu bổ sung"),
        "supplement_requested",
    ),
    _A.SUPPLEMENT: Move(
        _from(_S.SUPPLEMENT_REQUESTED),
        BACK,
        _P.ANSWER_SUPPLEMENT,
        _("Nộp bổ sung"),
        "supplement_received",
    ),
    _A.LAPSE: Move(
        _from(_S.SUPPLEMENT_REQUESTED),
        _S.LAPSED,
        _P.LAPSE,
        _("Dừng giải quyết"),
        "lapsed",
    ),
    _A.ASSIGN: Move(_from(_S.ACCEPTED), _S.UNDER_APPRAISAL, _P.ASSIGN, _("Phân công thẩm định")),
    _A.REASSIGN: Move(_from(_S.UNDER_APPRAISAL), _S.UNDER_APPRAISAL, _P.ASSIGN, _("Phân công lại")),
    _A.RECOMMEND: Move(
        _from(_S.UNDER_APPRAISAL),
        _S.AWAITING_ENDORSEMENT,
        _P.APPRAISE,
        _("Thẩm định và trình lãnh đạo Chi cục"),
    ),
    _A.RECOMMEND_STRAIGHT: Move(  # programmes without endorsement by the Chi cục
        _from(_S.UNDER_APPRAISAL),
        _S.AWAITING_APPROVAL,
        _P.APPRAISE,
        _("Thẩm định và trình lãnh đạo Sở"),
    ),
    _A.ENDORSE: Move(
        _from(_S.AWAITING_ENDORSEMENT),
        _S.AWAITING_APPROVAL,
        _P.ENDORSE,
        _("Đồng ý, trình lãnh đạo Sở"),
    ),
    _A.RETURN_TO_APPRAISAL: Move(
        _from(_S.AWAITING_ENDORSEMENT),
        _S.UNDER_APPRAISAL,
        _P.ENDORSE,
        _("Trả lại thẩm định"),
        needs_reason=True,
    ),
    _A.RETURN_BY_DIRECTOR: Move(
        _from(_S.AWAITING_APPROVAL),
        _S.UNDER_APPRAISAL,
        _P.DECIDE,
        _("Trả lại thẩm định"),
        needs_reason=True,
    ),
    _A.APPROVE: Move(
        _from(_S.AWAITING_APPROVAL),
        _S.APPROVED_UNISSUED,
        _P.DECIDE,
        _("Phê duyệt hỗ trợ"),
        confirms_slot=True,
    ),
    _A.REJECT: Move(
        _from(_S.AWAITING_APPROVAL),
        _S.REJECTED_UNISSUED,
        _P.DECIDE,
        _("Không phê duyệt"),
        needs_reason=True,
    ),
    _A.RECORD_APPROVAL: Move(
        _from(_S.AWAITING_APPROVAL),
        _S.APPROVED_UNISSUED,
        _P.RECORD_DECISION,
        _("Ghi nhận phê duyệt đã ký trên giấy"),
        confirms_slot=True,
    ),
    _A.RECORD_REJECTION: Move(
        _from(_S.AWAITING_APPROVAL),
        _S.REJECTED_UNISSUED,
        _P.RECORD_DECISION,
        _("Ghi nhận không phê duyệt đã ký trên giấy"),
        needs_reason=True,
    ),
    _A.ISSUE_APPROVAL: Move(
        _from(_S.APPROVED_UNISSUED),
        _S.APPROVED,
        _P.ISSUE,
        _("Ban hành quyết định"),
        "approved",
        confirms_slot=True,
    ),
    _A.ISSUE_REJECTION: Move(
        _from(_S.REJECTED_UNISSUED),
        _S.REJECTED,
        _P.ISSUE,
        _("Ban hành thông báo không phê duyệt"),
        "rejected",
    ),
    _A.WITHDRAW: Move(
        _from(
            _S.SUBMITTED,
            _S.ACCEPTED,
            _S.UNDER_APPRAISAL,
            _S.SUPPLEMENT_REQUESTED,
            _S.AWAITING_ENDORSEMENT,
            _S.AWAITING_APPROVAL,
        ),
        _S.WITHDRAWN,
        _P.WITHDRAW,
        _("Rút hồ sơ"),
        "withdrawn",
    ),
}


def moves_from(status: Status) -> dict[Action, Move]:
    """Return the moves that leave `status`, in the order of the table."""
    return {action: move for action, move in MOVES.items() if status in move.sources}


def offered_to_public(action: Action, status: Status) -> bool:
    """Return whether applicants are offered `action` at `status`.

    Judged by the public label: what is offered must not tell apart statuses that the public
    may not tell apart (a decision that is not issued yet).
    """
    label = LOOKS[status].label
    return any(LOOKS[source].label == label for source in MOVES[action].sources)
