"""`python -m bench.imports [ROWS] [ENGINE…]`: a Sở's first day (`tests/history_drill.py`), timed.

A messy history in, its doubts decided, who was given what asked of the book, and out again.
"""

import sys
from pathlib import Path

from bench import databases
from tests import history_drill
from tests.fixtures.application import environment
from tests.fixtures.database import own_database

NO_MAIL = 9  # nothing listens there: the drill sends no letter


def main() -> None:
    """Run the drill on each database."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    engines = sys.argv[2:] or ["sqlite", "postgresql"]
    for engine in engines:
        with databases.folder() as place:
            if engine == "sqlite":
                found = _drill(f"sqlite:///{place / 'bench.sqlite3'}", place, rows)
            else:
                address = own_database("TEMPLATE template0")
                found = _drill(next(address), place, rows)
                address.close()
            print(f"{engine}: {found}", flush=True)


def _drill(url: str, place: Path, rows: int) -> str:
    return history_drill.run(environment(url, place, NO_MAIL), place, rows).report()


if __name__ == "__main__":
    main()
