"""The pages of the desk."""

from app.review.routes import (
    absences,
    assisted,
    deed_pages,
    dossier,
    extension,
    looking,
    papers,
    queue,
    work,
)
from app.review.routes.room import blueprint

__all__ = [
    "absences",
    "assisted",
    "blueprint",
    "deed_pages",
    "dossier",
    "extension",
    "looking",
    "papers",
    "queue",
    "work",
]
