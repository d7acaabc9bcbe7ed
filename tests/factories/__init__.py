"""A small world for tests, made through the real services; it gives away ids and actors only.

Every deed runs in a context and a committed transaction of its own, as a request does, so no
application context stays open between two of them.
"""

import pytest
from flask import Flask

from app.access import NOBODY, Actor
from app.accounts.services import mandates, sign_in
from app.organisations.services import invitations
from app.organisations.services import queries as organisations
from tests import people
from tests.factories.desk import Desk
from tests.factories.dossiers import attach_to_item
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
    mandate,
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


def joined(
    world: World, member: Member, email: str, capacity: str, paper: mandates.Typed | None = None
) -> Actor:
    """Let somebody new act for the member's organisation; return them as whoever acts."""
    with world.writing():
        organisation = organisations.get(member.organisation_id)
        invitations.invite(
            organisation,
            email=email,
            name="Lộc Thị Én",
            capacity=capacity,
            mandate=paper,
            by=member.actor,
        )
        secret = people.secret_in("member_invitation", email)
        new = invitations.NewPerson(name="Lộc Thị Én", phone="0912345678", password=people.PASSWORD)
        return sign_in.actor_of(invitations.accept(secret, NOBODY, new).person_id)
