"""A draft begun on its pages, for tests."""

from collections.abc import Callable

from werkzeug.test import TestResponse

from tests.fixtures.visitor import Visitor

Clients = Callable[[], Visitor]


def html(response: TestResponse) -> str:
    return response.get_data(as_text=True)
