"""Pages of programmes, calls and contents: what the public sees, and their setting up."""

from app.programmes.routes import (
    builder,
    builder_parts,
    calendar,
    call_deeds,
    news,
    province,
    public,
    set_up_calls,
    set_up_programmes,
)
from app.programmes.routes.room import programmes

__all__ = [
    "builder",
    "builder_parts",
    "calendar",
    "call_deeds",
    "news",
    "programmes",
    "province",
    "public",
    "set_up_calls",
    "set_up_programmes",
]
