"""What several files of tests of security stand on."""

import pytest
from flask import Flask

from tests import house


@pytest.fixture
def things(app: Flask) -> house.House:
    """Return the house."""
    return house.open_house(app)
