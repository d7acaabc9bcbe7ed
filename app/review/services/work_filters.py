"""Which blocks of Việc của tôi the queue shows just so: for deeds on many dossiers at once."""

from typing import Final

from app.applications.workflow import Status
from app.review.filters import ME, Filters

_S = Status
EXACT: Final = {
    "receive": Filters(_S.SUBMITTED.value),
    "reception": Filters(_S.SUBMITTED.value),
    "assign": Filters(_S.ACCEPTED.value),
    "appraise": Filters(_S.UNDER_APPRAISAL.value, officer=ME),
    "supplement": Filters(_S.SUPPLEMENT_REQUESTED.value, officer=ME),
}
