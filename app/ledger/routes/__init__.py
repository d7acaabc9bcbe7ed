"""Pages of the ledger: what an organisation can still have; the book, its exceptions and rules."""

from app.ledger.routes import book, exceptions, reviews, rules, standing
from app.ledger.routes.room import ledger

__all__ = ["book", "exceptions", "ledger", "reviews", "rules", "standing"]
