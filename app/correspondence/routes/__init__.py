"""The pages of the room."""

from app.correspondence.routes import sent, templates
from app.correspondence.routes.room import blueprint

__all__ = ["blueprint", "sent", "templates"]
