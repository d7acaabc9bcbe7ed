"""The issue (ban hành): the clerk records number, date and signed file. Only this takes effect."""

from datetime import date
from typing import BinaryIO

from app import clock
from app.access import Actor
from app.applications.models import Application
from app.applications.services import perform as door
from app.applications.services import queries
from app.applications.workflow import Action, Status
from app.delivery import services as delivery
from app.errors import Invalid
from app.extensions import db
from app.files import services as files
from app.review.models import Decision, IssuedDocument
from app.review.services import bundle_bar, documents
from app.review.services import decision as decisions
from app.text import _


def issue(
    application: Application,
    *,
    number: str,
    issued_on: date,
    signed: BinaryIO,
    signed_name: str,
    by: Actor,
    version: int | None = None,
) -> Decision:
    """Issue the decision that waits: status, letter, public status, and the support.

    The number is the clerk's, never invented. Raises 422 for a date ahead or before the
    decision was made, 409 when there is nothing to issue, when the dossier is in a list that is
    issued as one, or for a number given this year already.
    """
    application = queries.lock(application.id)
    door.check(application, action_for(application), by, version=version)
    bundle_bar.check(application)
    decision = decisions.current(application.id)
    assert decision is not None  # the status says so, and the checker too
    documents.check(number, issued_on)
    not_before_signing(decision, issued_on)
    stored = files.save(signed, signed_name, by)
    about = ("application", application.id)
    document = documents.enter(decision.outcome, number, issued_on, stored, about=about, by=by)
    return take_effect(application, document, by)


def not_before_signing(decision: Decision, issued_on: date) -> None:
    """Raise 422 for a date before the decision was signed."""
    if issued_on < (decision.signed_on or clock.local(decision.at).date()):
        raise Invalid(_("Ngày ban hành không được trước ngày ký quyết định."), "issued_on")


def take_effect(application: Application, document: IssuedDocument, by: Actor) -> Decision:
    """Let the decision of a locked dossier take effect by its document, alone or with others.

    Raises 409 when there is nothing to issue, 422 for a date before the decision was signed.
    """
    action = action_for(application)
    door.check(application, action, by)
    decision = decisions.current(application.id)
    assert decision is not None  # the status says so, and the checker too
    number, issued_on = document.number, document.issued_on
    not_before_signing(decision, issued_on)
    decision.number, decision.issued_on = number, issued_on
    decision.issued_file_id, decision.issued_by = document.file_id, by.person_id
    decision.issued_at, decision.document_id = clock.now(), document.id
    db.session.flush()
    door.perform(
        application,
        action,
        by,
        data={
            "number": number,
            "issued_on": issued_on.isoformat(),
            "reason": decision.reason,
        },
        letter=lambda: {
            "number": number,
            "issued_on": issued_on,
            "decision_reason": decision.reason,
        },
    )
    if decision.outcome == "approve":
        delivery.begin(application, number, issued_on, by)
    return decision


def action_for(application: Application) -> Action:
    """Return which issue the dossier waits for; that of an approval unless it was rejected."""
    if application.status == Status.REJECTED_UNISSUED:
        return Action.ISSUE_REJECTION
    return Action.ISSUE_APPROVAL
