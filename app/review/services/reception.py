"""Reception (tiếp nhận): accept, or decline with a reason."""

from app.access import Actor
from app.applications.models import Application
from app.applications.services.perform import perform
from app.applications.workflow import Action
from app.review import papers


def accept(application: Application, by: Actor, *, version: int | None = None) -> None:
    """Accept the dossier: the date to expect the result is fixed and told, and the receipt made."""
    perform(application, Action.ACCEPT, by, version=version)
    papers.make_receipt(application, by)


def decline(
    application: Application, reason: str, by: Actor, *, version: int | None = None
) -> None:
    """Decline the dossier with a reason the applicant reads; the slot is free again."""
    perform(application, Action.DECLINE, by, reason=reason, version=version)
