"""Whoever wrote something is shown by name; their roles and memberships stay unread."""

from typing import Any

from sqlalchemy.orm import joinedload, lazyload
from sqlalchemy.orm.interfaces import ORMOption

from app.accounts.models import Person


def by_name(author: Any) -> ORMOption:
    """Return the option that reads the `author` of a row along with it."""
    return joinedload(author).options(lazyload(Person.roles), lazyload(Person.memberships))
