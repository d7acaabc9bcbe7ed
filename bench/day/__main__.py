"""`python -m bench.day [--dossiers 10000] [--shots DIR]`: an office's day, recorded.

On an instance of its own with so many invented dossiers, a real browser does what an office does
in a day, as the people who do it: from a dossier sent from a telephone to thirty signed on paper
and issued, and a second round signed on screen. It stops with an error when anything acts
otherwise; else it keeps what was done, by whom, in how many screens and clicks, and what each page
cost.
"""

import argparse
import os
import shutil
import sys
from functools import partial
from pathlib import Path
from time import perf_counter

from playwright.sync_api import sync_playwright

from bench import databases
from bench.day import council, desk, morning, papers, place, record, signing
from bench.day.morning import Sizes
from bench.day.recorder import DayFailed, Recorder
from tests.fixtures.browsing import FLAGS


def main() -> None:
    """Do the day, print it and keep it."""
    parser = argparse.ArgumentParser(prog="python -m bench.day", description=__doc__)
    parser.add_argument("--dossiers", type=int, default=10_000, help="there before the day")
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--shots", type=Path, help="a folder for a picture of each step")
    parser.add_argument("--round", type=_sizes, default=Sizes(), help="first,quota,second")
    asked = parser.parse_args()
    if asked.shots:
        asked.shots.mkdir(parents=True, exist_ok=True)
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if browser is None:
        raise SystemExit("Chromium is missing: install it, or set CHROMIUM")
    say = partial(_say, perf_counter())
    with (
        databases.folder() as folder,
        place.opened(folder, asked.engine, asked.dossiers, say) as service,
        sync_playwright() as playwright,
    ):
        mail = morning.arrive(service, asked.round)
        say(f"{len(mail.first) + len(mail.second)} dossiers came in overnight")
        chromium = playwright.chromium.launch(executable_path=browser, args=FLAGS)
        watch = Recorder(chromium, service.url, service.web, asked.shots)
        with watch.counting():
            office = desk.enter(service, watch, mail, folder)
            for part in (desk.morning, council.selected, signing.paper_way, papers.made,
                         signing.reserve, signing.screen_way):  # fmt: skip
                part(office)
                say(f"{part.__name__}: {watch.steps[-1].outcome}")
        chromium.close()
        service.quiet()
        checked = service.flask("check").strip().splitlines()[-1]
        if fault := place.traceback(folder):
            raise SystemExit(f"the service failed on the way\n{fault}")
        day = record.Day(asked.dossiers, asked.engine, watch.steps, service.sink.letters, checked)
    print(day.markdown())
    say(f"kept in {day.keep()}")


def _sizes(typed: str) -> Sizes:
    return Sizes(*(int(each) for each in typed.split(",")))


def _say(began: float, line: str) -> None:
    print(f"{perf_counter() - began:5.0f} s  {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except (DayFailed, AssertionError) as failure:
        raise SystemExit(f"the day stopped: {failure}") from failure
