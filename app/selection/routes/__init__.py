"""The pages of selection."""

from app.selection.routes import preparing, reserve, results, scoring, seats
from app.selection.routes.room import blueprint

__all__ = ["blueprint", "preparing", "reserve", "results", "scoring", "seats"]
