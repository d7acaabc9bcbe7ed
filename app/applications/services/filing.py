"""How a dossier came in where it was not its organisation itself: by an agent, or from paper."""

from dataclasses import dataclass

from app.accounts.models import Mandate, Person
from app.accounts.services import mandates
from app.applications.models import Application
from app.applications.workflow import Action
from app.audit import services as audit
from app.extensions import db


@dataclass(frozen=True)
class Filing:
    """Who submitted it, under which mandate; or which officer entered it from paper (nhập hộ)."""

    name: str
    mandate: Mandate | None
    assisted: bool


def of(application: Application) -> Filing | None:
    """Return how the dossier came in; None when the organisation's own people submitted it."""
    if application.entered_by is not None:
        return Filing(db.session.get_one(Person, application.entered_by).name, None, True)
    if application.mandate_id is None:
        return None
    submitted = [
        event.actor_name
        for event in audit.history("application", application.id)
        if event.action == Action.SUBMIT
    ]
    return Filing("".join(submitted[-1:]), mandates.get(application.mandate_id), False)
