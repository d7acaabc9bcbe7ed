"""The applicant's pages of a dossier, and the public look-up."""

from app.applications.routes import (
    composing,
    drafting,
    files,
    lookup,
    overview,
    papers,
    supplementing,
)
from app.applications.routes.room import blueprint

__all__ = [
    "blueprint",
    "composing",
    "drafting",
    "files",
    "lookup",
    "overview",
    "papers",
    "supplementing",
]
