"""The pages of the desk."""

from app.review.routes import (
    absences,
    assisted,
    bulk,
    bundle_files,
    bundles,
    calendar,
    deed_pages,
    dossier,
    extension,
    lists,
    looking,
    papers,
    queue,
    signatures,
    taken_away,
    views,
    work,
)
from app.review.routes.room import blueprint

__all__ = [
    "absences",
    "assisted",
    "blueprint",
    "bulk",
    "bundle_files",
    "bundles",
    "calendar",
    "deed_pages",
    "dossier",
    "extension",
    "lists",
    "looking",
    "papers",
    "queue",
    "signatures",
    "taken_away",
    "views",
    "work",
]
