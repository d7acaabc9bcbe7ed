"""Statuses and filters of the blocks of Việc của tôi: which of them the queue shows just so.

There deeds are done on many dossiers at once.
"""

from typing import Final

from app.applications.workflow import Status
from app.review.filters import ME, NOBODY_YET, Filters

_S = Status
# What an officer's own dossier waits for in the office.
WITH_OTHERS: Final = (
    _S.AWAITING_SELECTION,
    _S.RESERVE,
    _S.AWAITING_ENDORSEMENT,
    _S.AWAITING_APPROVAL,
    _S.APPROVED_UNISSUED,
    _S.REJECTED_UNISSUED,
)
EXACT: Final = {
    "receive": Filters(_S.SUBMITTED.value),
    "reception": Filters(_S.SUBMITTED.value),
    "assign": Filters(_S.ACCEPTED.value),
    "appraise": Filters(_S.UNDER_APPRAISAL.value, officer=ME),
    "supplement": Filters(_S.SUPPLEMENT_REQUESTED.value, officer=ME),
    "supplement-early": Filters(_S.SUPPLEMENT_REQUESTED.value, officer=NOBODY_YET),
}
