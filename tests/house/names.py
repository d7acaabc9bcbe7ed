"""Who calls at the house and what stands in it: plain values only."""

import re
from dataclasses import dataclass, field
from typing import Any

from app.access import Actor
from app.accounts.models import Person
from app.accounts.services import people as accounts
from app.demo import people

ROLES = (
    "nobody", "owner", "stranger", "clerk", "officer", "other", "lead", "director", "auditor",
    "admin", "partner",
)  # fmt: skip
EMAILS = {
    "owner": people.UNITS[0].email,
    "stranger": "khachsan@" + people.DOMAIN,
    "clerk": "vanthu@" + people.DOMAIN,
    "officer": "chuyenvien@" + people.DOMAIN,  # to whom the dossiers are assigned
    "other": "chuyenvien2@" + people.DOMAIN,
    "lead": "chicuc@" + people.DOMAIN,
    "director": "giamdoc@" + people.DOMAIN,
    "auditor": "thanhtra@" + people.DOMAIN,
    "admin": "quantri@" + people.DOMAIN,
    "partner": "lienminh@" + people.DOMAIN,
    "claimant": "xin-vao@" + people.DOMAIN,
}
PASSWORD = people.PASSWORD
CODE = people.UNITS[0].code
FREE_CODE = "4909900090"
PAPER_CODE = "4909900206"
NOTE = "Ghi chú nội bộ: không ai ngoài Sở đọc dòng này."


@dataclass
class House:
    """What is in the house: for each thing, the parts of its addresses."""

    things: dict[str, dict[str, Any]] = field(default_factory=dict)

    def id_of(self, thing: str) -> int:
        """Return the number of a dossier."""
        return int(self.things[thing]["application_id"])

    def path(self, template: str) -> str:
        """Return the address: the first {name} is a thing, others are parts of that thing."""
        thing: dict[str, Any] = {}

        def fill(found: re.Match[str]) -> str:
            nonlocal thing
            if thing:
                return str(thing[found[1]])
            thing = self.things[found[1]]
            return str(next(iter(thing.values())))

        return re.sub(r"{(\w+)}", fill, template)


def actor(role: str) -> Actor:
    return people.actor_of(EMAILS[role])


def person(role: str) -> Person:
    person = accounts.by_email(EMAILS[role])
    assert person is not None
    return person
