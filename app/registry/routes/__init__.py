"""The officers' side of organisations: the list, one organisation whole, the acts on it."""

from app.registry.routes import acts, organisation
from app.registry.routes.room import blueprint

__all__ = ["acts", "blueprint", "organisation"]
