"""Files of history for tests: how one is brought in, judged, changed and written."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select, text

from app.extensions import db
from app.imports.models import ImportRow
from app.imports.services import apply, batches, decide, reading
from app.imports.services.perform import get
from tests.factories import World, tax_code

# What apply writes and roll-back takes away.
TABLES = (
    "ledger_entry", "organisation", "identifier", "beneficiary", "organisation_word",
    "product_result",
)  # fmt: skip
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
        return batches.judge_file(batch, settings, officer).id


def with_batch(
    world: World, batch_id: int, deed: Callable[..., Any], *args: Any, **how: Any
) -> Any:
    with world.writing():
        done = deed(get(batch_id), *args, **how)
        return done if isinstance(done, int) else None


def with_row(
    world: World, batch_id: int, position: int, deed: Callable[..., Any], *args: Any, **how: Any
) -> None:
    """Do something to the row at a position of the file, as the officer."""
    row_id = rows(world, batch_id)[position - 1].id
    with world.writing():
        deed(decide.get(batch_id, row_id), *args, world.officer, **how)


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
