"""Who asks for what waits, as queries that are written once know them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, bindparam

from app.access import Actor, Role
from app.applications.models import Application
from app.applications.services import foreign


@dataclass(frozen=True)
class Asker:
    """Who asks, as the queries know them: what they may see, and parameters for who they are."""

    roles: frozenset[Role]
    count: int  # of the persons they act as
    own: bool  # whether they belong to organisations
    foreign: bool  # whether there may be dossiers they look at as nobody of the desk

    @property
    def hats(self) -> Any:
        """The persons they act as, for IN."""
        return bindparam("hats", expanding=True)

    @property
    def each_hat(self) -> list[Any]:
        """The same, one by one: each has an index entry of its own."""
        return [bindparam(f"hat{place}") for place in range(self.count)]

    def others(self) -> list[ColumnElement[bool]]:
        """Leave out what they have an interest in; nothing is asked where that is nothing."""
        own: Any = bindparam("own", expanding=True) if self.own else None
        if not self.foreign:
            return []
        return foreign.excluding(Application.__table__.c, bindparam("person"), own)


def asking(by: Actor) -> tuple[Asker, dict[str, Any]]:
    """Return the person as the queries know them, and the values of their parameters."""
    hats = sorted(by.hats)
    values = {"person": by.person_id, "own": sorted(by.organisation_ids), "hats": hats}
    values |= {f"hat{place}": person for place, person in enumerate(hats)}
    return Asker(by.roles, len(hats), bool(by.organisation_ids), foreign.has_any(by)), values
