"""Whether this process can serve: the question a load balancer asks."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db


def database_answers() -> bool:
    """Return whether the database answers a trivial question now."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True
