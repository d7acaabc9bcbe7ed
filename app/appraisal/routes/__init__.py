"""The pages of the appraisal."""

from app.appraisal.routes import interests, sheet, visits
from app.appraisal.routes.room import blueprint

__all__ = ["blueprint", "interests", "sheet", "visits"]
