"""The house of `tests/house`, served, with everyone signed in already."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from app import clock
from tests import house
from tests.fixtures.browsing import WIDE, Pages
from tests.fixtures.serving import Server

Enter = Callable[..., Page]


def this_hour() -> str:
    """Return for how long what was built is kept here, where the clock runs."""
    return format(clock.now(), "%Y%m%dt%H")


@pytest.fixture
def things(server: Server) -> house.House:
    """Return the house, served."""
    return house.open_house(server.app, this_hour())


@pytest.fixture
def demonstration(server: Server) -> Server:
    """Return the server with the demonstration in its database."""
    house.open_demonstration(server.app, this_hour())
    return server


@pytest.fixture
def enter(server: Server, things: house.House, pages: Pages) -> Enter:
    """Return a maker of pages: `enter("owner", width=320, co_chu="lon")` is signed in."""
    callers = house.Callers(server.app)

    def make(
        role: str, *, width: int = WIDE["width"], javascript: bool = True, **cookies: str
    ) -> Page:
        page = pages(width=width, javascript=javascript)
        kept = {"nscl": callers.cookie(role), **cookies}
        page.context.add_cookies(
            [{"name": name, "value": value, "url": server.url} for name, value in kept.items()]
        )
        return page

    return make
