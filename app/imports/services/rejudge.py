"""Judging rows again: against the organisations and the ledger as they are now, and each other.

`look` serves a decision, a correction, "judge again" and the look that apply takes under the
locks: it returns what would change. `anew` writes that, too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import bindparam, case, func, or_, select, update

from app.extensions import db
from app.imports.matching import standing
from app.imports.models import NEW, WRITTEN, ImportBatch, ImportRow
from app.imports.once import Line, target_of
from app.imports.services import known
from app.imports.told import GOOD, place_of
from app.organisations.services import intake
from app.organisations.services.intake import Known

R = ImportRow
_READ = (
    R.id, R.sheet, R.row_number, R.code, R.scheme, R.code_state, R.content_id, R.standard,
    R.programme_id, R.given_year, R.given_on, R.document_number, R.faults, R.group_key,
    R.root_code, R.match_id, R.beneficiary_id, R.score, R.judgement, R.proposal, R.outcome,
    R.organisation_decision, R.support_decision,
)  # fmt: skip
# What judging again may change.
_JUDGED = ("match_id", "beneficiary_id", "judgement", "proposal", "outcome")


@dataclass(slots=True)
class JudgedRow:
    """A stored row: what it says, and how it was judged."""

    id: int
    sheet: str
    row_number: int
    code: str
    scheme: str
    code_state: str
    content_id: int | None
    standard: str
    programme_id: int | None
    given_year: int | None
    given_on: date | None
    document_number: str
    faults: list[Any]
    group_key: int
    root_code: str
    match_id: int | None
    beneficiary_id: int | None
    score: int
    judgement: str
    proposal: str
    outcome: str
    organisation_decision: str
    support_decision: str
    why: list[Any] = field(default_factory=list)
    other_scope: bool = False

    @property
    def place(self) -> str:
        return place_of(self.sheet, self.row_number)

    @property
    def judged(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in _JUDGED)


@dataclass
class Rejudged:
    """The rows, in the file's order, and which of them came out otherwise than stored."""

    rows: list[JudgedRow]
    changed: list[JudgedRow]


def look(batch: ImportBatch, groups: Iterable[int] | None = None) -> Rejudged:
    """Judge the unsettled rows of a batch, or those whom the rule sees together with `groups`.

    Reads only; the caller has locked what must not move.
    """
    rows = [JudgedRow(*row) for row in db.session.execute(_chosen(batch.id, groups))]
    before = [row.judged for row in rows]
    _meet_organisations(rows, _made_before(batch.id))
    _meet_rule(rows)
    changed = [row for row, was in zip(rows, before, strict=True) if row.judged != was]
    return Rejudged(rows, changed)


def _chosen(batch_id: int, groups: Iterable[int] | None) -> Any:
    query = select(*_READ).where(R.batch_id == batch_id, R.settled.is_(False)).order_by(R.position)
    if groups is None:
        return query
    mine = select(R.id).where(R.batch_id == batch_id, R.group_key.in_(set(groups)))
    owners = select(R.beneficiary_id).where(R.id.in_(mine), R.beneficiary_id.is_not(None))
    roots = select(R.root_code).where(R.id.in_(mine), R.root_code != "")
    return query.where(
        or_(R.group_key.in_(set(groups)), R.beneficiary_id.in_(owners), R.root_code.in_(roots))
    )


def _made_before(batch_id: int) -> dict[int, Known]:
    """Return group → the organisation its rows went to in an earlier, partial apply."""
    found = db.session.execute(
        select(R.group_key, R.organisation_id)
        .where(R.batch_id == batch_id, R.settled.is_(True), R.organisation_id.is_not(None))
        .distinct()
    ).all()
    heads = intake.of_ids(key for _group, key in found if key is not None)
    return {group: heads[key] for group, key in found if key in heads}


def _meet_organisations(rows: Sequence[JudgedRow], made: Mapping[int, Known]) -> None:
    """Bring each row to the organisation that stands for it now; a code may be taken by now.

    A group of which some rows are written already (`made`) is an organisation of the house: the
    rule then sees what it was given, by this batch too.
    """
    heads = intake.of_ids(row.match_id for row in rows if row.match_id is not None)
    coded = {row.code for row in rows if row.match_id is None and row.code_state == GOOD}
    codes = intake.by_codes(coded)
    roots = intake.by_roots({row.root_code for row in rows if row.root_code})
    taken = {}
    for row in rows:
        if row.match_id is None and row.code_state == GOOD:
            owner = codes.get((row.scheme, row.code))
            if owner is not None:
                taken[row.group_key] = owner
    for row in rows:
        owner = heads.get(row.match_id or 0) or taken.get(row.group_key) or made.get(row.group_key)
        if owner is not None:
            row.match_id, row.beneficiary_id = owner.organisation_id, owner.beneficiary_id
        else:  # new; or the organisation went with the batch that had made it
            row.match_id, row.beneficiary_id = None, roots.get(row.root_code)


