"""What products got by the papers of earlier years: an import writes it and takes it back."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert

from app.delivery.models import ProductResult
from app.extensions import db


def add_many(rows: Sequence[dict[str, Any]], batch_id: int) -> int:
    """Write what products got; the import's own event tells of it. Return how many.

    `rows`: entry_id, product, kind; document_number and issued_on together, or neither.
    """
    if rows:
        db.session.execute(insert(ProductResult), [{**row, "batch_id": batch_id} for row in rows])
    return len(rows)


def erase(batch_id: int) -> int:
    """Delete what an import wrote of products, as it is taken back; return how many."""
    done = db.session.execute(
        delete(ProductResult)
        .where(ProductResult.batch_id == batch_id)
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]  # a delete has one
