"""The letters about a support that waits for its agreement, or ended without one."""

from datetime import date

from sqlalchemy import select

from app.applications import emails as dossier
from app.applications.models import Application
from app.audit.models import Event
from app.delivery.models import Support
from app.extensions import db
from app.organisations.emails import on_paper
from app.outbox import services as outbox
from app.outbox.models import Letter


def ended(letter: str, application: Application, support: Support, event: Event) -> None:
    """Tell the organisation that its support ended before the agreement was signed."""
    _post(letter, application, f"{letter}:event:{event.id}", support)


def remind(application: Application, support: Support, stage: int, days_left: int) -> bool:
    """Remind of the last day to sign; return whether it was posted now: each stage once."""
    assert support.contract_by is not None
    key = f"support_reminder:{support.id}:{support.contract_by.isoformat()}:{stage}"
    if db.session.scalar(select(Letter.id).where(Letter.once_key == key)) is not None:
        return False
    _post("support_reminder", application, key, support, days_left=days_left)
    return True


def _post(
    letter: str, application: Application, key: str, support: Support, days_left: int = 0
) -> None:
    contract_by: date | None = support.contract_by
    said = {
        **dossier.context(application),
        "number": support.document_number,
        "approved_on": support.approved_on,
        "contract_by": contract_by,
        "days_left": days_left,
    }
    outbox.post(
        letter,
        application.organisation.contact_email,
        key,
        said,
        recipient=on_paper(application.organisation),
        about=(dossier.DOSSIER, application.id),
    )
