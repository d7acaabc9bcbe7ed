"""The record of a day, as JSON for machines and as a table for people."""

import json
import os
import platform
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from app import clock
from bench import report
from bench.day.recorder import Opened, Step
from tests.fixtures.letters import Received

SLOW = 300  # milliseconds of the server for a page


@dataclass(frozen=True)
class Day:
    """What was done, and what it cost."""

    dossiers: int
    engine: str
    steps: Sequence[Step]
    letters: Sequence[Received]
    checked: str

    def keep(self) -> Path:
        """Write both into the bench's results; return the one for people."""
        report.RESULTS.mkdir(exist_ok=True)
        path = report.RESULTS / f"day-{self.engine}-{clock.now():%Y-%m-%dT%H%M%S}.json"
        path.write_text(json.dumps(self.said(), ensure_ascii=False, indent=1) + "\n")
        path.with_suffix(".md").write_text(self.markdown())
        return path.with_suffix(".md")

    def said(self) -> dict[str, object]:
        """Return everything, each page that was opened included."""
        return {
            "at": clock.now().isoformat(),
            "python": platform.python_version(),
            "load": os.getloadavg(),
            "dossiers": self.dossiers,
            "engine": self.engine,
            "steps": [asdict(step) | {"screens": step.screens} for step in self.steps],
            "letters": self._letters(),
            "check": self.checked,
        }

    def markdown(self) -> str:
        """Return the day as tables."""
        lines = [
            self._first_line(),
            "",
            "| # | step | who | screens | clicks | typed | s | outcome |",
            "|---|---|---|---|---|---|---|---|",
            *(_row(number, step) for number, step in enumerate(self.steps, start=1)),
            "",
            "| page | times | least CPU ms | median | most | wall ms, least | median | most |",
            "|---|---|---|---|---|---|---|---|",
            *_pages(self.steps),
            "",
            "| letters by their subject | sent |",
            "|---|---|",
            *(f"| {subject} | {count} |" for subject, count in self._letters().items()),
        ]
        return "\n".join(lines) + "\n"

    def _first_line(self) -> str:
        total = sum(step.seconds for step in self.steps)
        return (
            f"{self.engine}, {self.dossiers:,} dossiers there before; {clock.today()}; "
            f"load {os.getloadavg()[1]:.0f}. {len(self.steps)} steps, "
            f"{sum(step.screens for step in self.steps)} screens, "
            f"{sum(step.clicks for step in self.steps)} clicks, {total:.0f} s; "
            f"{len(self.letters)} letters. {self.checked}."
        )

    def _letters(self) -> dict[str, int]:
        counted = Counter(_plain(letter.subject) for letter in self.letters)
        return dict(counted.most_common())


def _plain(subject: str) -> str:
    """Return a subject without the reference it names."""
    return " ".join("…" if word.strip(",:").startswith("NSCL-") else word
                    for word in subject.split())  # fmt: skip


def _row(number: int, step: Step) -> str:
    return (
        f"| {number} | {step.name} | {step.who} | {step.screens} | {step.clicks} | {step.typed} "
        f"| {step.seconds:.1f} | {step.outcome} |"
    )


def _pages(steps: Sequence[Step]) -> list[str]:
    """Return a row for each page, the dearest first; those above the limit are marked."""
    found: dict[str, list[Opened]] = defaultdict(list)
    for step in steps:
        for each in step.opened:
            found[f"{each.method} {each.page}"].append(each)
    rows = sorted(found.items(), key=lambda item: -median(each.cpu for each in item[1]))
    return [_page(name, opened) for name, opened in rows]


def _page(name: str, opened: Sequence[Opened]) -> str:
    cpu, wall = sorted(each.cpu for each in opened), sorted(each.wall for each in opened)
    said = f"**{name}**" if cpu[0] > SLOW or wall[0] > SLOW else name
    return (
        f"| {said} | {len(opened)} | {cpu[0]:.0f} | {median(cpu):.0f} | {cpu[-1]:.0f} "
        f"| {wall[0]:.0f} | {median(wall):.0f} | {wall[-1]:.0f} |"
    )
