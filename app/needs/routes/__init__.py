"""The pages about needs and partners."""

from app.needs.routes import desk, inviting, own, partner, partners, room

blueprint = room.blueprint

__all__ = ["blueprint", "desk", "inviting", "own", "partner", "partners"]
