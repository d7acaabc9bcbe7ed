"""The pages of the desk."""

from app.review.routes import (
    absences,
    assisted,
    bulk,
    deed_pages,
    dossier,
    extension,
    looking,
    papers,
    queue,
    views,
    work,
)
from app.review.routes.room import blueprint

__all__ = [
    "absences",
    "assisted",
    "blueprint",
    "bulk",
    "deed_pages",
    "dossier",
    "extension",
    "looking",
    "papers",
    "queue",
    "views",
    "work",
]
