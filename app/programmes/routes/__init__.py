"""Pages of programmes, calls and contents: what the public sees, and their setting up."""

from app.programmes.routes import builder, builder_parts, calendar, province, public
from app.programmes.routes.room import programmes

__all__ = ["builder", "builder_parts", "calendar", "programmes", "province", "public"]
