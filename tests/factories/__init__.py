"""A small world for tests, made through the real services; it gives away ids and actors only.

Every deed runs in a context and a committed transaction of its own, as a request does, so no
application context stays open between two of them.
"""

import pytest
from flask import Flask

from tests.factories.desk import Desk
from tests.factories.dossiers import attach_to_item
from tests.factories.members import joined, mandate
from tests.factories.organisations import Organisations, complete
from tests.factories.things import (
    CALL,
    DEMO,
    FIVE_S,
    GAP,
    ISO9001,
    OPINION,
    OUTSIDE,
    REASON,
    SCOPE,
    Member,
    pdf,
    sheet_said,
    tax_code,
)

__all__ = [
    "CALL",
    "DEMO",
    "FIVE_S",
    "GAP",
    "ISO9001",
    "OPINION",
    "OUTSIDE",
    "REASON",
    "SCOPE",
    "Member",
    "World",
    "attach_to_item",
    "complete",
    "joined",
    "mandate",
    "pdf",
    "sheet_said",
    "tax_code",
    "world",
]


class World(Organisations, Desk):
    """The province in small: a call that is open, staff of every role, organisations."""


@pytest.fixture
def world(app: Flask) -> World:
    """Return the province in small, on the test's own database."""
    return World(app)
