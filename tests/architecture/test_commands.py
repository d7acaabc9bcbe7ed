"""The commands of the documentation are ones that run."""

import re
import subprocess
import sys

from tests.fixtures.cluster import ROOT

COMMAND = re.compile(r"-m pytest((?: +[^\s`#…]+)+)")
SAID_IN = ("Makefile", "CONTRIBUTING.md", "docs/performance.md")


def commands() -> list[str]:
    """Return what follows `-m pytest` wherever it is written."""
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in SAID_IN]
    return sorted({found.strip() for text in texts for found in COMMAND.findall(text)})


def test_the_commands_of_tests_that_are_written_down_are_understood() -> None:
    """Each is begun on a file without tests: that is enough for pytest to refuse an option."""
    said = commands()
    places = {part for each in said for part in each.split() if part.startswith("tests/")}
    assert [part for part in sorted(places) if not (ROOT / part).exists()] == []
    options = {" ".join(p for p in each.split() if not p.startswith("tests/")) for each in said}
    for each in sorted(options):
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *each.split(), "--collect-only", "tests/people.py"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 5, f"{each}: {done.stdout[-500:]}{done.stderr}"  # no tests
