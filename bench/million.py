"""`python -m bench.million [--sizes 10000,1000000] [--engines sqlite]`: the queue alone, large.

A small batch of whole dossiers is copied, with organisations of their own, until there are as many
as asked: only what the queue reads (dossiers, their words and marks, organisations). It measures
the queue at all sizes in turns. With `--keep` and `--server` the databases stay for another run.
"""

import argparse
import gc
import json
import random
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Table, func, select, text

from app import clock, transactions
from app.access import Actor
from app.accounts.models import Person
from app.accounts.services import sign_in
from app.applications.mark_models import DossierMark
from app.applications.models import Application, SearchWord
from app.applications.services import search
from app.extensions import db
from app.organisations.models import Beneficiary, Organisation
from app.review import filters as asked
from app.review.filters import Filters
from app.review.services import queue
from app.text import words
from bench import databases, fill, pages, report, timing

SEED, TEMPLATES, CHUNK = 79, 1_000, 20_000
LETTERS = "abcdeghiklmnopqrstuvxy"
Values = dict[str, Any]


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
                    _filled(app, engine, size)
                for name, each in _measured(apps, wanted.times).items():
                    found[f"{engine}: {name}"] = each
                    _say(f"  {name:44} " + "  ".join(f"{k} {v}" for k, v in each.items()))
    report.RESULTS.mkdir(exist_ok=True)
    kept = report.RESULTS / f"million-{clock.today():%Y%m%d}.json"
    kept.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    _say(f"kept in {kept}")


