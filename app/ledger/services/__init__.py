"""The ledger's deeds: hold, confirm, release, record; its questions: who can still get what."""

from app.ledger.services.rule import rule_key, standard_name
from app.ledger.services.scopes import has_entries
from app.ledger.services.slots import SlotTaken, blocker, confirm, hold, holder, release

__all__ = [
    "SlotTaken",
    "blocker",
    "confirm",
    "has_entries",
    "hold",
    "holder",
    "release",
    "rule_key",
    "standard_name",
]
