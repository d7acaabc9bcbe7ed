"""The once-only rule for tests: a support given, a branch, a complete draft."""

from typing import Any

from app.access import SYSTEM
from app.ledger.services import history
from app.organisations.services import queries as organisations
from app.programmes.services import contents
from tests.factories import ISO9001, SCOPE, Member, World


def give(world: World, member: Member, content: str = ISO9001, **said: Any) -> int:
    """Write a support of the past into the ledger."""
    with world.writing():
        entry = history.record_given(
            scope=said.pop("scope", SCOPE),
            organisation=organisations.get(member.organisation_id),
            content=contents.get(content),
            year=said.pop("year", 2026),
            by=SYSTEM,
            **said,
        )
        return entry.id
