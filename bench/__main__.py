"""`python -m bench [--sizes 1000,10000] [--engines sqlite,postgresql] [--quick]`."""

import argparse
import sys
from time import perf_counter

from flask import Flask

from app import transactions
from bench import databases, exports, fill, history, likeness, pages, papers, report, submission

READY, TIMES = 91, 200
QUICK_READY, QUICK_TIMES = 16, 30


def main() -> None:
    """Measure on each database at each size; print one table and keep it as JSON."""
    asked = _arguments()
    print(likeness.report())
    if asked.likeness:
        return
    print(history.report())
    print(papers.report())
    print(exports.report())
    lines: list[report.Line] = []
    with databases.folder() as place:
        for engine in asked.engines:
            with databases.application(engine, place) as app:
                for size in asked.sizes:
                    lines += _at(app, engine, size, asked.quick)
    report.grown(lines)
    print(report.table(lines))
    print(f"kept in {report.keep(lines)}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", type=_numbers, default=[1_000, 10_000], help="dossiers, rising")
    parser.add_argument(
        "--engines", type=lambda text: text.split(","), default=["sqlite", "postgresql"]
    )
    parser.add_argument("--quick", action="store_true", help="few repetitions: a rough look")
    parser.add_argument("--likeness", action="store_true", help="only how alike names are told")
    return parser.parse_args()


def _numbers(text: str) -> list[int]:
    return sorted(int(each) for each in text.split(","))


def _at(app: Flask, engine: str, size: int, quick: bool) -> list[report.Line]:
    began = perf_counter()
    with app.app_context(), transactions.writing():
        batch = fill.grow(size - fill.count(), ready=QUICK_READY if quick else READY)
    databases.settle(app)
    _say(f"{engine}: {size:,} dossiers, {batch.rows:,} rows in {perf_counter() - began:.1f} s")
    lines = pages.measure(app, batch, QUICK_TIMES if quick else TIMES)
    lines += submission.measure(app, batch.ready)
    for line in lines:
        line.engine, line.rows = engine, size
    _say(f"{engine}: measured in {perf_counter() - began:.1f} s")
    return lines


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
