"""Many rows at once, and the keys the database gave them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import InstrumentedAttribute

from app.extensions import db

SLICE = 500  # rows; see `inserted`


def inserted(key: InstrumentedAttribute[int], rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert the rows into the table of `key` and return their keys in the same order.

    In slices: SQLAlchemy sends a long list in many statements and lays their answers together
    anew after each, so that 100,000 rows at once took minutes of putting together.
    """
    statement = insert(key.class_).returning(key, sort_by_parameter_order=True)
    made: list[int] = []
    for start in range(0, len(rows), SLICE):
        made += db.session.scalars(statement, rows[start : start + SLICE])
    return made
