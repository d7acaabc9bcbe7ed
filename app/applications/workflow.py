"""The life of a dossier (hồ sơ) as data: its moves. `services/perform.py` executes them.

The drawing in docs/architecture.md is compared with this table by a test.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.access import Permission
from app.applications.statuses import CANCELLED, ENDED, LIVE, LOOKS, Look, Slot, Status, look_of
from app.text import _

__all__ = [
    "BACK",
    "CANCELLED",
    "ENDED",
    "LIVE",
    "LOOKS",
    "MOVES",
    "Action",
    "Look",
    "Move",
    "Slot",
    "Status",
    "look_of",
    "offered_to_public",
]

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
    SEND_TO_SELECTION = "send_to_selection"
    SHORTLIST = "shortlist"
    SHORTLIST_STRAIGHT = "shortlist_straight"
    PROPOSE_REJECTION = "propose_rejection"
    PROPOSE_REJECTION_STRAIGHT = "propose_rejection_straight"
    PUT_ON_RESERVE = "put_on_reserve"
    RETURN_FROM_SELECTION = "return_from_selection"
    PROMOTE = "promote"
    PROMOTE_STRAIGHT = "promote_straight"
    END_RESERVE = "end_reserve"
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
    WITHDRAW_ON_PAPER = "withdraw_on_paper"


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
_BEFORE_A_DECISION = _from(
    _S.SUBMITTED,
    _S.ACCEPTED,
    _S.UNDER_APPRAISAL,
    _S.SUPPLEMENT_REQUESTED,
    _S.AWAITING_SELECTION,
    _S.RESERVE,
    _S.AWAITING_ENDORSEMENT,
    _S.AWAITING_APPROVAL,
)

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
    _A.SEND_TO_SELECTION: Move(  # calls with a council (Hội đồng, Tổ xét chọn)
        _from(_S.UNDER_APPRAISAL),
        _S.AWAITING_SELECTION,
        _P.APPRAISE,
        _("Thẩm định và trình xét chọn"),
    ),
    # What the session concluded, when its minutes are closed: within the quota, beyond it, or
    # not to be supported; `…_straight` in programmes without endorsement by the Chi cục.
    _A.SHORTLIST: Move(
        _from(_S.AWAITING_SELECTION),
        _S.AWAITING_ENDORSEMENT,
        _P.CONCLUDE_SELECTION,
        _("Đưa vào danh sách trình phê duyệt"),
    ),
    _A.SHORTLIST_STRAIGHT: Move(
        _from(_S.AWAITING_SELECTION),
        _S.AWAITING_APPROVAL,
        _P.CONCLUDE_SELECTION,
        _("Đưa vào danh sách trình lãnh đạo Sở"),
    ),
    _A.PROPOSE_REJECTION: Move(
        _from(_S.AWAITING_SELECTION),
        _S.AWAITING_ENDORSEMENT,
        _P.CONCLUDE_SELECTION,
        _("Đề nghị không hỗ trợ"),
        needs_reason=True,
    ),
    _A.PROPOSE_REJECTION_STRAIGHT: Move(
        _from(_S.AWAITING_SELECTION),
        _S.AWAITING_APPROVAL,
        _P.CONCLUDE_SELECTION,
        _("Đề nghị lãnh đạo Sở không hỗ trợ"),
        needs_reason=True,
    ),
    _A.PUT_ON_RESERVE: Move(
        _from(_S.AWAITING_SELECTION),
        _S.RESERVE,
        _P.CONCLUDE_SELECTION,
        _("Đưa vào danh sách dự bị"),
        "reserve",
    ),
    _A.RETURN_FROM_SELECTION: Move(
        _from(_S.AWAITING_SELECTION),
        _S.UNDER_APPRAISAL,
        _P.CONCLUDE_SELECTION,
        _("Trả lại thẩm định"),
        needs_reason=True,
    ),
    _A.PROMOTE: Move(
        _from(_S.RESERVE),
        _S.AWAITING_ENDORSEMENT,
        _P.PROMOTE,
        _("Bổ sung từ danh sách dự bị"),
        "promoted",
    ),
    _A.PROMOTE_STRAIGHT: Move(
        _from(_S.RESERVE),
        _S.AWAITING_APPROVAL,
        _P.PROMOTE,
        _("Bổ sung từ danh sách dự bị, trình lãnh đạo Sở"),
        "promoted",
    ),
    _A.END_RESERVE: Move(
        _from(_S.RESERVE),
        _S.RESERVE_ENDED,
        _P.LAPSE,
        _("Kết thúc thời hạn dự bị"),
        "reserve_ended",
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
    _A.WITHDRAW: Move(_BEFORE_A_DECISION, _S.WITHDRAWN, _P.WITHDRAW, _("Rút hồ sơ"), "withdrawn"),
    _A.WITHDRAW_ON_PAPER: Move(
        _BEFORE_A_DECISION,
        _S.WITHDRAWN,
        _P.WITHDRAW_ON_PAPER,
        _("Ghi nhận đơn rút hồ sơ trên giấy"),
        "withdrawn",
        needs_reason=True,
    ),
}


def offered_to_public(action: Action, status: Status) -> bool:
    """Return whether applicants are offered `action` at `status`.

    Judged by the public label: what is offered must not tell apart statuses that the public
    may not tell apart (a decision that is not issued yet).
    """
    label = LOOKS[status].label
    return any(LOOKS[source].label == label for source in MOVES[action].sources)
