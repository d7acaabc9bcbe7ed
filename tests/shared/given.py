"""Supports of earlier years for tests: given, warned of, excepted; the unit of the rule."""

from datetime import date
from typing import Any

from app.access import SYSTEM
from app.extensions import db
from app.ledger.models import Entry
from app.ledger.services import (
    exceptions,
    history,
    units,
)
from app.organisations.services import queries as organisations
from app.programmes.services import contents
from tests.factories import ISO9001, REASON, SCOPE, Member, World

DOCUMENT: dict[str, Any] = {
    "document_number": "15/TTr-CCTĐC",
    "document_on": date(2026, 11, 2),
    "reason": REASON,
}
OLD = "2012-2020"


def give(world: World, member: Member, content: str = ISO9001, **said: Any) -> int:
    """Write a support of the past into the ledger and return the entry's id."""
    with world.writing():
        return history.record_given(
            scope=said.pop("scope", SCOPE),
            organisation=organisations.get(member.organisation_id),
            content=contents.get(content),
            year=said.pop("year", 2026),
            by=SYSTEM,
            **said,
        ).id


def state(world: World, entry: int) -> str:
    with world.reading():
        return db.session.get_one(Entry, entry).state


def allow(world: World, entry: int) -> int:
    """Propose and approve an exception."""
    with world.writing():
        made = exceptions.propose(exceptions.entry(entry), by=world.lead, **DOCUMENT).id
    with world.writing():
        exceptions.decide(exceptions.get(made), approve=True, reason="", by=world.director)
    return made


def unit(world: World, content: str, rule: str, **said: Any) -> units.Preview:
    with world.writing():
        return units.change(
            contents.get(content), rule, by=said.pop("by", world.director), **DOCUMENT, **said
        )
