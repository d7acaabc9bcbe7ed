"""The pages of the desk."""

from app.review.routes import deeds, dossier, queue
from app.review.routes.blueprint import blueprint as room

__all__ = ["deeds", "dossier", "queue", "room"]
