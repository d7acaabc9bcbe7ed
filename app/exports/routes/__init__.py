"""The pages of what somebody takes away (tệp đã xuất)."""

from app.exports.routes import pages
from app.exports.routes.room import blueprint

__all__ = ["blueprint", "pages"]
