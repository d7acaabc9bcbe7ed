"""Pages of programmes, calls and contents: what the public sees, and their setting up."""

from app.programmes.routes import public
from app.programmes.routes.room import programmes

__all__ = ["programmes", "public"]
