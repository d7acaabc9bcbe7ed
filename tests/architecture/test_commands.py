"""The commands of the documentation are ones that run."""

import re

from tests.fixtures.cluster import ROOT

COMMAND = re.compile(r"-m pytest((?: +[^\s`#…]+)+)")
SAID_IN = ("Makefile", "CONTRIBUTING.md", "docs/performance.md")


def test_the_commands_of_tests_name_what_there_is_with_each_option_apart() -> None:
    """Pytest knows what its plugins add only when it stands alone: `-s -n 0`, never `-sn 0`."""
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in SAID_IN]
    parts = {part for text in texts for said in COMMAND.findall(text) for part in said.split()}
    places = sorted(part for part in parts if part.startswith("tests/"))
    assert places
    assert [each for each in places if not (ROOT / each).exists()] == []
    assert [each for each in sorted(parts) if re.match(r"-[a-z]{2}", each)] == []
