"""The pages about organisations; importing this opens them all."""

from app.organisations.routes import claims, joining, members, own, registration
from app.organisations.routes.room import blueprint

__all__ = ["blueprint", "claims", "joining", "members", "own", "registration"]
