"""Registering on the pages, for tests: what is typed, the link of the letter."""

import re
from collections.abc import Callable

from tests.fixtures.letters import Sink
from tests.people import PASSWORD, typed

OWNER = typed().contact_email
OTHER = "khac@hoixulang.vn"
CONFIRM = {"password": PASSWORD}
Deliver = Callable[[], Sink]


def fields(**changes: str) -> dict[str, str]:
    """Return the registration form filled in, consent ticked."""
    wanted = typed(**changes)
    return {name: getattr(wanted, name) for name in wanted.__dataclass_fields__} | {"consent": "y"}


def link(deliver: Deliver, to: str) -> str:
    """Return the path of the link in the newest letter."""
    return re.sub(r"^https?://[^/]+", "", deliver().to(to)[-1].links[0])
