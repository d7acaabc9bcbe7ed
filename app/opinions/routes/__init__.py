"""The pages of opinions."""

from app.opinions.routes import agencies, answering, asking
from app.opinions.routes.room import blueprint

__all__ = ["agencies", "answering", "asking", "blueprint"]
