"""The first day of a Sở, as a drill: an empty instance, a messy history in, asked, and out again.

Commands run as an operator runs them, in processes of their own; what an officer decides goes
through the services of the pages. The answers are compared with the truth of the made-up history.
"""

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from time import perf_counter

from flask import Flask
from sqlalchemy import select, text

import config as settings
from app import create_app, transactions
from app.access import SYSTEM
from app.extensions import db
from app.imports.models import ERROR, ImportRow
from app.imports.services import apply, decide
from app.imports.services.correct import Correction, correct
from app.imports.services.decide import Bulk
from app.imports.services.known import content_codes
from app.imports.services.perform import get
from app.ledger.services import book, history
from app.organisations.likeness import core_name
from app.organisations.services import provisional
from app.programmes.services import catalogue, contents
from tests import messy_history
from tests.fixtures.cluster import ROOT
from tests.messy_history import Truth

TABLES = (
    "ledger_entry", "organisation", "identifier", "beneficiary", "organisation_word",
    "product_result",
)  # fmt: skip
# As an officer would: link who is very likely the same, make the others, then the supports.
DOUBTS = (Bulk("link_likely", at_least=80), Bulk("new_likely"), Bulk("proposal"))
DEMO = catalogue.SHIPPED.with_name("demo.yaml")
TOOL = "ERP"  # what the officer finds in the papers of "CĐS", which names no tool
MOST_CORRECTED = 500  # more than that nobody corrects one by one; the rest is left out
WAITS = 1  # exit code of an import that leaves rows to a person
OTHER_CODE, EARLIER = "4909900005", "CC-5S"  # of an organisation that the history does not tell of


@dataclass
class Figures:
    """What the drill measured. `told`, `answered` and `right` count supports, `whole` and `asked`
    organisations: whole is whose every support, year, document and money was answered and no other.
    """

    rows: int
    seconds: dict[str, float] = field(default_factory=dict)
    judgements: dict[str, int] = field(default_factory=dict)
    outcomes: dict[str, int] = field(default_factory=dict)  # before the officer decided
    decided: dict[str, int] = field(default_factory=dict)
    left: int = 0  # rows that still wait after all decisions
    asked: int = 0
    whole: int = 0
    told: int = 0
    answered: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    as_before: bool = False

    def report(self) -> str:
        """Return the figures, a line each."""
        seconds = ", ".join(f"{step} {took:.1f}" for step, took in self.seconds.items())
        return "\n".join(
            [
                "",
                f"{self.rows:,} rows; seconds: {seconds}",
                f"judged: {self.judgements}; waiting: {self.outcomes.get('open', 0)}",
                f"decided: {self.decided}; left: {self.left}",
                f"asked of {self.asked} organisations: {self.whole} answered whole",
                f"{self.told} supports told, {self.answered} answered, {self.right} right",
                f"recall {self.recall:.4f}, precision {self.precision:.4f}",
                f"the tables are as before: {self.as_before}",
                *self.wrong[:10],
            ]
        )

    @property
    def recall(self) -> float:
        return self.right / self.told

    @property
    def precision(self) -> float:
        return self.right / self.answered


