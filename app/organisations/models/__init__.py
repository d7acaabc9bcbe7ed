"""Organisations, where they come from and go to, and who wants to act for them."""

from app.organisations.models.entrance import Claim, PendingRegistration
from app.organisations.models.lineage import FormerName, Succession
from app.organisations.models.organisation import (
    KINDS,
    ORIGINS,
    SCHEMES_SQL,
    UNKNOWN,
    Beneficiary,
    Commune,
    Identifier,
    Organisation,
    OrganisationWord,
)

__all__ = [
    "KINDS",
    "ORIGINS",
    "SCHEMES_SQL",
    "UNKNOWN",
    "Beneficiary",
    "Claim",
    "Commune",
    "FormerName",
    "Identifier",
    "Organisation",
    "OrganisationWord",
    "PendingRegistration",
    "Succession",
]
