"""`python -m bench.million [--sizes 10000,1000000] [--engines sqlite]`: the queue alone, large.

`bench.copies` fills the databases; the queue is measured at all sizes in turns. With `--keep` and
`--server` the databases stay for another run.
"""

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock, transactions
from app.access import Actor
from app.accounts.models import Person
from app.accounts.services import sign_in
from app.extensions import db
from app.organisations.models import Beneficiary
from app.review import filters as asked
from app.review.filters import Filters
from app.review.services import queue
from bench import copies, databases, fill, pages, report, timing


def main() -> None:
    """Fill, measure, print and keep one line for each thing asked at each size."""
    parser = argparse.ArgumentParser(prog="python -m bench.million", description=__doc__)
    parser.add_argument("--sizes", type=lambda said: [int(size) for size in said.split(",")],
                        default=[10_000, 1_000_000])  # fmt: skip
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--engines", type=lambda said: said.split(","),
                        default=["sqlite", "postgresql"])  # fmt: skip
    parser.add_argument("--keep", type=Path, help="a folder in which SQLite's files stay")
    parser.add_argument("--server", default="", help="of PostgreSQL, where the databases stay")
    wanted = parser.parse_args()
    found: dict[str, Any] = {}
    with databases.folder() as place:
        for engine in wanted.engines:
            with ExitStack() as open_ones:
                apps = {
                    size: open_ones.enter_context(
                        databases.application(
                            engine, wanted.keep or place, f"bench_{size}", wanted.server
                        )
                    )
                    for size in wanted.sizes
                }
                for size, app in apps.items():
                    took = copies.up_to(app, size)
                    _say(f"{engine}: {size:,} dossiers after {took:.0f} s")
                for name, each in _measured(apps, wanted.times).items():
                    found[f"{engine}: {name}"] = each
                    _say(f"  {name:44} " + "  ".join(f"{k} {v}" for k, v in each.items()))
    report.RESULTS.mkdir(exist_ok=True)
    kept = report.RESULTS / f"million-{clock.today():%Y%m%d}.json"
    kept.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    _say(f"kept in {kept}")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _measured(apps: dict[int, Flask], times: int) -> dict[str, dict[str, float]]:
    """Return CPU and wall milliseconds of the pages, and wall of what the database does alone.

    A page's sizes follow one another: a busy neighbour disturbs them alike, growth is a ratio of
    pairs, and no database has the machine's caches to itself for a while.
    """
    jobs: dict[str, Callable[[], object]] = {}
    rare: dict[str, Callable[[], object]] = {}
    alone: dict[str, Callable[[], object]] = {}
    asked_of = {size: _asked_of(app) for size, app in apps.items()}
    for name, path in PAGES.items():
        into = rare if "bo-loc" in path else jobs
        for size, (client, deep, _asks_of) in asked_of.items():
            into[f"{name}, {size}"] = partial(client.get, path.format(deep=deep))
    for size, (_client, _deep, asks) in asked_of.items():
        for name, ask in asks.items():
            alone[f"{name}, {size}"] = partial(_inside, apps[size], ask)
    timed = timing.in_turns(jobs, times)
    timed |= timing.in_turns(rare, max(times // 10, 3))
    lines = {name: _figures(each, cpu=True) for name, each in timed.items()}
    return lines | {
        name: _figures(each, cpu=False) for name, each in timing.in_turns(alone, times).items()
    }


def _asked_of(app: Flask) -> tuple[FlaskClient, str, dict[str, Callable[[], object]]]:
    """Return an officer's client, the key of a page 90 % deep, and what the database is asked."""
    client = pages.client_of(app, fill.OFFICER)
    with app.app_context(), transactions.reading():
        actor = sign_in.actor_of(
            db.session.scalars(select(Person.id).where(Person.email == fill.OFFICER)).one()
        )
        return client, pages.deep_key(), _asks(actor, _newest_code())


# A page is full of all of these at 10,000 already (of the warnings 62 there, 7,840 at a million):
# growth compares 51 rows with 51. But of `FEW` there are 8 at 10,000, and 1,000 at a million.
FOUR = "dot=BENCH&loai=doanh-nghiep&trang-thai=dang-tham-dinh"
SELDOM = "dot=BENCH&loai=doanh-nghiep&canh-bao=co"
FEW = "noi-dung=HTQL-9001&loai=doanh-nghiep&canh-bao=co"
PAGES = {
    "page": "/xet-duyet?trang-thai=dang-giai-quyet",
    "page, 90 % deep": "/xet-duyet?trang-thai=dang-giai-quyet&sau={deep}",
    "page, a commune": "/xet-duyet?xa=06280",
    "page, a content by name": "/xet-duyet?noi-dung=HTQL-9001&sap-xep=don-vi",
    "page, a content and a kind": "/xet-duyet?noi-dung=HTQL-9001&loai=doanh-nghiep",
    "page, four filters": f"/xet-duyet?{FOUR}&han=con-han",
    "page, three that seldom meet": f"/xet-duyet?{SELDOM}",
    "page, four of few (8 rows at 10k)": f"/xet-duyet?{FEW}&han=qua-han",
    "page, two words": "/xet-duyet?tim=nong+san&trang-thai=duoc-phe-duyet",
    "my work": "/viec-cua-toi",
    "filters with counts": "/xet-duyet/bo-loc",
    "filters with counts, a status": "/xet-duyet/bo-loc?trang-thai=duoc-phe-duyet",
    "filters with counts, a commune": "/xet-duyet/bo-loc?xa=06280",
    "filters with counts, two": "/xet-duyet/bo-loc?noi-dung=HTQL-9001&loai=doanh-nghiep",
}


def _newest_code() -> str:
    codes = select(Beneficiary.root_code).order_by(Beneficiary.id.desc())
    return str(db.session.scalars(codes.limit(1)).one())


def _asks(actor: Actor, known: str) -> dict[str, Callable[[], object]]:
    asks: dict[str, Callable[[], object]] = {"counts of statuses": queue.counts}
    for name, wanted in {
        "search: a common word": Filters(query="cong ty"),
        "search: four words": Filters(query="nong san xu lang"),
        "search: a code": Filters(query=known),
        "search: the beginning of a name": Filters(query="cong ty abc"),
        "search: nothing": Filters(query="khongconoinao"),
        "order: newest": Filters(sort=asked.SUBMITTED),
        "order: names, ended": Filters(sort=asked.NAME, status=asked.OVER),
        "order: reference, a rare status": Filters(sort=asked.REFERENCE, status="lapsed"),
        "warnings by name": Filters(warning="scope", sort=asked.NAME),
    }.items():
        asks[name] = partial(queue.page, wanted, actor)
    return asks


def _inside(app: Flask, ask: Callable[[], object]) -> None:
    with app.app_context(), transactions.reading():
        ask()


def _figures(each: timing.Timed, *, cpu: bool) -> dict[str, float]:
    said = {
        "p50": round(each.wall, 2),
        "p95": round(each.p95, 2),
        "least": round(each.least_wall, 2),
    }
    return (
        {"cpu": round(each.cpu, 2), "least cpu": round(each.least_cpu, 2), **said} if cpu else said
    )


if __name__ == "__main__":
    main()
