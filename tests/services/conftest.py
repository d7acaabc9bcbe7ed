"""What several files of tests of services stand on."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app import transactions
from app.access import Actor
from tests.council import Council, council
from tests.factories import FIVE_S, ISO9001, World
from tests.shared.queue_rows import Several


@pytest.fixture
def in_app(app: Flask) -> Iterator[Flask]:
    """Let a test of services talk to the database; no client is used in it."""
    with app.app_context():
        yield app


@pytest.fixture
def writing(app: Flask) -> Iterator[None]:
    """Let a test of services write, in one transaction."""
    with app.app_context(), transactions.writing():
        yield


@pytest.fixture
def staffed(world: World) -> None:
    """The world has its leaders and its officer: made before a transaction needs them."""
    assert world.lead.roles
    assert world.director.roles
    assert world.officer.roles


@pytest.fixture
def sitting(world: World) -> Council:
    """A call with a council, three dossiers that wait for it, and a session that scores them."""
    return council(world, dossiers=3, quota=1)


@pytest.fixture
def concluded(world: World) -> Council:
    """One shortlisted, two on the reserve."""
    sitting = council(world, dossiers=3, quota=1)
    sitting.set(reserve_days=10)
    for dossier, points in zip(sitting.dossiers, (90, 80, 70), strict=True):
        sitting.score_dossier(dossier, points)
    sitting.close()
    sitting.conclude()
    return sitting


@pytest.fixture
def lead(world: World) -> Actor:
    """Return the leader of the Chi cục: who sets up calls."""
    return world.lead


@pytest.fixture
def several(world: World) -> Several:
    """Seven open dossiers of one organisation."""
    member = world.organisation()
    codes = (ISO9001, FIVE_S, "HTQL-22000", "TXNG-AD", "TXNG-CN", "SP-TCCS", "NS-XANH")
    return member, [world.submitted(member, code) for code in codes]
