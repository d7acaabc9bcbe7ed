"""What moves while a file of history waits, and how its batch is taken back."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.access import SYSTEM
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.imports.services import apply, decide, rejudge, rollback
from app.imports.services.decide import Bulk
from app.imports.services.perform import get
from app.ledger.models import Entry
from app.ledger.services import batches as ledger_batches
from app.ledger.services import history
from app.ledger.services.slots import SlotTaken
from app.organisations.models import Organisation
from app.organisations.services import members
from app.organisations.services import queries as organisations
from app.programmes.services import contents
from tests import people
from tests.factories import FIVE_S, World
from tests.shared.histories import NEW, applied, brought, csv, dump, judged, with_batch


def test_what_changed_since_the_judgement_is_told_and_nothing_is_written(world: World) -> None:
    member = world.organisation()
    with world.reading():
        code = organisations.get(member.organisation_id).code
    batch = brought(world, csv(f"Đơn vị,{code},5S,2015,", f"Công ty Một,{NEW},5S,2015,"))
    with world.writing():
        history.record_given(
            scope="2012-2020",
            organisation=organisations.get(member.organisation_id),
            content=contents.get(FIVE_S),
            year=2014,
            by=SYSTEM,
        )
    before = dump(world)
    with pytest.raises(apply.Changed, match=r"lich-su\.csv, dòng 2") as refused:
        applied(world, batch)
    assert refused.value.status == 409
    assert dump(world) == before
    assert judged(world, batch) == ["known", "new"]
    with world.writing():
        opened = get(batch)
        assert rejudge.anew(opened) == 1
    assert judged(world, batch) == ["duplicate_support", "new"]


def test_a_batch_somebody_builds_on_is_not_taken_back(world: World) -> None:
    batch = brought(world, csv(f"Công ty Một,{NEW},5S,2015,", "HTX Hai,,TXNG,2015,"))
    applied(world, batch)
    with world.writing():
        made = db.session.scalars(
            select(Organisation).where(Organisation.batch_id == batch).order_by(Organisation.id)
        ).all()
        person = people.person("nguoi@don-vi.example.vn")
        members.join(person, made[0].id, members.SIGNATORY, by=SYSTEM)
        entry = db.session.scalars(select(Entry).where(Entry.batch_id == batch)).first()
        assert entry is not None
        entry.state = "set_aside"
        made[1].name = "HTX Hai Mới"
    before = dump(world)
    with pytest.raises(Conflict) as refused:
        with_batch(world, batch, rollback.start, "Sai", world.lead)
    for words in ("1 người đại diện", "1 đơn vị đã được sửa", "1 lượt trong sổ đã thay đổi"):
        assert words in refused.value.message
    assert dump(world) == before
    with world.reading():
        assert get(batch).state == "applied"


def test_a_batch_whose_support_lets_another_block_nothing_is_not_taken_back(world: World) -> None:
    member = world.organisation()
    with world.reading():
        code = organisations.get(member.organisation_id).code
    first = brought(world, csv(f"Đơn vị,{code},5S,2026,1/QĐ"), programme="KH-DEMO-2026-2030")
    applied(world, first)
    second = brought(
        world, csv(f"Đơn vị,{code},5S,2025,2/QĐ"), "hai.csv", programme="KH-DEMO-2026-2030"
    )
    with_batch(world, second, decide.bulk, Bulk("set_aside"), world.officer)
    applied(world, second)
    with pytest.raises(Conflict, match="1 lượt trùng không chặn"):
        with_batch(world, first, rollback.start, "Sai", world.lead)
    with pytest.raises(SlotTaken):
        world.submitted(member, FIVE_S)
    with_batch(world, second, rollback.start, "Sai", world.lead)
    with_batch(world, first, rollback.start, "Sai", world.lead)
    assert world.count(Entry) == 0


def test_only_a_lead_takes_back_and_only_with_a_reason(world: World) -> None:
    batch = brought(world, csv(f"Công ty Một,{NEW},5S,2015,"))
    applied(world, batch)
    with pytest.raises(DomainError) as refused:
        with_batch(world, batch, rollback.start, "Sai", world.officer)
    assert refused.value.status == 403
    with pytest.raises(Invalid, match="lý do"):
        with_batch(world, batch, rollback.start, " ", world.lead)


def test_the_database_lets_an_entry_go_only_with_its_batch_being_taken_back(world: World) -> None:
    batch = brought(world, csv(f"Công ty Một,{NEW},5S,2015,"))
    applied(world, batch)
    with pytest.raises(DBAPIError, match="append-only"), world.writing():
        ledger_batches.erase(batch)
    other = brought(world, csv(f"Công ty Một,{NEW},TXNG,2015,"), "hai.csv")
    applied(world, other)
    with world.writing():
        db.session.execute(
            text("UPDATE import_batch SET state = 'rolling_back' WHERE id = :id"), {"id": other}
        )
        with pytest.raises(DBAPIError, match="append-only"), db.session.begin_nested():
            ledger_batches.erase(batch)
        assert ledger_batches.erase(other) == 1