def _filled(app: Flask, engine: str, size: int) -> None:
    """Fill the database up to `size`; one that was kept is full already."""
    began = perf_counter()
    with app.app_context(), transactions.reading():
        known = fill.count()
    if known == 0:
        with app.app_context(), transactions.writing():
            fill.grow(TEMPLATES)
    if known < size:
        _grow(app, size)
        databases.settle(app)
        _analyse(app)
    _say(f"{engine}: {size:,} dossiers after {perf_counter() - began:.0f} s")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _analyse(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA query_only=OFF")
            connection.exec_driver_sql("ANALYZE")
            connection.commit()


def _grow(app: Flask, size: int) -> None:
    """Copy whole dossiers until there are `size`; foreign keys are right by how they are made."""
    with app.app_context(), db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":  # before the transaction begins
            cursor = connection.connection.cursor()
            for pragma in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-1500000"):
                cursor.execute(f"PRAGMA {pragma}")
        with transactions.opened(writing=True):
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            gc.disable()  # millions of rows, none of them in a circle
            _copy(connection, size)
            gc.enable()
            connection.commit()
    with app.app_context():
        db.engine.dispose()


def _copy(connection: Connection, size: int) -> None:
    dice = random.Random(SEED + size)
    templates = [
        dict(row._mapping)
        for row in connection.execute(
            select(Application.__table__).where(Application.submitted_at.is_not(None)).limit(800)
        )
    ]
    known = [dict(row._mapping) for row in connection.execute(select(Organisation.__table__))]
    owner = known[0]
    content_words = {
        key: words(code)
        for key, code in connection.execute(text("SELECT id, code FROM support_content"))
    }
    owner_words: list[str] = []
    ids = {
        table: connection.scalar(select(func.max(table.c.id))) or 0
        for table in (Application.__table__, Organisation.__table__, Beneficiary.__table__)
    }
    have = connection.scalar(select(func.count()).select_from(Application)) or 0
    dossiers: list[Values] = []
    owners: list[Values] = []
    found: list[tuple[str, int]] = []
    marks: list[tuple[str, int]] = []
    first = ids[Application.__table__]
    for number in range(max(0, size - have)):
        if number % 4 == 0:
            owner = dice.choice(known)
            owner = {**owner, "id": ids[Organisation.__table__] + 1 + number // 4,
                     "beneficiary_id": ids[Beneficiary.__table__] + 1 + number // 4}  # fmt: skip
            invented = "".join(dice.choices(LETTERS, k=4))
            owner["name"] = f"Công ty TNHH Nông sản {invented.title()} Xứ Lạng {number // 4}"
            owners.append(owner)
            owner_words = words(owner["name"])
        made = _dossier(dice, dice.choice(templates), owner, first + 1 + number)
        dossiers.append(made)
        said = {*owner_words, *content_words[made["content_id"]],
                *words(made["reference"]), made["reference"].replace("-", "").lower(),
                f"77{owner['id']:08d}"}  # fmt: skip
        found += [(word, made["id"]) for word in said]
        if made["has_warning"]:
            marks += [("w", made["id"]), (f"w:{dice.choice(('alike', 'scope'))}", made["id"])]
        if dice.random() < 0.1:
            marks.append(("p:chuoi_gia_tri", made["id"]))
    roots = [{"id": each["beneficiary_id"], "root_code": f"77{each['id']:08d}"} for each in owners]
    _put(connection, Beneficiary.__table__, roots)
    _put(connection, Organisation.__table__, owners)
    _put(connection, Application.__table__, dossiers)
    found.sort()
    marks.sort()
    _pairs(connection, SearchWord.__table__, found)
    _pairs(connection, DossierMark.__table__, marks)


def _pairs(connection: Connection, table: Table, found: Sequence[tuple[str, int]]) -> None:
    """Put pairs in, past SQLAlchemy: there are ten of them for each dossier."""
    first = table.columns.keys()[0]
    cursor = connection.connection.cursor()
    if connection.dialect.name == "sqlite":
        cursor.executemany(
            f"INSERT INTO {table.name} ({first}, application_id) VALUES (?, ?)", found
        )
        return
    with cursor.copy(f"COPY {table.name} ({first}, application_id) FROM STDIN") as copy:
        for pair in found:
            copy.write_row(pair)


def _dossier(dice: random.Random, like: Values, owner: Values, number: int) -> Values:
    began = clock.now() - timedelta(minutes=dice.randrange(2_000_000))
    return {
        **like,
        "id": number,
        "reference": f"NSCL-{dice.randrange(20, 27)}-{number:07d}-K",
        "organisation_id": owner["id"],
        "organisation_kind": owner["kind"],
        "commune_code": owner["commune_code"],
        "sort_name": search.sort_name(owner["name"]),
        "has_warning": dice.random() < 0.08,
        "submitted_at": began,
        "due_on": clock.today() + timedelta(days=dice.randrange(-30, 60)),
        "project_id": like["project_id"],
        "profile": {},
        "arrival_number": "",
        "arrived_on": None,
        "mandate_id": None,
    }


def _put(connection: Connection, table: Table, rows: Iterable[Values]) -> None:
    waiting = iter(rows)
    while several := list(islice(waiting, CHUNK)):
        connection.execute(table.insert(), several)


def _measured(apps: dict[int, Flask], times: int) -> dict[str, dict[str, float]]:
    """Return CPU and wall milliseconds of the pages, and wall of what the database does alone.

    All sizes in turns: a busy neighbour disturbs them alike, and growth is a ratio of pairs.
    """
    jobs: dict[str, Callable[[], object]] = {}
    rare: dict[str, Callable[[], object]] = {}
    alone: dict[str, Callable[[], object]] = {}
    for size, app in apps.items():
        client = pages.client_of(app, fill.OFFICER)
        with app.app_context(), transactions.reading():
            actor = sign_in.actor_of(
                db.session.scalars(select(Person.id).where(Person.email == fill.OFFICER)).one()
            )
            deep, known = pages.deep_key(), _newest_code()
        for name, path in PAGES.items():
            into = rare if "bo-loc" in path else jobs
            into[f"{name}, {size}"] = partial(client.get, path.format(deep=deep))
        for name, ask in _asks(actor, known).items():
            alone[f"{name}, {size}"] = partial(_inside, app, ask)
    timed = timing.in_turns(jobs, times)
    timed |= timing.in_turns(rare, max(times // 10, 3))
    lines = {name: _figures(each, cpu=True) for name, each in timed.items()}
    return lines | {
        name: _figures(each, cpu=False) for name, each in timing.in_turns(alone, times).items()
    }


# More than a page's rows have the first four at 10,000 already; of the others 8 there, 1,000 at 1M.
FOUR = "dot=BENCH&loai=doanh-nghiep&trang-thai=dang-tham-dinh"
SELDOM = "noi-dung=HTQL-9001&loai=doanh-nghiep&canh-bao=co"
PAGES = {
    "page": "/xet-duyet?trang-thai=dang-giai-quyet",
    "page, 90 % deep": "/xet-duyet?trang-thai=dang-giai-quyet&sau={deep}",
    "page, a commune": "/xet-duyet?xa=05977",
    "page, a content by name": "/xet-duyet?noi-dung=HTQL-9001&sap-xep=don-vi",
    "page, a content and a kind": "/xet-duyet?noi-dung=HTQL-9001&loai=doanh-nghiep",
    "page, four filters": f"/xet-duyet?{FOUR}&han=con-han",
    "page, four that seldom meet": f"/xet-duyet?{SELDOM}&han=qua-han",
    "page, two words": "/xet-duyet?tim=nong+san&trang-thai=duoc-phe-duyet",
    "my work": "/viec-cua-toi",
    "filters with counts": "/xet-duyet/bo-loc",
    "filters with counts, a status": "/xet-duyet/bo-loc?trang-thai=duoc-phe-duyet",
    "filters with counts, a commune": "/xet-duyet/bo-loc?xa=05977",
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
