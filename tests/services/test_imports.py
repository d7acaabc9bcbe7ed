"""A file of history from its bytes to the ledger and back, on both databases."""

import io
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select, text

from app import clock
from app.access import Actor
from app.applications.services import submit
from app.audit import services as audit
from app.audit.models import Event
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.imports.models import ImportBatch, ImportRow
from app.imports.services import apply, batches, decide, reading, rollback, weighing, work
from app.imports.services.correct import Correction, correct
from app.imports.services.decide import Bulk
from app.imports.services.perform import get
from app.ledger.models import Entry
from app.ledger.services import batches as ledger_batches
from app.ledger.services import history
from app.organisations.models import Organisation
from app.organisations.services import queries as organisations
from app.programmes.models import Programme
from app.programmes.services import contents
from tests.factories import FIVE_S, ISO9001, SCOPE, Member, World, tax_code
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


def with_batch(world: World, batch_id: int, deed: Callable[..., Any], *args: Any, **how: Any) -> Any:
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


def test_drill(world: World) -> None:
    import time
    content, truth = messy(300)
    before = dump(world)
    t=time.time()
    batch = brought(world, content, "messy.xlsx")
    print("judged", time.time()-t)
    found = rows(world, batch)
    print(Counter((r.judgement, r.outcome) for r in found), len(truth), len(found))
    with world.reading():
        codes = {c.id: c.code for c in contents.listed(with_history=True)}
    by = {(t.sheet, t.row): t for t in truth}
    bad = 0
    for r in found:
        t_ = by.get((r.sheet, r.row_number))
        if t_ is None or codes.get(r.content_id) != t_.content or r.given_year != t_.year:
            bad += 1
            if bad < 10: print(r.place, r.name, r.content_text, codes.get(r.content_id), r.given_year, t_, r.faults)
    print("bad", bad)
    for r in found:
        if r.judgement in ("error", "likely_known"): print(r.place, r.name, r.code, r.judgement, r.faults, r.candidates[:1])
    assert dump(world) == before
    assert 0
