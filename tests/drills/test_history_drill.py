"""The first day: a messy history into an empty instance, decided, asked, and out to the byte.

`ROWS=5000 python -m pytest -s -n 0 tests/drills/test_history_drill.py` measures it on both
databases.
"""

import os
from pathlib import Path

import pytest

from tests import history_drill
from tests.fixtures.application import environment
from tests.fixtures.database import ENGINES

ROWS = os.environ.get("ROWS")
NO_MAIL = 9


@pytest.mark.engines(*(ENGINES if ROWS else ENGINES[:1]))
def test_what_each_was_given_is_answered_and_a_batch_leaves_nothing(
    empty_database_url: str, tmp_path: Path
) -> None:
    environ = environment(empty_database_url, tmp_path, NO_MAIL)
    found = history_drill.run(environ, tmp_path, int(ROWS or 400))
    print(found.report())
    assert found.left == 0
    assert found.judgements.keys() == {
        "new", "known", "likely_known", "duplicate_support", "error",
    }  # fmt: skip
    assert found.recall >= 0.99, found.wrong
    assert found.precision >= 0.99, found.wrong
    assert found.as_before
