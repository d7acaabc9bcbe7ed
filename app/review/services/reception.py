"""Reception (tiếp nhận): accept, or decline with a reason."""

from datetime import date

from app.access import Actor
from app.applications.models import Application
from app.applications.services import perform as door
from app.applications.services import queries
from app.applications.workflow import Action
from app.review import papers
from app.review.services import arrival


def accept(
    application: Application,
    by: Actor,
    *,
    number: str = "",
    arrived_on: date | None = None,
    version: int | None = None,
) -> None:
    """Accept the dossier: the date to expect the result is fixed and told, and the receipt made.

    `number` and `arrived_on` are the office's own số đến and ngày đến, where it keeps them; who
    may not note them leaves what is there. Raises as `arrival.checked`.
    """
    application = queries.lock(application.id)
    door.check(application, Action.ACCEPT, by, version=version)
    noted = bool(number.strip() or arrived_on)
    kept = arrival.allowed(by, application, number, arrived_on) if noted else None

    def facts(application: Application) -> None:
        if kept is not None:
            arrival.put(application, *kept)

    said = {"arrival_number": kept[0], "arrived_on": str(kept[1])} if kept else None
    door.perform(application, Action.ACCEPT, by, facts=facts, data=said)
    papers.make_receipt(application, by)


def decline(
    application: Application, reason: str, by: Actor, *, version: int | None = None
) -> None:
    """Decline the dossier with a reason the applicant reads; the slot is free again."""
    door.perform(application, Action.DECLINE, by, reason=reason, version=version)
