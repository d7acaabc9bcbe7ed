"""Filling a database with as many dossiers as asked, for `bench.million`: copies of a small batch.

Only what the queue reads is copied (dossiers, their words and marks), with organisations of their
own.
"""

import gc
import random
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import islice
from time import perf_counter
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Table, func, select, text

from app import clock, transactions
from app.applications.mark_models import DossierMark
from app.applications.models import Application, SearchWord
from app.applications.services import search
from app.extensions import db
from app.organisations.models import Beneficiary, Organisation
from app.text import words
from bench import databases, fill

SEED, TEMPLATES, CHUNK = 79, 1_000, 20_000
LETTERS = "abcdeghiklmnopqrstuvxy"
Values = dict[str, Any]


def up_to(app: Flask, size: int) -> float:
    """Fill the database up to `size` dossiers; return how long it took, in seconds.

    One that was kept is full already.
    """
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
    return perf_counter() - began


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
