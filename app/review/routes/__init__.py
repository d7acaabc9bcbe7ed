"""The pages of the desk."""

from app.review.routes import deeds, dossier, queue
from app.review.routes.room import blueprint

__all__ = ["blueprint", "deeds", "dossier", "queue"]
