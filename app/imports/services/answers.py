"""Answers given before the columns were chosen again, given back to rows that are the same.

A row is the same when the file says the same in the same place. What it says by now goes before
an earlier correction: only what it still lacks is taken from there. That two groups of the file
are one organisation is asked again, for the groups are new.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.imports.checks import faults, worded
from app.imports.models import LIKELY, ImportRow
from app.imports.services import known
from app.imports.told import GOOD, WRONG, Told

R = ImportRow
_READ = (
    R.sheet, R.row_number, R.raw, R.name, R.code, R.scheme, R.code_state, R.content_id, R.standard,
    R.programme_id, R.given_year, R.match_id, R.beneficiary_id, R.organisation_decision,
    R.support_decision, R.decided_by, R.decided_at, R.project_words, R.project_id, R.amount,
)  # fmt: skip
# Where a row stands: sheet, row, and which of the contents that its cell names.
Place = tuple[str, int, int]
Answers = Mapping[Place, Any]


def kept(batch_id: int) -> Answers:
    """Return the rows about which somebody said something, by their place."""
    query = select(R.id, R.sheet, R.row_number).where(R.batch_id == batch_id).order_by(R.position)
    found = db.session.execute(query).all()
    places = _places((row.sheet, row.row_number) for row in found)
    place_of = {row.id: place for row, place in zip(found, places, strict=True)}
    answered = select(R.id, *_READ).where(R.batch_id == batch_id, R.decided_at.is_not(None))
    return {place_of[row.id]: row for row in db.session.execute(answered)}


def _places(said: Iterable[tuple[str, int]]) -> Iterator[Place]:
    last, nth = ("", 0), 0
    for sheet, number in said:
        nth = nth + 1 if (sheet, number) == last else 0
        last = (sheet, number)
        yield sheet, number, nth


def complete(tolds: Sequence[Told], answers: Answers) -> None:
    """Take what a row lacks from what was said about it before."""
    if not answers:
        return
    contents = known.contents()
    for told, place in zip(tolds, _places((t.sheet, t.row_number) for t in tolds), strict=True):
        before = answers.get(place)
        if before is None or before.raw != told.raw:
            continue
        _fill_besides(told, before)
        if not (told.faults or told.code_state == WRONG):
            continue
        words = worded(told, contents.get(told.content_id or 0), told.faults)
        _fill(told, before, {place for place, _words in words})
        now = faults(told, contents.get(told.content_id or 0))
        told.faults = [(said[0], said[1]) for said in (words.get(each, each) for each in now)]


def _fill(told: Told, before: Any, lacks: set[str]) -> None:
    if "name" in lacks:
        told.name = before.name
    if told.code_state != GOOD and before.code_state == GOOD:
        told.code, told.scheme, told.code_state = before.code, before.scheme, GOOD
    if "content" in lacks:
        told.content_id, told.standard = before.content_id, before.standard
    if "standard" in lacks and told.content_id == before.content_id:
        told.standard = before.standard
    if "year" in lacks:
        told.given_year = before.given_year
        told.programme_id = told.programme_id or before.programme_id


def _fill_besides(told: Told, before: Any) -> None:
    if told.amount is None:
        told.amount = before.amount
    if told.project_id is None and before.project_id is not None:
        told.project_words, told.project_id = before.project_words, before.project_id


def decide(rows: Sequence[dict[str, Any]], answers: Answers) -> None:
    """Write earlier decisions on the rows before they are kept; they are judged after that."""
    if not answers:
        return
    groups: dict[int, Any] = {}
    for row, place in zip(
        rows, _places((each["sheet"], each["row_number"]) for each in rows), strict=True
    ):
        before = answers.get(place)
        if before is None or before.raw != row["raw"]:
            continue
        row["support_decision"] = before.support_decision
        row["decided_by"], row["decided_at"] = before.decided_by, before.decided_at
        if before.organisation_decision and row["judgement"] == LIKELY:
            groups.setdefault(row["group_key"], before)
    for row in rows:
        if (before := groups.get(row["group_key"])) is not None:
            _choose(row, before)


def _choose(row: dict[str, Any], before: Any) -> None:
    if before.organisation_decision == "new":
        row["organisation_decision"] = "new"
    elif before.match_id in {each["id"] for each in row["candidates"]}:
        row["organisation_decision"] = "link"
        row["match_id"], row["beneficiary_id"] = before.match_id, before.beneficiary_id
