"""The dossier and everything the applicant puts into it."""

from app.applications.models.dossier import (
    NARROWED_BY,
    PAPER_WITHDRAWAL,
    Application,
    RegistrationForm,
)
from app.applications.models.parts import (
    Answer,
    ApplicationFile,
    Product,
    ReferenceCounter,
    Revision,
    SearchWord,
    SupplementItem,
    SupplementRequest,
)

__all__ = [
    "NARROWED_BY",
    "PAPER_WITHDRAWAL",
    "Answer",
    "Application",
    "ApplicationFile",
    "Product",
    "ReferenceCounter",
    "RegistrationForm",
    "Revision",
    "SearchWord",
    "SupplementItem",
    "SupplementRequest",
]
