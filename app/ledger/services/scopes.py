"""What supports lean on: the scope of a programme, and the unit of a content, stay as they are."""

from sqlalchemy import exists, or_, select

from app.extensions import db
from app.ledger.models import Entry, HistoryReview
from app.programmes.services.catalogue import leaning_on_unit
from app.programmes.services.set_up_programmes import leaning


@leaning
def has_entries(scope: str) -> bool:
    """Return whether a support was held, given or reviewed in `scope`."""
    return bool(
        db.session.scalar(
            select(
                or_(
                    exists().where(Entry.scope == scope),
                    exists().where(HistoryReview.scope == scope),
                )
            )
        )
    )


@leaning_on_unit
def has_entries_of(content_id: int) -> bool:
    """Return whether the ledger has an entry of the content: its key is made of the unit."""
    return bool(db.session.scalar(select(exists().where(Entry.content_id == content_id))))
