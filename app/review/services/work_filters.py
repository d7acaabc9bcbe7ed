"""Where the whole of a block of Việc của tôi is seen: the queue, filtered as the block is.

`EXACT` says the same as the block, stand-ins included. `NEAR` is the narrowest there is: it shows
the block's dossiers, and some besides.
"""

from typing import Final

from app.applications.workflow import Status
from app.review.filters import ME, OVERDUE, Filters

_S = Status
EXACT: Final = {
    "receive": Filters(_S.SUBMITTED.value),
    "reception": Filters(_S.SUBMITTED.value),
    "assign": Filters(_S.ACCEPTED.value),
    "appraise": Filters(_S.UNDER_APPRAISAL.value, officer=ME),
    "supplement": Filters(_S.SUPPLEMENT_REQUESTED.value, officer=ME),
}
NEAR: Final = {
    "issue": Filters(_S.APPROVED_UNISSUED.value),
    "sign-lead": Filters(_S.AWAITING_ENDORSEMENT.value),
    "sign": Filters(_S.AWAITING_APPROVAL.value),
    "late": Filters(due=OVERDUE),
    "late-mine": Filters(due=OVERDUE, officer=ME),
    "others": Filters(officer=ME),
}


def of(key: str) -> Filters:
    """Return the filters with which the queue shows a block."""
    return EXACT.get(key) or NEAR.get(key) or Filters()
