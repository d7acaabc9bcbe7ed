"""Writing a batch into the ledger: organisations, supports and its state in one transaction.

Locks: the batch, then the beneficiaries by ascending id. Everything is judged once more under
the locks; what came out otherwise than the officer saw is told, and nothing is written.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, select, update

from app.access import Actor
from app.delivery.services import results as products
from app.errors import Conflict
from app.extensions import db
from app.imports.models import ASIDE, OPEN, SKIP, USE, WRITTEN, ImportBatch, ImportRow
from app.imports.services import besides, known, rejudge
from app.imports.services.perform import perform
from app.imports.services.rejudge import JudgedRow
from app.imports.told import GOOD
from app.imports.workflow import Action, State
from app.ledger.models import SET_ASIDE, USED
from app.ledger.services import batches as ledger
from app.organisations.models import UNKNOWN
from app.organisations.services import intake
from app.organisations.services.intake import Newcomer
from app.text import _

LARGE = 2_000  # rows above which a worker does it, not the request
TOLD = 5  # places named in a refusal


class Changed(Conflict):
    """Something moved since the judgement: `rows` came out otherwise, nothing was written."""

    def __init__(self, rows: Sequence[JudgedRow]) -> None:
        places = ", ".join(row.place for row in rows[:TOLD])
        super().__init__(
            _(
                "%(count)s dòng không còn như lúc xét (%(places)s%(more)s): sổ hỗ trợ hoặc danh "
                "sách đơn vị vừa thay đổi. Chưa ghi gì vào sổ. Vui lòng xét lại rồi ghi.",
                count=len(rows),
                places=places,
                more="…" if len(rows) > TOLD else "",
            )
        )
        self.rows = rows


def start(
    batch: ImportBatch, by: Actor, *, version: int | None = None, here: bool = False
) -> ImportBatch:
    """Apply the batch, or hand it to the worker when it is long and the caller does not wait.

    Raises `Changed` (409); 409 when nothing is to be written, or the batch has moved on.
    """
    if not _to_write(batch):
        raise Conflict(_("Chưa có dòng nào để ghi: hãy quyết định các dòng còn chờ."))
    long = batch.total > LARGE and not here
    facts = {"done": 0, "worker_by": by.person_id, "fault": ""} if long else {"fault": ""}
    batch = perform(batch, Action.APPLY, by, version=version, facts=facts)
    return batch if long else finish(batch, by)


def _to_write(batch: ImportBatch) -> bool:
    return (
        db.session.scalar(
            select(ImportRow.id)
            .where(
                ImportRow.batch_id == batch.id,
                ImportRow.settled.is_(False),
                ImportRow.outcome.in_(WRITTEN),
            )
            .limit(1)
        )
        is not None
    )


def finish(batch: ImportBatch, by: Actor) -> ImportBatch:
    """Write everything that is decided; the batch is being applied by then.

    Raises `Changed`: the caller gives the transaction up.
    """
    assert State(batch.state) is State.APPLYING
    _lock(batch)
    judged = rejudge.look(batch)
    if judged.changed:
        raise Changed(judged.changed)
    writing = [row for row in judged.rows if row.outcome in WRITTEN]
    places = _organisations(batch, writing, by)
    said, contents = besides.of_rows(batch), known.contents()
    entries = ledger.enter_many(_entries(batch, writing, places, said))
    results = products.add_many(besides.results(writing, entries, said, contents), batch.id)
    _settle(batch, writing, places, entries)
    left = sum(row.outcome == OPEN for row in judged.rows)
    # What waits is judged against what was written just now.
    rejudge.anew(batch)
    return perform(
        batch,
        Action.FINISH_PARTLY if left else Action.FINISH,
        by,
        facts={"done": batch.total},
        data={
            "sha256": batch.sha256,
            "used": sum(row.outcome == USE for row in writing),
            "set_aside": sum(row.outcome == ASIDE for row in writing),
            "skipped": sum(row.outcome == SKIP for row in judged.rows),
            "left": left,
            "results": results,
            "organisations": sum(bool(made) for _key, _owner, made in places.values()),
        },
    )


def _lock(batch: ImportBatch) -> None:
    named = db.session.scalars(
        select(ImportRow.beneficiary_id)
        .where(ImportRow.batch_id == batch.id, ImportRow.settled.is_(False))
        .distinct()
    )
    intake.lock(key for key in named if key is not None)


# group → (organisation id, beneficiary id, what was made)
Places = dict[int, tuple[int, int, str]]


def _organisations(batch: ImportBatch, rows: Iterable[JudgedRow], by: Actor) -> Places:
    """Return where each group's supports go; organisations that are new are made, once each."""
    places: Places = {}
    fresh: dict[int, int | None] = {}
    for row in rows:
        if row.match_id is not None and row.beneficiary_id is not None:
            places[row.group_key] = (row.match_id, row.beneficiary_id, "")
        elif row.match_id is None:
            fresh.setdefault(row.group_key, row.beneficiary_id)
    newcomers = _newcomers(batch, fresh)
    made = intake.make_many([newcomers[key] for key in fresh], batch.id, by)
    for key, (organisation_id, beneficiary_id) in zip(fresh, made, strict=True):
        how = "organisation" if fresh[key] is not None else "both"
        places[key] = (organisation_id, beneficiary_id, how)
    return places


