"""Drafts follow their organisation when a claim is answered (see organisations' stand-ins)."""

from sqlalchemy import select

from app.access import Actor
from app.applications.models import Application, RegistrationForm
from app.applications.services import draft, queries
from app.audit import services as audit
from app.extensions import db
from app.organisations.services import standins


@standins.follow
def follow(standin_id: int, target_id: int | None, by: Actor) -> None:
    """Bring the drafts begun in a stand-in to `target_id`; without one, throw them away.

    A draft that the target has for the same call and content stays, and ours goes.
    """
    # The phiếu first: their rows are locked before their dossiers'.
    forms = db.session.scalars(
        select(RegistrationForm)
        .where(RegistrationForm.organisation_id == standin_id)
        .order_by(RegistrationForm.id)
        .with_for_update()
    ).all()
    if target_id is not None:
        for form in forms:
            form.organisation_id = target_id
    ids = db.session.scalars(
        select(Application.id)
        .where(Application.organisation_id == standin_id)
        .order_by(Application.id)
    ).all()
    for application_id in ids:
        application = queries.lock(application_id)
        if target_id is None or _there_already(application, target_id):
            draft.remove(application, by)
            continue
        application.organisation_id = target_id
        draft.touched(application)
        audit.record(
            "application", application_id, "hand_over", by, data={"organisation": target_id}
        )


def _there_already(application: Application, organisation_id: int) -> bool:
    found = db.session.scalar(
        select(Application.id).where(
            Application.organisation_id == organisation_id,
            Application.call_id == application.call_id,
            Application.content_id == application.content_id,
            Application.status == application.status,
        )
    )
    return found is not None
