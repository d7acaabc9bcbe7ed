"""Programmes → projects → calls; support contents with immutable versions; the calendar."""

from app.programmes.models.calls import (
    Call,
    CallContent,
    Criterion,
    NewsSubscription,
    PublicDocument,
)
from app.programmes.models.contents import (
    CalendarDay,
    ContentVersion,
    Province,
    Question,
    RequiredDocument,
    SupportContent,
)
from app.programmes.models.plans import Programme, Project

__all__ = [
    "CalendarDay",
    "Call",
    "CallContent",
    "ContentVersion",
    "Criterion",
    "NewsSubscription",
    "Programme",
    "Project",
    "Province",
    "PublicDocument",
    "Question",
    "RequiredDocument",
    "SupportContent",
]
