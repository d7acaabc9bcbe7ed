"""The house is built: the demonstration, and what it lacks."""

from typing import Any

from flask import Flask

from app import transactions
from tests.house import (
    appraisals,
    calls,
    correspondence,
    dossiers,
    letters,
    lists,
    members,
    papers,
    records,
    selection,
    wishes,
)
from tests.house.names import EMAILS, House, actor


def build(app: Flask) -> House:
    """Load the demonstration as `flask demo load` does, and add what it lacks."""
    load_demonstration(app)
    house = House()
    with app.app_context(), transactions.writing():
        for room in (dossiers, letters, members, records, wishes, papers):
            room.add(house)
        appraised = house.id_of("appraised")
        house.things |= appraisals.things(actor, appraised)
        house.things |= selection.things(EMAILS["other"])
        house.things |= lists.things()
        house.things |= correspondence.things(actor("lead"), actor("owner"), appraised)
        house.things |= calls.things(actor("lead"), EMAILS["owner"])
    papers.add_exports(app, house)
    return house


def load_demonstration(app: Flask) -> dict[str, dict[str, Any]]:
    """Load the demonstration by its command; there is nothing to tell of it."""
    app.config["DEMO"] = True
    loaded = app.test_cli_runner().invoke(args=["demo", "load"])
    assert loaded.exit_code == 0, loaded.output
    return {}