def _meet_rule(rows: Sequence[JudgedRow]) -> None:
    contents, scopes = known.contents(), known.scopes()
    rule = known.rule_for({row.beneficiary_id for row in rows if row.beneficiary_id is not None})
    for row in rows:
        line = Line(
            row_id=row.id,
            place=row.place,
            scope=scopes.get(row.programme_id or 0, ""),
            target=target_of(row.beneficiary_id, row.root_code, row.group_key),
            standing=standing(
                faulty=bool(row.faults),
                match_id=row.match_id,
                decided=bool(row.organisation_decision),
                score=row.score,
            ),
            content_id=row.content_id,
            rule_key=known.keyed(contents.get(row.content_id or 0), row.standard, row.given_year),
            year=row.given_year,
            given_on=row.given_on,
            document=row.document_number,
            decision=row.support_decision,
        )
        rule.judge(line)
        row.judgement, row.proposal, row.outcome = line.judgement, line.proposal, line.outcome
        row.why, row.other_scope = [list(each) for each in line.why], line.other_scope


def anew(batch: ImportBatch, groups: Iterable[int] | None = None) -> int:
    """Judge as `look` does, write what changed and count anew; return how many rows changed."""
    changed = look(batch, groups).changed
    if changed:
        table = ImportRow.__table__
        names = (*_JUDGED, "why", "other_scope")
        db.session.execute(
            update(table)  # type: ignore[arg-type]  # a table, whatever its declared type
            .where(table.c.id == bindparam("row_id"))
            .values(
                {name: bindparam(f"new_{name}") for name in names}
                | {"version": table.c.version + 1}
            ),
            [
                {"row_id": row.id} | {f"new_{name}": getattr(row, name) for name in names}
                for row in changed
            ],
        )
        db.session.expire_all()
    recount(batch)
    return len(changed)


def recount(batch: ImportBatch) -> None:
    """Write how many rows there are of each judgement and outcome, and what apply would make."""
    found = db.session.execute(
        select(
            R.judgement,
            R.outcome,
            func.count(),
            func.sum(case((R.other_scope, 1), else_=0)),
            func.sum(R.amount),
            func.count(R.amount),
        )
        .where(R.batch_id == batch.id)
        .group_by(R.judgement, R.outcome)
    ).all()
    judgements: dict[str, int] = {}
    outcomes: dict[str, int] = {}
    elsewhere = amount = priced = 0
    for judgement, outcome, count, others, money, told in found:
        if outcome in WRITTEN:
            amount, priced = amount + int(money or 0), priced + told
        judgements[judgement] = judgements.get(judgement, 0) + count
        outcomes[outcome] = outcomes.get(outcome, 0) + count
        elsewhere += others or 0
    batch.counts = {
        "rows": sum(outcomes.values()),
        "judgements": judgements,
        "outcomes": outcomes,
        "other_scope": elsewhere,
        "amount": amount,
        "priced": priced,
        **_organisations(batch.id),
    }
    db.session.flush()


def _organisations(batch_id: int) -> dict[str, int]:
    """Return how many organisations the written rows mean: new, of them provisional, known."""
    written = (R.batch_id == batch_id, R.outcome.in_(WRITTEN))
    fresh = select(R.group_key, func.max(R.root_code).label("root")).where(
        *written, R.match_id.is_(None)
    )
    groups = fresh.group_by(R.group_key).subquery()
    new = db.session.scalar(select(func.count()).select_from(groups)) or 0
    coded = db.session.scalar(select(func.count()).where(groups.c.root != "")) or 0
    ours = select(R.organisation_id).where(R.batch_id == batch_id, R.made != "")
    matched = db.session.scalar(
        select(func.count(R.match_id.distinct())).where(*written, R.match_id.not_in(ours))
    )
    return {NEW: new, "provisional": new - coded, "known": matched or 0}
