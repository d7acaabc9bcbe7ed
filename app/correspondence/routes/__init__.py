"""The pages of the room."""

from app.correspondence.routes import templates
from app.correspondence.routes.room import blueprint

__all__ = ["blueprint", "templates"]
