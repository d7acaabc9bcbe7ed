"""Correcting in place what a row says: name, code, content, standard, year, document."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app import clock
from app.access import Actor
from app.errors import Invalid
from app.extensions import db
from app.imports.checks import faults
from app.imports.matching import Group, Matcher
from app.imports.models import ImportBatch, ImportRow
from app.imports.services import decide, groups
from app.imports.services.spans import Programmes
from app.imports.told import GOOD, NONE, WRONG, Told
from app.organisations import identifiers
from app.organisations.kinds import WITH_PERSONAL_NUMBER
from app.organisations.services import candidates, intake
from app.programmes.models import SupportContent


@dataclass(frozen=True)
class Correction:
    """What an officer says the row is."""

    name: str
    code: str
    content_id: int | None
    standard: str
    given_year: int | None
    document_number: str


def correct(row: ImportRow, said: Correction, by: Actor, *, version: int | None = None) -> None:
    """Take the correction and judge the row anew, and with it the rows it meets.

    Raises 422 next to the field that cannot be, 409 when row or batch moved on.
    """
    batch, row = decide.opened(row, by, version)
    told = _told(row, said)
    content = db.session.get(SupportContent, said.content_id) if said.content_id else None
    touched = {row.group_key}
    before = {name: getattr(row, name) for name in ("name", "code", "content_id", "given_year")}
    if (told.name, told.code) != (row.name, row.code):
        _place(batch, row, told)
        touched.add(row.group_key)
    row.name, row.code, row.scheme, row.code_state = (
        told.name,
        told.code,
        told.scheme,
        told.code_state,
    )
    row.content_id, row.standard = told.content_id, told.standard
    row.given_year, row.programme_id = told.given_year, told.programme_id
    row.document_number = told.document_number
    if row.given_on and row.given_on.year != row.given_year:
        row.given_on = None
    row.faults = [list(each) for each in faults(told, content)]
    row.decided_by, row.decided_at = by.person_id, clock.now()
    row.version += 1
    place, after = row.place, {name: getattr(row, name) for name in before}
    db.session.flush()
    decide.weigh(batch, touched)
    changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    decide.tell(batch, by, {"row": place, "corrected": changed})


def _told(row: ImportRow, said: Correction) -> Told:
    """Return the row as corrected; raises 422 for a code that is none."""
    scheme, code, state = parsed(said.code, row.kind)
    return Told(
        sheet=row.sheet,
        row_number=row.row_number,
        name=said.name,
        code=code,
        scheme=scheme,
        code_state=state,
        kind=row.kind,
        content_text=row.content_text,
        content_id=said.content_id,
        standard=said.standard,
        programme_id=row.batch.programme_id or Programmes.load().of_year(said.given_year),
        given_year=said.given_year,
        document_number=said.document_number,
        **row.details,
    )


def parsed(typed: str, kind: str) -> tuple[str, str, str]:
    """Return (scheme, code, state); a wrong check digit is kept, paper has such numbers.

    Raises 422 for what has not the length of a code.
    """
    digits = re.sub(r"\D", "", typed)
    if not typed.strip():
        return "", "", NONE
    if len(digits) == 12:
        kind = kind if kind in WITH_PERSONAL_NUMBER else "co_so_sxkd"
    try:
        return (*identifiers.parse(kind, typed), GOOD)
    except Invalid:
        if len(digits) not in (10, 13):
            raise
        return identifiers.MST, digits, WRONG


def _place(batch: ImportBatch, row: ImportRow, told: Told) -> None:
    """Find the row's group anew: one of the file by code or by the very name, else a new one."""
    row.organisation_decision = ""
    same = db.session.scalar(_same(batch.id, row.id, told))
    if same is not None:
        for name in _GROUPED:
            setattr(row, name, getattr(same, name))
        row.organisation_decision = same.organisation_decision
        return
    codes = {told.code, told.root_code} - {""} if told.code_state == GOOD else set()
    matcher = Matcher(
        intake.by_codes(codes),
        intake.by_roots(codes),
        candidates.like,
        lambda _key, _said: None,
        first=groups.next_key(batch.id),
    )
    group = matcher.place(told) or Group(key=groups.next_key(batch.id), name="")
    row.group_key, row.root_code = group.key, group.root_code
    row.match_id, row.beneficiary_id = group.match_id, group.beneficiary_id
    row.candidates, row.score = group.candidates, group.score


_GROUPED = ("group_key", "root_code", "match_id", "beneficiary_id", "candidates", "score")


def _same(batch_id: int, row_id: int, told: Told) -> Any:
    query = select(ImportRow).where(ImportRow.batch_id == batch_id, ImportRow.id != row_id)
    if told.code_state == GOOD:
        query = query.where(ImportRow.code == told.code, ImportRow.code_state == GOOD)
    else:
        query = query.where(ImportRow.name == told.name, ImportRow.code_state == told.code_state)
        query = query.where(ImportRow.code == told.code)
    return query.order_by(ImportRow.position).limit(1)
