"""Submitting a dossier against a bare transaction that writes the same rows."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event

from app import transactions
from app.access import Actor
from app.applications.models import Application
from app.applications.services import form_digest, queries, submit
from app.extensions import db
from bench import timing
from bench.counting import counted
from bench.pages import client_of
from bench.report import Line

Statement = tuple[str, Any, bool]  # text, parameters, whether for many
WRITES = ("INSERT", "UPDATE", "DELETE")
FLOOR = "bare transaction"


def measure(app: Flask, ready: Sequence[tuple[int, str]]) -> list[Line]:
    """Submit a third of the ready drafts each way; each can be submitted once only."""
    _sign(app, [draft for draft, _email in ready])
    third = (len(ready) - 1) // 3  # one more is for counting its queries
    ours, bare, pages = [], [], []
    for place in range(third):
        ours.append(timing.once(partial(_submit, app, ready[place][0])))
        bare.append(_bare(app, ready[third + place][0]))
        pages.append(_post(app, *ready[2 * third + place]))
    floor = timing.summed_up(bare)
    with app.app_context():
        engine = db.engine
    with counted(engine) as asked:
        _submit(app, ready[-1][0])
    return [
        Line("submit, the service", ours=timing.summed_up(ours), floor_name=FLOOR, floor=floor,
             queries=len(asked)),
        Line("submit, the page", ours=timing.summed_up(pages), floor_name=FLOOR, floor=floor),
    ]  # fmt: skip


def _sign(app: Flask, drafts: Sequence[int]) -> None:
    """Print and sign the forms of the drafts as they are."""
    with app.app_context(), transactions.writing():
        for draft in drafts:
            application = queries.get(draft)
            application.printed_digest = form_digest.digest(application)
            for given in application.files:
                given.signed_digest = application.printed_digest


def _actor(application: Application) -> Actor:
    return Actor(
        person_id=application.created_by,
        name="DEMO",
        organisation_ids=frozenset({application.organisation_id}),
        signs_for=frozenset({application.organisation_id}),
    )


def _submit(app: Flask, draft: int) -> None:
    with app.app_context(), transactions.writing():
        application = queries.get(draft)
        submit.submit(application, _actor(application))


def _bare(app: Flask, draft: int) -> tuple[float, float]:
    """Submit once and take it back, then write exactly what was written, and nothing else."""
    with app.app_context():
        with transactions.opened(writing=True), _written(db.engine) as statements:
            application = queries.get(draft)
            submit.submit(application, _actor(application))
        raw = db.engine.raw_connection()
        sqlite = db.engine.dialect.name == "sqlite"
        try:
            cursor = raw.cursor()
            if sqlite:
                cursor.execute("PRAGMA query_only=OFF")
            return timing.once(partial(_replay, raw, cursor, statements, sqlite))
        finally:
            raw.close()


def _replay(raw: Any, cursor: Any, statements: Sequence[Statement], sqlite: bool) -> None:
    if sqlite:
        cursor.execute("BEGIN IMMEDIATE")
    entry = None
    for text, parameters, many in statements:
        if text.startswith("UPDATE ledger_entry"):
            parameters = _own(parameters, entry)
        (cursor.executemany if many else cursor.execute)(text, parameters)
        if "RETURNING" in text and not many:
            row = cursor.fetchone()
            entry = row[0] if text.startswith("INSERT INTO ledger_entry") and row else entry
    raw.commit()


def _own(parameters: Any, entry: int | None) -> Any:
    """Name the entry that this transaction has just inserted; the captured one was undone."""
    if isinstance(parameters, dict):
        return parameters | {"ledger_entry_id": entry}
    return (*parameters[:-1], entry)


@contextmanager
def _written(engine: Engine) -> Iterator[list[Statement]]:
    statements: list[Statement] = []

    def note(_c: Any, _cursor: Any, text: str, parameters: Any, _x: Any, many: bool) -> None:
        if text.startswith(WRITES):
            statements.append((text, parameters, many))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _post(app: Flask, draft: int, email: str) -> tuple[float, float]:
    """Submit as a person does, by the form of the last page; the page itself is not timed."""
    client = client_of(app, email)
    path = f"/ho-so/{draft}/kiem-tra"
    html = client.get(path).get_data(as_text=True).partition("<main")[2]
    fields = {"commitment": "y"}
    for field in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", html):
        name, value = (re.search(rf'{key}="([^"]*)"', field) for key in ("name", "value"))
        assert name
        fields[name[1]] = value[1] if value else ""
    answers: list[int] = []
    took = timing.once(lambda: answers.append(client.post(path, data=fields).status_code))
    assert answers == [303], f"submitting {path} answers {answers}"
    return took
