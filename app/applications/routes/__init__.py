"""The applicant's pages of a dossier, and the public look-up."""

from app.applications.routes import drafting, files, lookup, overview, supplementing
from app.applications.routes.blueprint import blueprint as room

__all__ = ["drafting", "files", "lookup", "overview", "room", "supplementing"]
