"""Signing in, for tests: an address of staff, the cookie."""

from tests.fixtures.visitor import Visitor

STAFF = "can-bo@langson.test"


def cookie(client: Visitor) -> str:
    found = client.get_cookie("nscl")
    assert found is not None
    return found.value
