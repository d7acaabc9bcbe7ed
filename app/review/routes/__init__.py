"""The pages of the desk."""

from app.review.routes import assisted, deeds, dossier, papers, queue
from app.review.routes.room import blueprint

__all__ = ["assisted", "blueprint", "deeds", "dossier", "papers", "queue"]
