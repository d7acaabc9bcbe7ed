"""Taking a whole batch back: exactly what apply wrote goes, the batch and its events stay."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Select, Table, func, select

from app.access import Actor
from app.delivery.services import results as products
from app.errors import Conflict
from app.extensions import Base, db
from app.imports.models import ASIDE, ImportBatch, ImportRow
from app.imports.services import apply
from app.imports.services.perform import perform
from app.imports.workflow import Action, State
from app.ledger.models import SET_ASIDE, USED, Entry
from app.ledger.services import batches as ledger
from app.organisations.models import Organisation
from app.organisations.services import intake
from app.text import _

# What goes with an organisation, as apply wrote it.
_OWN = {"identifier", "organisation_word"}


def start(
    batch: ImportBatch, reason: str, by: Actor, *, version: int | None = None, here: bool = False
) -> ImportBatch:
    """Take the batch back, or hand it to the worker when it is long and the caller does not wait.

    Raises 409 listing what depends on the batch, 422 without a reason.
    """
    long = batch.total > apply.LARGE and not here
    facts = {"done": 0, "worker_by": by.person_id} if long else {}
    batch = perform(
        batch, Action.ROLL_BACK, by, version=version, reason=reason, facts={"fault": "", **facts}
    )
    if not long:
        return finish(batch, by)
    _nothing_depends_on(batch)  # told at once; the worker asks again, under the locks
    return batch


def finish(batch: ImportBatch, by: Actor) -> ImportBatch:
    """Erase what the batch wrote, whole, in one transaction; keep the batch with the reason.

    The tables of the ledger, the organisations, their codes and beneficiaries are afterwards what
    they were before apply. Raises 409 listing what depends on the batch: the caller gives the
    transaction up.
    """
    assert State(batch.state) is State.ROLLING_BACK
    owners = beneficiaries(batch.id)
    intake.lock(owners)
    _nothing_depends_on(batch)
    products.erase(batch.id)
    entries = ledger.erase(batch.id)
    organisations = intake.erase(batch.id, owners)
    return perform(
        batch,
        Action.FINISH_ROLL_BACK,
        by,
        facts={"done": batch.total},
        data={"entries": entries, "organisations": organisations, "sha256": batch.sha256},
    )


def keep(batch: ImportBatch, by: Actor, why: str) -> ImportBatch:
    """Let a batch that cannot be taken back be what it was: some of its rows may still wait."""
    waits = select(ImportRow.id).where(ImportRow.batch_id == batch.id, ImportRow.settled.is_(False))
    partly = db.session.scalar(waits.limit(1)) is not None
    action = Action.KEEP_PARTLY if partly else Action.KEEP
    return perform(batch, action, by, facts={"fault": why, "reason": ""}, data={"fault": why})


def _nothing_depends_on(batch: ImportBatch) -> None:
    if found := dependents(batch.id):
        raise Conflict(
            _(
                "Chưa hoàn tác được, vì đã có việc dựa vào đợt nhập này: %(things)s.",
                things="; ".join(found),
            )
        )


def beneficiaries(batch_id: int) -> list[int]:
    """Return the beneficiaries that the batch made."""
    return list(db.session.scalars(_owners(batch_id).distinct()))


def _owners(batch_id: int) -> Select[int]:
    return (
        select(Organisation.beneficiary_id)
        .join(ImportRow, ImportRow.organisation_id == Organisation.id)
        .where(
            ImportRow.batch_id == batch_id,
            ImportRow.made == "both",
            Organisation.batch_id == batch_id,
        )
    )


def dependents(batch_id: int) -> list[str]:
    """Return in words what refers to, or has changed, something the batch wrote.

    Every foreign key of the house is asked, so a table that comes later is asked as well.
    """
    found = [
        _("%(count)s %(what)s", count=count, what=_word(table))
        for table, count in _referring(batch_id)
    ]
    if resting := ledger.resting_on(batch_id):
        found.append(_("%(count)s lượt trùng không chặn vì đã có lượt của đợt này", count=resting))
    if edited := sum(version != 1 for _key, _owner, version in intake.made_by(batch_id)):
        found.append(_("%(count)s đơn vị đã được sửa", count=edited))
    if moved := len(ledger.changed_since(batch_id, _written(batch_id))):
        found.append(_("%(count)s lượt trong sổ đã thay đổi", count=moved))
    return found


def _written(batch_id: int) -> dict[int, tuple[str, int]]:
    """Return entry id → (state, organisation id) as apply wrote it."""
    written = db.session.execute(
        select(ImportRow.entry_id, ImportRow.outcome, ImportRow.organisation_id).where(
            ImportRow.batch_id == batch_id, ImportRow.entry_id.is_not(None)
        )
    )
    return {
        entry: (SET_ASIDE if outcome == ASIDE else USED, organisation)
        for entry, outcome, organisation in written
        if entry is not None and organisation is not None
    }


def _mine(batch_id: int) -> dict[str, Select[Any]]:
    """Return table → the ids that the batch wrote there."""
    organisations = select(Organisation.id).where(Organisation.batch_id == batch_id)
    entries = select(Entry.id).where(Entry.batch_id == batch_id)
    return {
        "organisation": organisations,
        "beneficiary": _owners(batch_id),
        "ledger_entry": entries,
    }


def _referring(batch_id: int) -> Iterator[tuple[str, int]]:
    mine = _mine(batch_id)
    counts: dict[str, int] = {}
    for table, column, target in _references():
        query = select(func.count()).select_from(table).where(column.in_(mine[target]))
        if "batch_id" in table.c:  # of the ledger and of organisations: others than our own
            query = query.where(table.c.batch_id.is_distinct_from(batch_id))
        count = db.session.scalar(query) or 0
        counts[table.name] = max(counts.get(table.name, 0), count)
    yield from ((name, count) for name, count in sorted(counts.items()) if count)


def _references() -> Iterator[tuple[Table, Column[Any], str]]:
    """Yield every column of the house that names an organisation, a beneficiary or an entry."""
    for table in Base.metadata.sorted_tables:
        if table.name in _OWN:
            continue
        for column in table.c:
            for key in column.foreign_keys:
                if key.column.table.name in ("organisation", "beneficiary", "ledger_entry"):
                    yield table, column, key.column.table.name


def _word(table: str) -> str:
    return {
        "application": _("hồ sơ"),
        "membership": _("người đại diện"),
        "claim": _("yêu cầu tham gia"),
        "ledger_entry": _("lượt khác trong sổ"),
        "organisation": _("đơn vị khác"),
        "exception_request": _("đề nghị cho phép thêm"),
        "need": _("nhu cầu đã đăng ký"),
        "organisation_act": _("thay đổi về tổ chức"),
        "product_result": _("kết quả của sản phẩm"),
        "registration_form": _("phiếu đăng ký"),
        "succession": _("quan hệ kế thừa"),
    }.get(table, _("dữ liệu khác (%(table)s)", table=table))
