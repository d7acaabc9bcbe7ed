"""What several files of tests of pages stand on."""

import pytest
from flask import Flask

from app.access import Role
from tests import house
from tests.factories import Member, World
from tests.fixtures.visitor import Visitor
from tests.people import enter, made, person
from tests.shared.signing_in import STAFF


@pytest.fixture
def things(app: Flask) -> house.House:
    """Return the house."""
    return house.open_house(app)


@pytest.fixture
def callers(app: Flask, things: house.House) -> house.Callers:
    """Return a browser of everybody who calls at it."""
    return house.Callers(app)


@pytest.fixture
def member(world: World) -> Member:
    return world.organisation()


@pytest.fixture
def visitor(client: Visitor, member: Member) -> Visitor:
    enter(client, member.email)
    return client


@pytest.fixture
def officer(app: Flask) -> str:
    """Make a member of staff; return their address."""
    made(app, lambda: person(STAFF, Role.OFFICER))
    return STAFF