def _newcomers(batch: ImportBatch, owners: dict[int, int | None]) -> dict[int, Newcomer]:
    """Return who is to be made for each group: the fullest of what its rows tell."""
    told: dict[int, dict[str, Any]] = {}
    for row in db.session.execute(
        select(
            ImportRow.group_key,
            ImportRow.name,
            ImportRow.kind,
            ImportRow.scheme,
            ImportRow.code,
            ImportRow.code_state,
            ImportRow.root_code,
            ImportRow.details,
        )
        .where(ImportRow.batch_id == batch.id)
        .order_by(ImportRow.position)
    ):
        if row.group_key in owners:
            _fill(told.setdefault(row.group_key, {}), row)
    return {key: Newcomer(**facts, beneficiary_id=owners[key]) for key, facts in told.items()}


def _fill(facts: dict[str, Any], row: Any) -> None:
    """Add what a row knows and the rows before it did not."""
    if not facts:
        facts |= {"name": row.name, "kind": row.kind, "root_code": row.root_code, **row.details}
    elif not facts["name"]:
        facts["name"] = row.name
    for name, value in row.details.items():
        if value and facts.get(name) in ("", UNKNOWN):
            facts[name] = value
    if row.code_state == GOOD and not facts.get("code"):
        facts |= {"scheme": row.scheme, "code": row.code}


def _entries(
    batch: ImportBatch, rows: Iterable[JudgedRow], places: Places, said: besides.Said
) -> list[dict[str, Any]]:
    contents, scopes = known.contents(), known.scopes()
    return [
        {
            "scope": scopes[row.programme_id or 0],
            "beneficiary_id": places[row.group_key][1],
            "organisation_id": places[row.group_key][0],
            "content_id": row.content_id,
            "rule_key": known.keyed(contents[row.content_id or 0], row.standard, row.given_year),
            "standard": row.standard,
            "state": USED if row.outcome == USE else SET_ASIDE,
            "source_reference": source(batch, row.place),
            "document_number": row.document_number,
            "given_on": row.given_on,
            "given_year": row.given_year,
            "programme_id": row.programme_id,
            "batch_id": batch.id,
            **besides.of_entry(said[row.id]),
        }
        for row in rows
    ]


def source(batch: ImportBatch, place: str) -> str:
    """Return where an entry comes from, in words."""
    return _("Nhập lịch sử, %(file)s, %(place)s", file=batch.name, place=place)


def _settle(
    batch: ImportBatch, rows: Sequence[JudgedRow], places: Places, entries: Sequence[int]
) -> None:
    """Say on each row what it led to; what is left out is settled, too."""
    db.session.execute(
        update(ImportRow)
        .where(
            ImportRow.batch_id == batch.id,
            ImportRow.settled.is_(False),
            ImportRow.outcome == SKIP,
        )
        .values(settled=True)
        .execution_options(synchronize_session=False)
    )
    table = ImportRow.__table__
    db.session.execute(
        update(table)  # type: ignore[arg-type]  # a table, whatever its declared type
        .where(table.c.id == bindparam("row_id"))
        .values(
            settled=True,
            organisation_id=bindparam("to_organisation"),
            entry_id=bindparam("to_entry"),
            made=bindparam("was_made"),
        ),
        [
            {
                "row_id": row.id,
                "to_organisation": places[row.group_key][0],
                "to_entry": entry,
                "was_made": places[row.group_key][2],
            }
            for row, entry in zip(rows, entries, strict=True)
        ],
    )
    db.session.expire_all()
