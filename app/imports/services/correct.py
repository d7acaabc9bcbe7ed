"""Correcting in place what a row says: name, code, content, year, …; of one row or of many."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import select

from app import clock, limits
from app.access import Actor
from app.errors import Conflict, Invalid
from app.extensions import db
from app.imports import besides
from app.imports.checks import faults, worded
from app.imports.matching import Group, Matcher
from app.imports.models import ImportBatch, ImportRow
from app.imports.services import decide, groups, known, rejudge, together
from app.imports.services.judge import SLICE
from app.imports.services.perform import lock_open
from app.imports.services.projects import Projects
from app.imports.services.spans import Programmes
from app.imports.told import GOOD, NONE, WRONG, Told
from app.organisations import identifiers
from app.organisations.kinds import WITH_PERSONAL_NUMBER
from app.organisations.services import candidates, intake
from app.programmes.models import SupportContent
from app.text import _

Contents = Mapping[int, SupportContent]


@dataclass(frozen=True)
class Correction:
    """What an officer says the row is."""

    name: str
    code: str
    content_id: int | None
    standard: str
    given_year: int | None
    document_number: str
    project_words: str = ""
    amount: int | None = None  # đồng


LONGEST = {"project": besides.LONGEST}  # characters
NUMBERS = {"amount": (0, limits.LARGEST)}  # đồng


@dataclass(frozen=True)
class Answer:
    """What an officer says for a whole group: a content with its standard, or a year."""

    content_id: int | None = None
    standard: str = ""
    given_year: int | None = None


_TOLD = ("name", "code", "content_id", "given_year", "project_words", "amount")  # by the event


def correct(row: ImportRow, said: Correction, by: Actor, *, version: int | None = None) -> None:
    """Take the correction and judge the row anew, and with it the rows it meets.

    Raises 422 next to the field that cannot be, 409 when row or batch moved on.
    """
    limits.texts({"project": said.project_words}, LONGEST)
    limits.numbers({"amount": said.amount}, NUMBERS)
    batch, row = decide.opened(row, by, version)
    scheme, code, state = parsed(said.code, row.kind)
    told = replace(
        understood(row),
        name=said.name,
        code=code,
        scheme=scheme,
        code_state=state,
        content_id=said.content_id,
        standard=said.standard,
        programme_id=batch.programme_id or Programmes.load().of_year(said.given_year),
        given_year=said.given_year,
        document_number=said.document_number,
        project_words=said.project_words,
        amount=said.amount,
    )
    Projects.load().place(told, batch.programme_id, batch.project_id)
    touched = {row.group_key}
    before = {name: getattr(row, name) for name in _TOLD}
    if (told.name, told.code) != (row.name, row.code):
        _place(batch, row, told)
        touched.add(row.group_key)
    _take(row, told, known.contents(), by)
    place, after = row.place, {name: getattr(row, name) for name in before}
    db.session.flush()
    rejudge.anew(batch, touched)
    changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    decide.tell(batch, by, {"row": place, "corrected": changed})


def many(
    batch: ImportBatch, key: str, answer: Answer, by: Actor, *, version: int | None = None
) -> int:
    """Give every open row of a group (`together`) the one answer; return how many those were.

    A row that lacks something else too stays an error, in the group of that. Raises 422 next to
    `content`, `standard` or `year`, 409 when the batch moved on or no row of the group is left.
    """
    batch = lock_open(batch.id, by, version)
    group = together.find(batch.id, key)
    if group is None:
        raise Conflict(_("Nhóm này không còn dòng nào chờ sửa."))
    contents, programmes = known.contents(), Programmes.load()
    for start in range(0, group.count, SLICE):
        ids = group.ids[start : start + SLICE]
        for row in db.session.scalars(select(ImportRow).where(ImportRow.id.in_(ids))).all():
            told = understood(row)
            if group.lack == together.YEAR:
                told.given_year = answer.given_year
                told.programme_id = batch.programme_id or programmes.of_year(told.given_year)
            else:
                told.content_id = answer.content_id
                told.standard = answer.standard or told.standard
            _answers(told, contents, group.lack)
            _take(row, told, contents, by)
        db.session.flush()
    rejudge.anew(batch)
    decide.tell(
        batch,
        by,
        {"together": group.lack, "says": group.says, "rows": group.count, "to": asdict(answer)},
    )
    return group.count


def _answers(told: Told, contents: Contents, lack: str) -> None:
    """Raise 422 next to what the answer still leaves wrong; what else a row lacks may wait."""
    places = (together.YEAR,) if lack == together.YEAR else (together.CONTENT, together.STANDARD)
    for place, words in faults(told, contents.get(told.content_id or 0)):
        if place in places:
            raise Invalid(_("Chưa sửa được: %(why)s.", why=words), place)


def _take(row: ImportRow, told: Told, contents: Contents, by: Actor) -> None:
    """Write on the row what it says by now, and what it lacks still."""
    row.faults = lacks(row, told, contents)
    row.name, row.code, row.scheme, row.code_state = (
        told.name,
        told.code,
        told.scheme,
        told.code_state,
    )
    row.content_id, row.standard = told.content_id, told.standard
    row.given_year, row.programme_id = told.given_year, told.programme_id
    row.document_number = told.document_number
    row.project_words, row.project_id = told.project_words, told.project_id
    row.amount = told.amount
    if row.given_on and row.given_on.year != row.given_year:
        row.given_on = None
    row.decided_by, row.decided_at = by.person_id, clock.now()
    row.version += 1


def lacks(row: ImportRow, told: Told, contents: Contents) -> list[list[str]]:
    """Return what the row lacks if it says `told`; in the words of its cells kept from before."""
    words = worded(understood(row), contents.get(row.content_id or 0), row.faults)
    now = faults(told, contents.get(told.content_id or 0))
    return [list(words.get(each, each)) for each in now]


def understood(row: ImportRow) -> Told:
    """Return the row as it was understood so far."""
    return Told(
        sheet=row.sheet,
        row_number=row.row_number,
        name=row.name,
        code=row.code,
        scheme=row.scheme,
        code_state=row.code_state,
        kind=row.kind,
        content_text=row.content_text,
        content_id=row.content_id,
        standard=row.standard,
        programme_id=row.programme_id,
        given_year=row.given_year,
        document_number=row.document_number,
        project_words=row.project_words,
        project_id=row.project_id,
        amount=row.amount,
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
