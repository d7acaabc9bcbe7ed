"""Letters, questions and answers in the house: what the pages of `app/correspondence` need."""

from typing import Any

from app.actors import Actor
from app.outbox import letters, versions

Things = dict[str, dict[str, Any]]
WORDED = "application_accepted"


def things(lead: Actor) -> Things:
    """Put them into the house and say where they stand."""
    kind = letters.get(WORDED)
    for number, word in enumerate(("Trân trọng.", "Kính chào.")):
        subject, body = versions.words(kind)
        versions.save(kind, subject, body + "\n" + word, "Thêm lời chào", lead, seen=number)
    return {"worded": {"letter": WORDED, "version": 1}}
