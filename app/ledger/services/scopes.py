"""What the ledger has of a scope: a programme whose scope supports lean on keeps it."""

from sqlalchemy import exists, or_, select

from app.extensions import db
from app.ledger.models import Entry, HistoryReview
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
