"""The pages of the appraisal."""

from app.appraisal.routes import sheet
from app.appraisal.routes.room import blueprint

__all__ = ["blueprint", "sheet"]