class Drill:
    """One instance, its commands, and what they took."""

    def __init__(self, environ: Mapping[str, str], rows: int) -> None:
        self.environ = dict(environ)
        self.figures = Figures(rows)
        self.app: Flask = create_app(settings.load(self.environ))

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure the block."""
        began = perf_counter()
        yield
        self.figures.seconds[name] = perf_counter() - began

    def flask(self, *args: str, code: int = 0) -> str:
        """Run a command in a process of its own; return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *args],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], **self.environ},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, f"flask {' '.join(args)}: {done.stdout}{done.stderr}"
        return done.stdout

    def install(self) -> None:
        """Make the empty instance: tables, catalogue, programmes."""
        self.flask("db", "upgrade")
        self.flask("catalogue", "load")
        self.flask("programmes", "load", str(DEMO))

    def known_before(self, truth: list[Truth]) -> None:
        """Let the house know one organisation of the history, and one with a support besides."""
        first = next(line for line in truth if line.code and line.code_is_right)
        with self.app.app_context(), transactions.writing():
            provisional.make(
                name=first.name, kind=first.kind, by=SYSTEM, code=first.code, origin="assisted"
            )
            other = provisional.make(
                name="HTX Không Có Trong Tệp", kind="hop_tac_xa", by=SYSTEM, code=OTHER_CODE,
                origin="assisted",
            )  # fmt: skip
            history.record_given(
                scope="2021-2025", organisation=other, content=contents.get(EARLIER), year=2021,
                by=SYSTEM,
            )  # fmt: skip

    def bring_in(self, file: Path) -> int:
        """Import the file; return its batch."""
        said = json.loads(self.flask("ledger", "import", str(file), "--json", code=WAITS))
        self.figures.judgements = said["counts"]["judgements"]
        self.figures.outcomes = said["counts"]["outcomes"]
        return int(said["batch"])

    def decide(self, batch_id: int) -> None:
        """Decide what waits in bulk, then the errors."""
        for wanted in DOUBTS:
            self.bulk(batch_id, wanted)
        self.correct(batch_id)
        with self.app.app_context(), transactions.reading():
            self.figures.left = get(batch_id).counts["outcomes"].get("open", 0)

    def correct(self, batch_id: int) -> None:
        """Correct the rows that name no tool, one by one as on the page; leave out what is left."""
        with self.app.app_context(), transactions.reading():
            waiting = db.session.scalars(
                select(ImportRow.id)
                .where(ImportRow.batch_id == batch_id, ImportRow.judgement == ERROR)
                .order_by(ImportRow.position)
                .limit(MOST_CORRECTED)
            ).all()
        for key in waiting:
            with self.app.app_context(), transactions.writing():
                row = decide.get(batch_id, key)
                said = Correction(
                    row.name, row.code, row.content_id, TOOL, row.given_year, row.document_number,
                    row.project_words, row.amount,
                )  # fmt: skip
                correct(row, said, SYSTEM)
        self.figures.decided["corrected"] = len(waiting)
        self.bulk(batch_id, Bulk("proposal"))
        self.bulk(batch_id, Bulk("skip_errors"))

    def bulk(self, batch_id: int, wanted: Bulk) -> None:
        """Decide what waits and fits, as one request does."""
        decided = self.figures.decided
        with self.app.app_context(), transactions.writing():
            count = decide.bulk(get(batch_id), wanted, SYSTEM)
            decided[wanted.what] = decided.get(wanted.what, 0) + count

    def apply(self, batch_id: int) -> None:
        """Write what was decided; a long batch is the worker's."""
        with self.app.app_context(), transactions.writing():
            apply.start(get(batch_id), SYSTEM)
        self.flask("ledger", "work")

    def ask(self, truth: list[Truth], most: int) -> None:
        """Ask the book of what organisations were given, and compare."""
        told: dict[int, list[Truth]] = defaultdict(list)
        for line in truth:
            told[line.organisation].append(line)
        every = max(1, len(told) // most)
        for number in sorted(told)[::every]:
            self._ask_of(told[number])

    def _ask_of(self, lines: list[Truth]) -> None:
        with self.app.app_context(), transactions.reading():
            codes = content_codes()
            codes_of = {name: codes[key] for key, name in contents.names()}
            found = Counter(
                (codes_of[row.content], row.given_year, row.document_number, row.amount)
                for row in book.every(book.Filters(query=question(lines[0])))
                if named(lines[0], row.organisation)
            )
        papers: dict[tuple[str, int], set[tuple[str, int | None]]] = defaultdict(set)
        for line in lines:
            papers[line.content, line.year].add((line.document, line.money))
        right = {
            key: paper
            for key, documents in papers.items()
            if (paper := next((each for each in documents if (*key, *each) in found), None))
            is not None
        }
        figures = self.figures
        figures.asked += 1
        figures.told += len(papers)
        figures.answered += found.total()
        figures.right += len(right)
        if len(right) == len(papers) == found.total():
            figures.whole += 1
        else:
            figures.wrong.append(f"{question(lines[0])}: {dict(papers)} told, {dict(found)} found")

    def roll_back(self, batch_id: int) -> None:
        self.flask("ledger", "rollback", str(batch_id), "--reason", "drill")

    def print(self) -> str:
        """Return a digest of every row of what an import writes."""
        digest = sha256()
        with self.app.app_context(), transactions.reading():
            for table in TABLES:
                for row in sorted(
                    repr(tuple(r)) for r in db.session.execute(text(f"SELECT * FROM {table}"))
                ):
                    digest.update(f"{table}{row}\n".encode())
        return digest.hexdigest()

    def close(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


def question(line: Truth) -> str:
    """Return what an officer types for the organisation: its code, or its name where none is."""
    return line.code if line.code and line.code_is_right else line.name


def named(line: Truth, found: str) -> bool:
    """Tell whether a line of the book is of whom was asked for by name, as the reader sees it."""
    return core_name(found) == core_name(line.name) or question(line) == line.code


def run(environ: Mapping[str, str], folder: Path, rows: int, *, seed: int = 1) -> Figures:
    """Walk through the whole drill and return what it measured."""
    # Every layout comes up in a short history too; a book has 100 sheets at most.
    per_sheet = max(rows // 50, min(messy_history.PER_SHEET, rows // 4))
    content, truth = messy_history.messy(rows, seed, per_sheet)
    file = folder / "lich-su.xlsx"
    file.write_bytes(content)
    drill = Drill(environ, rows)
    with drill.step("empty instance"):
        drill.install()
    drill.known_before(truth)
    before = drill.print()
    with drill.step("import"):
        batch_id = drill.bring_in(file)
    with drill.step("decide"):
        drill.decide(batch_id)
    with drill.step("apply"):
        drill.apply(batch_id)
    with drill.step("ask"):
        drill.ask(truth, most=500)
    with drill.step("check"):
        drill.flask("check")
    with drill.step("roll back"):
        drill.roll_back(batch_id)
    drill.figures.as_before = drill.print() == before
    drill.flask("check")
    drill.close()
    return drill.figures
