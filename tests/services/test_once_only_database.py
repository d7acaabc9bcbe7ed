"""One content once: what the database itself refuses."""

from typing import Any

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError

from app import clock
from app.applications.services import submit
from app.audit.models import Event
from app.extensions import db
from app.ledger import services as ledger
from app.ledger.models import HELD, RELEASED, SET_ASIDE, USED, Entry
from app.organisations.services import queries as organisations
from app.programmes.services import contents
from tests.factories import ISO9001, SCOPE, World
from tests.shared.once_only import give


def test_everything_written_into_the_ledger_leaves_its_event(world: World) -> None:
    entry = give(world, world.organisation())
    with world.reading():
        recorded = db.session.scalars(
            select(Event).where(Event.subject == "ledger_entry", Event.subject_id == entry)
        ).one()
        assert recorded.action == "record_given"


@pytest.mark.parametrize(("first", "second"), [(HELD, USED), (USED, HELD)])
def test_a_second_held_or_used_row_is_refused_by_the_database(
    world: World, first: str, second: str
) -> None:
    member = world.organisation()
    with world.reading():
        beneficiary_id = organisations.get(member.organisation_id).beneficiary_id
        content_id = contents.get(ISO9001).id

    def row(state: str) -> dict[str, Any]:
        return {
            "scope": SCOPE,
            "beneficiary_id": beneficiary_id,
            "organisation_id": member.organisation_id,
            "content_id": content_id,
            "rule_key": ISO9001,
            "standard": "",
            "state": state,
            "source_reference": "",
            "document_number": "",
            "given_year": 2026,
            "created_at": clock.now(),
        }

    with world.writing():
        db.session.execute(insert(Entry), [row(RELEASED), row(SET_ASIDE), row(first)])
    with pytest.raises(IntegrityError), world.writing():
        db.session.execute(insert(Entry), [row(second)])
    with pytest.raises(IntegrityError), world.writing():
        db.session.execute(
            update(Entry).where(Entry.state.in_((RELEASED, SET_ASIDE))).values(state=second)
        )


def test_a_row_of_the_ledger_cannot_be_deleted(world: World) -> None:
    give(world, world.organisation())
    with pytest.raises(Exception, match="append-only"), world.writing():
        db.session.execute(text("DELETE FROM ledger_entry"))
    assert world.count(Entry) == 1


def test_where_the_check_sees_nothing_the_index_refuses_with_the_same_words(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = world.organisation()
    world.submitted(member)
    second = world.draft(member)
    monkeypatch.setattr("app.ledger.services.slots.holder", lambda *_args: None)
    with pytest.raises(ledger.SlotTaken, match="Một nội dung chỉ được hỗ trợ 01 lần") as refused:
        world.do(submit.submit, second, member.actor)
    assert refused.value.status == 409
    assert world.status(second) == "draft"
