"""An exception, or a change of the rule's unit, while dossiers are being submitted."""

from datetime import date
from typing import Any

from sqlalchemy import delete, select

from app.access import SYSTEM, Actor
from app.applications.services import submit
from app.extensions import db
from app.ledger.models import BLOCKING, Entry, HistoryReview
from app.ledger.services import exceptions, history, units
from app.oracle.evidence import Evidence
from app.oracle.slots import LAWS
from app.organisations.services import queries as organisations
from app.programmes.services import contents
from tests.factories import FIVE_S, SCOPE, World
from tests.fixtures.crowd import at_once, in_request, request, rounds, tally

PAPER: dict[str, Any] = {
    "document_number": "3/TTr", "document_on": date(2026, 11, 1), "reason": "Địa điểm mới",
}  # fmt: skip


def faults(world: World) -> list[tuple[str, str]]:
    """Return what the checker says of the ledger."""
    with world.reading():
        see = Evidence(db.session.connection(), world.app.instance_path, "testing")  # type: ignore[arg-type]  # no file is looked at
        return [found for law in LAWS for found in law(see)]


def allow(asked: int, director: Actor) -> None:
    exceptions.decide(exceptions.get(asked), approve=True, reason="", by=director)


def test_an_exception_and_submissions_at_once_leave_one_that_blocks(world: World) -> None:
    director, lead = world.director, world.lead
    for _round in rounds():
        family = world.relatives(world.organisation(), 3)
        ids = sorted(family.actor.organisation_ids)
        drafts = [world.draft(family, FIVE_S, organisation_id=each) for each in ids]
        with world.writing():
            entry = history.record_given(
                scope=SCOPE,
                organisation=organisations.get(ids[0]),
                content=contents.get(FIVE_S),
                year=2026,
                by=SYSTEM,
            )
            entry_id, beneficiary_id = entry.id, entry.beneficiary_id
            asked = exceptions.propose(entry, by=lead, **PAPER).id

        deeds = [in_request(world.app, submit.submit, each, family.actor) for each in drafts]
        deeds.append(request(world.app, lambda asked=asked: allow(asked, director)))
        outcomes = at_once(deeds)
        done = tally(outcomes)
        assert done["done"] in (1, 2)  # the exception, and at most one dossier after it
        assert done.get(409, 0) == len(drafts) + 1 - done["done"]
        with world.reading():
            assert db.session.get_one(Entry, entry_id).state == "set_aside"
            live = db.session.scalars(
                select(Entry.id).where(
                    Entry.beneficiary_id == beneficiary_id, Entry.state.in_(BLOCKING)
                )
            ).all()
        assert len(live) == done["done"] - 1
    assert faults(world) == []


def test_a_change_of_the_unit_and_submissions_at_once_leave_no_old_key(world: World) -> None:
    director = world.director
    members = [world.organisation() for _n in range(4)]
    drafts = [(world.draft(member, FIVE_S), member.actor) for member in members]
    world.submitted(world.organisation(), FIVE_S)

    def change() -> None:
        units.change(contents.get(FIVE_S), units.NONE, by=director, **PAPER)

    deeds = [in_request(world.app, submit.submit, each, by) for each, by in drafts]
    outcomes = at_once([*deeds, request(world.app, change)])
    assert set(tally(outcomes)) <= {"done", 409}
    assert faults(world) == []


def test_two_first_marks_of_a_history_at_once_are_one(world: World) -> None:
    for _round in rounds():
        with world.writing():
            db.session.execute(delete(HistoryReview))
        deeds = [
            request(world.app, lambda: history.mark_reviewed("2012-2020", 2020, SYSTEM))
            for _each in range(3)
        ]
        assert tally(at_once(deeds)) == {"done": 1, 409: 2}
