"""What rows tell besides the support, on its way into the ledger: money, project, products."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.delivery.models import RESULT_OF
from app.extensions import db
from app.imports.models import WRITTEN, ImportBatch, ImportRow
from app.imports.services.rejudge import JudgedRow
from app.programmes.models import SupportContent

R = ImportRow
Said = Mapping[int, Any]


def of_rows(batch: ImportBatch) -> Said:
    """Return row id → what it tells besides, of the rows that are to be written."""
    found = db.session.execute(
        select(
            R.id, R.project_id, R.project_words, R.amount, R.products, R.certificate_number,
            R.certificate_on,
        ).where(R.batch_id == batch.id, R.settled.is_(False), R.outcome.in_(WRITTEN))
    )  # fmt: skip
    return {row.id: row for row in found}


def of_entry(said: Any) -> dict[str, Any]:
    """Return the columns of the entry; the words of a project only where the list has none."""
    return {
        "project_id": said.project_id,
        "project_words": "" if said.project_id else said.project_words,
        "amount": said.amount,
        "products": said.products,
        "certificate_number": said.certificate_number,
        "certificate_on": said.certificate_on,
    }


def results(
    rows: Iterable[JudgedRow],
    entries: Sequence[int],
    said: Said,
    contents: Mapping[int, SupportContent],
) -> list[dict[str, Any]]:
    """Return what each product got, where the content leads to one kind of result."""
    found = []
    for row, entry in zip(rows, entries, strict=True):
        kind = RESULT_OF.get(contents[row.content_id or 0].code)
        if kind is None:
            continue
        told = said[row.id]
        whole = told.certificate_number and told.certificate_on
        found += [
            {
                "entry_id": entry,
                "product": product,
                "kind": kind,
                "document_number": told.certificate_number if whole else "",
                "issued_on": told.certificate_on if whole else None,
            }
            for product in told.products
        ]
    return found
