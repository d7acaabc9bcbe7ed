"""The first judgement of a file: every row placed, judged and kept. Nothing else is written."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert

from app.extensions import db
from app.imports.matching import Group, Matcher, standing
from app.imports.models import ImportBatch, ImportRow
from app.imports.once import Line, target_of
from app.imports.services import answers, known, rejudge
from app.imports.told import GOOD, Told, place_of
from app.organisations.services import intake
from app.organisations.services.candidates import Index

SLICE = 2_000  # rows after which it is said how far the judging is
Step = Callable[[int], None]  # told how many rows are judged so far


def nothing(_done: int) -> None:
    """The step of a request: nobody can see how far it is."""


@dataclass(frozen=True)
class Judged:
    """The rows of a file as they are to be kept, and whether somebody had answered about some."""

    rows: Sequence[dict[str, Any]]
    answered: bool


def judge(batch: ImportBatch, tolds: Sequence[Told], step: Step = nothing) -> None:
    """Judge the rows of a file and keep them in place of those that were there."""
    keep(batch, judged(batch, tolds, step))


def judged(batch: ImportBatch, tolds: Sequence[Told], step: Step = nothing) -> Judged:
    """Judge the rows of a file; reads only.

    What was answered about a row that is still the same is kept (`answers`). `step` is called
    after each slice that is judged.
    """
    step(0)
    before = answers.kept(batch.id)
    answers.complete(tolds, before)
    groups = _placed(tolds, step)
    rows = _rows(batch.id, tolds, groups)
    answers.decide(rows, before)
    step(len(tolds))
    return Judged(rows, bool(before))


def keep(batch: ImportBatch, found: Judged) -> None:
    """Put the rows in place of those that were there, in one transaction.

    Whoever dies in it leaves the former rows as they were, with what was answered about them.
    """
    batch_id = batch.id
    _clear(batch_id)
    for start in range(0, len(found.rows), SLICE):
        db.session.execute(insert(ImportRow), found.rows[start : start + SLICE])
    batch = db.session.get_one(ImportBatch, batch_id)
    if found.answered:
        rejudge.anew(batch)
    else:
        rejudge.recount(batch)


def _clear(batch_id: int) -> None:
    db.session.execute(
        delete(ImportRow)
        .where(ImportRow.batch_id == batch_id)
        .execution_options(synchronize_session=False)
    )


def matcher(tolds: Sequence[Told]) -> Matcher:
    """Return what places the rows: it knows their codes, and who is alike in the whole house."""
    codes = {told.code for told in tolds if told.code_state == GOOD}
    roots = {told.root_code for told in tolds if told.root_code}
    index = Index.load()
    return Matcher(intake.by_codes(codes | roots), intake.by_roots(roots), index.like, index.add)


def _placed(tolds: Sequence[Told], step: Step) -> list[Group | None]:
    place = matcher(tolds).place
    groups = []
    for done, told in enumerate(tolds, start=1):
        groups.append(place(told))
        if done % SLICE == 0:
            step(done)
    return groups


def _rows(
    batch_id: int, tolds: Sequence[Told], groups: Sequence[Group | None]
) -> list[dict[str, Any]]:
    contents = known.contents()
    scopes = known.scopes()
    rule = known.rule_for(
        {group.beneficiary_id for group in groups if group and group.beneficiary_id}
    )
    alone = _lone(groups)
    rows = []
    for position, (told, found) in enumerate(zip(tolds, groups, strict=True), start=1):
        group = found or Group(key=next(alone), name="")
        line = Line(
            row_id=position,
            place=place_of(told.sheet, told.row_number),
            scope=scopes.get(told.programme_id or 0, ""),
            target=target_of(group.beneficiary_id, group.root_code, group.key),
            standing=standing(
                faulty=bool(told.faults),
                match_id=group.match_id,
                decided=False,
                score=group.score,
            ),
            content_id=told.content_id,
            rule_key=known.keyed(
                contents.get(told.content_id or 0), told.standard, told.given_year
            ),
            year=told.given_year,
            given_on=told.given_on,
            document=told.document_number,
            decision="",
        )
        rule.judge(line)
        rows.append(_row(batch_id, position, told, group, line))
    return rows


def _lone(groups: Sequence[Group | None]) -> Iterator[int]:
    """Yield keys for rows that tell of no organisation: each is a group of its own."""
    last = max((group.key for group in groups if group), default=0)
    while True:
        last += 1
        yield last


def _row(batch_id: int, position: int, told: Told, group: Group, line: Line) -> dict[str, Any]:
    hints = [*told.hints, *([("", group.hint)] if group.hint else [])]
    return {
        "batch_id": batch_id,
        "position": position,
        "sheet": told.sheet,
        "row_number": told.row_number,
        "raw": told.raw,
        **said(told),
        "faults": [list(each) for each in told.faults],
        "hints": [list(each) for each in hints],
        "group_key": group.key,
        "root_code": group.root_code,
        "match_id": group.match_id,
        "beneficiary_id": group.beneficiary_id,
        "candidates": group.candidates,
        "score": group.score,
        "judgement": line.judgement,
        "proposal": line.proposal,
        "outcome": line.outcome,
        "why": [list(each) for each in line.why],
        "other_scope": line.other_scope,
        "organisation_decision": "",
        "support_decision": "",
        "decided_by": None,
        "decided_at": None,
        "settled": False,
    }


def said(told: Told) -> dict[str, Any]:
    """Return what was understood, as the row keeps it."""
    return {
        "name": told.name,
        "code": told.code,
        "scheme": told.scheme,
        "code_state": told.code_state,
        "kind": told.kind,
        "details": told.details,
        "content_text": told.content_text,
        "content_id": told.content_id,
        "standard": told.standard,
        "programme_id": told.programme_id,
        "given_year": told.given_year,
        "given_on": told.given_on,
        "document_number": told.document_number,
        "project_words": told.project_words,
        "project_id": told.project_id,
        "amount": told.amount,
        "products": told.products,
        "certificate_number": told.certificate_number,
        "certificate_on": told.certificate_on,
    }
