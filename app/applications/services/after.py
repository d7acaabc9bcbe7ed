"""What becomes of an approved dossier in delivery, as far as the dossier itself shows it."""

from app import clock
from app.access import Actor
from app.applications.models import Application
from app.applications.services import queries
from app.audit import services as audit
from app.extensions import db
from app.programmes.services import quota


def cancel(application: Application, why: str, by: Actor) -> None:
    """Say that the support of an approved dossier was cancelled before its agreement was signed.

    The dossier stays approved, because a decision that was issued was issued; its label, its
    place in the quota and its amount follow. The caller holds the dossier's lock and has freed the
    slot: the call-content is locked here, after both.
    """
    application = queries.lock(application.id)
    quota.release(application.call_id, application.content_id, application.approved_amount)
    application.cancelled = why
    application.version += 1
    application.updated_at = clock.now()
    db.session.flush()
    audit.record("application", application.id, "support_cancelled", by, data={"why": why})
