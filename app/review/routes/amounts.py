"""The amount (số tiền hỗ trợ) on the forms of a decision: asked only where the call sets any."""

from typing import Any

from app.applications.models import Application
from app.appraisal.services import appraisal
from app.forms import posted
from app.programmes.services import quota


def ask(application: Application, form: Any) -> str:
    """Keep the form's amount where one is asked for; return in words what it may not exceed.

    It begins with what the appraisal proposes.
    """
    row = quota.offered(application.call_id, application.content_id)
    if row is None or not quota.wants_amount(row):
        del form.amount
        return ""
    if not posted():
        last = next(iter(appraisal.of_application(application.id)), None)
        form.amount.data = (last.proposed_amount if last else None) or row.ceiling
    return " ".join(quota.limits(row))


def said(form: Any) -> int | None:
    """Return the amount in đồng, or None where the form asks for none."""
    return form.amount.data if "amount" in form else None
