"""What tests of registering share: an address of somebody else, and how many rows there are."""

from sqlalchemy import func, select

from app.extensions import db

OTHER = "khac@hoixulang.vn"


def count(model: type) -> int:
    """Return how many rows a table has."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0
