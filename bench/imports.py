"""`python -m bench.imports [ROWS] [ENGINE…]`: a messy history in, decided, written, out again.

Prints seconds of each step on both databases and whether the tables are afterwards what they were.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from time import perf_counter

from flask import Flask
from sqlalchemy import text

from app import transactions
from app.access import SYSTEM
from app.extensions import db
from app.imports.services import apply, batches, decide, reading, rollback
from app.imports.services.decide import Bulk
from app.imports.services.perform import get
from app.programmes.services import plans
from app.programmes.services.catalogue import SHIPPED
from bench import databases
from tests import messy_history

TABLES = ("ledger_entry", "organisation", "identifier", "beneficiary", "organisation_word")
DOUBTS = ("link_likely", "new_likely", "proposal", "skip_errors")


def main() -> None:
    """Run the drill on each database."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    messy_history.PER_SHEET = max(messy_history.PER_SHEET, rows // 50)  # a book has 100 at most
    content, _truth = messy_history.messy(rows)
    print(f"{rows:,} rows, {len(content):,} bytes")
    with databases.folder() as place:
        for engine in sys.argv[2:] or ("sqlite", "postgresql"):
            with databases.application(engine, place) as app:
                _drill(app, engine, content)


@contextmanager
def _step(app: Flask, engine: str, name: str) -> Iterator[None]:
    began = perf_counter()
    with app.app_context(), transactions.writing():
        yield
    print(f"{engine:<11}{name:<12}{perf_counter() - began:8.1f} s", flush=True)


def _drill(app: Flask, engine: str, content: bytes) -> None:
    with app.app_context(), transactions.writing():
        plans.load(SHIPPED.with_name("demo.yaml"), SYSTEM)
    before = _print(app)
    with _step(app, engine, "upload"):
        batch_id = batches.upload(content, "lich-su.xlsx", SYSTEM).id
    with _step(app, engine, "judge"):
        batch = get(batch_id)
        batches.judge_anew(batch, reading.chosen_for(batch), SYSTEM, step=lambda _done: None)
        print(get(batch_id).counts)
    with _step(app, engine, "decide"):
        for what in DOUBTS:
            decide.bulk(get(batch_id), Bulk(what), SYSTEM)
    with _step(app, engine, "apply"):
        apply.start(get(batch_id), SYSTEM, here=True)
        print(get(batch_id).counts)
    with _step(app, engine, "roll back"):
        rollback.roll_back(get(batch_id), "bench", SYSTEM)
    print(f"{engine:<11}the tables are as before: {_print(app) == before}")


def _print(app: Flask) -> str:
    """Return a digest of every row of what an import touches."""
    digest = sha256()
    with app.app_context(), transactions.reading():
        for table in TABLES:
            found = db.session.execute(text(f"SELECT * FROM {table}"))
            for row in sorted(repr(tuple(row)) for row in found):
                digest.update(row.encode())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
