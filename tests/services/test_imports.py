"""A file of history from its bytes to the ledger and back, on both databases."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select, text

from app.extensions import db
from app.imports.models import ImportRow
from app.imports.services import apply, batches, decide, reading, rollback
from app.imports.services.decide import Bulk
from app.imports.services.perform import get
from app.ledger.services import batches as ledger_batches
from app.programmes.services import contents
from tests.factories import World, tax_code
from tests.messy_history import messy

# What apply writes and roll-back takes away.
TABLES = ("ledger_entry", "organisation", "identifier", "beneficiary", "organisation_word")
HEADINGS = "Tên đơn vị,Mã số thuế,Nội dung hỗ trợ,Năm,Số văn bản"
NEW = tax_code(400)


def dump(world: World) -> dict[str, list[Any]]:
    """Return every row of what an import touches, as the database has it."""
    with world.reading():
        return {
            table: sorted(
                (tuple(row) for row in db.session.execute(text(f"SELECT * FROM {table}"))), key=repr
            )
            for table in TABLES
        }


def csv(*lines: str) -> bytes:
    return "\n".join((HEADINGS, *lines)).encode()


def brought(
    world: World, content: bytes, name: str = "lich-su.csv", *, programme: str = "", **chosen: Any
) -> int:
    """Upload a file, take the guess and judge it; return the batch's id."""
    officer = world.officer
    with world.writing():
        batch = batches.upload(content, name, officer)
        settings = reading.chosen_for(batch, programme)
        for key, value in chosen.items():
            setattr(settings, key, value)
        return batches.judge_anew(batch, settings, officer).id


def with_batch(
    world: World, batch_id: int, deed: Callable[..., Any], *args: Any, **how: Any
) -> Any:
    with world.writing():
        done = deed(get(batch_id), *args, **how)
        return done if isinstance(done, int) else None


def applied(world: World, batch_id: int) -> None:
    with_batch(world, batch_id, apply.start, world.officer)


def rows(world: World, batch_id: int) -> list[ImportRow]:
    with world.reading():
        found = db.session.scalars(
            select(ImportRow).where(ImportRow.batch_id == batch_id).order_by(ImportRow.position)
        ).all()
        db.session.expunge_all()
        return list(found)


def judged(world: World, batch_id: int) -> list[str]:
    return [row.judgement for row in rows(world, batch_id)]


def test_a_messy_history_goes_in_and_comes_out_to_the_byte(world: World) -> None:
    content, truth = messy(300)
    before = dump(world)
    batch = brought(world, content, "lich-su.xlsx")
    found = rows(world, batch)
    assert [(row.sheet, row.row_number) for row in found] == [(t.sheet, t.row) for t in truth]
    with world.reading():
        codes = {each.id: each.code for each in contents.listed(with_history=True)}
    assert [codes[row.content_id or 0] for row in found] == [t.content for t in truth]
    assert [row.given_year for row in found] == [t.year for t in truth]
    assert dump(world) == before  # judged, and nothing written
    for what in ("link_likely", "new_likely", "proposal", "skip_errors"):
        with_batch(world, batch, decide.bulk, Bulk(what), world.officer)
    assert not [row for row in rows(world, batch) if row.outcome == "open"]
    applied(world, batch)
    with world.reading():
        told = get(batch).counts["outcomes"]
        assert get(batch).state == "applied"
        assert told["use"] + told.get("set_aside", 0) == ledger_batches.count(batch) > 250
    assert dump(world) != before
    with_batch(world, batch, rollback.roll_back, "Nhầm tệp", world.lead)
    assert dump(world) == before
    assert world.count(ImportRow, ImportRow.batch_id == batch) == 300
