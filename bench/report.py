"""What was measured, as one table and as JSON."""

import json
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from app import clock
from bench.timing import Timed

RESULTS = Path(__file__).parent / "results"
HEADS = (
    ("database", -10), ("what", -34), ("rows", 6), ("CPU ms", 6), ("least", 6), ("wall ms", 7),
    ("p95", 6),
    ("floor", -20), ("CPU ms", 7), ("wall ms", 8), ("CPU ×", 6), ("wall ×", 6), ("growth", 7),
    ("queries", 8), ("kB", 6), ("kB gz", 6),
)  # fmt: skip


@dataclass
class Line:
    """One line of the table; times in milliseconds, sizes in bytes."""

    what: str
    ours: Timed
    floor_name: str
    floor: Timed
    queries: int | None = None
    size: int | None = None
    packed: int | None = None
    engine: str = ""
    rows: int = 0
    growth: float | None = None  # least wall time, from the smallest size to this one


def grown(lines: Sequence[Line]) -> None:
    """Write on each line how many times as long it took as at the smallest size."""
    first: dict[tuple[str, str, str], float] = {}
    for line in lines:
        smallest = first.setdefault((line.engine, line.what, line.floor_name), line.ours.least_wall)
        if smallest and line.rows > min(each.rows for each in lines):
            line.growth = line.ours.least_wall / smallest


def table(lines: Sequence[Line]) -> str:
    """Return the lines as text in columns."""
    rows = [[_fit(name, width) for name, width in HEADS]]
    rows += [
        [_fit(cell, width) for cell, (_name, width) in zip(_cells(line), HEADS, strict=True)]
        for line in lines
    ]
    return "\n".join("  ".join(row).rstrip() for row in rows)


def _fit(text: str, width: int) -> str:
    return text.ljust(-width) if width < 0 else text.rjust(width)


def _cells(line: Line) -> list[str]:
    return [
        line.engine,
        line.what,
        f"{line.rows:,}",
        f"{line.ours.cpu:.2f}",
        f"{line.ours.least_cpu:.2f}",
        f"{line.ours.wall:.2f}",
        f"{line.ours.p95:.2f}",
        line.floor_name,
        f"{line.floor.cpu:.2f}",
        f"{line.floor.wall:.2f}",
        f"{line.ours.cpu / line.floor.cpu:.1f}" if line.floor.cpu else "",
        f"{line.ours.wall / line.floor.wall:.1f}",
        f"{line.growth:.2f}" if line.growth else "",
        "" if line.queries is None else str(line.queries),
        "" if line.size is None else f"{line.size / 1000:.1f}",
        "" if line.packed is None else f"{line.packed / 1000:.1f}",
    ]


def keep(lines: Sequence[Line]) -> Path:
    """Write the lines to bench/results and return the file."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{clock.now():%Y-%m-%dT%H%M%S}.json"
    said = {
        "python": platform.python_version(),
        "at": clock.now().isoformat(),
        "lines": [asdict(line) for line in lines],
    }
    path.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path
