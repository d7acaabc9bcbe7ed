"""The deeds of the desk that come with a scan: from the form to the service."""

from app.access import Actor
from app.applications.models import Application
from app.applications.services import withdraw
from app.review import forms
from app.review.routes import amounts
from app.review.services import decision
from app.review.services import issue as issuing


def record(application: Application, form: forms.PaperDecisionForm, by: Actor) -> None:
    """Keep a decision that was signed on paper."""
    decision.record_paper(
        application,
        outcome=form.outcome.data,
        reason=form.reason.data or "",
        signer_name=form.signer_name.data,
        signer_capacity=form.signer_capacity.data,
        signed_on=form.signed_on.data,
        scan=form.scan.data.stream,
        scan_name=form.scan.data.filename,
        by=by,
        amount=amounts.said(form),
        version=form.seen,
    )


def issue(application: Application, form: forms.IssueForm, by: Actor) -> None:
    """Issue the decision with its number, day and signed file."""
    issuing.issue(
        application,
        number=form.number.data,
        issued_on=form.issued_on.data,
        signed=form.signed.data.stream,
        signed_name=form.signed.data.filename,
        by=by,
        version=form.seen,
    )


def withdraw_on_paper(application: Application, form: forms.PaperWithdrawalForm, by: Actor) -> None:
    """Keep a withdrawal that was signed on paper."""
    withdraw.record_paper(
        application,
        reason=form.reason.data,
        signed_on=form.signed_on.data,
        scan=form.scan.data.stream,
        scan_name=form.scan.data.filename,
        by=by,
        version=form.seen,
    )
