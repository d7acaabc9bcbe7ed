"""The pages of the room."""

from app.correspondence.routes import ratings, sent, templates, threads
from app.correspondence.routes.room import blueprint

__all__ = ["blueprint", "ratings", "sent", "templates", "threads"]
