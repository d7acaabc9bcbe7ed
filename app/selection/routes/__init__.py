"""The pages of selection."""

from app.selection.routes import papers, preparing, reserve, results, scoring, seats
from app.selection.routes.room import blueprint

__all__ = ["blueprint", "papers", "preparing", "reserve", "results", "scoring", "seats"]
