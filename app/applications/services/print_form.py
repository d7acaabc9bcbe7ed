"""Printing the phiếu đăng ký to be signed: once everything it says has been said."""

from app.access import Actor
from app.applications.models import Application
from app.applications.services import draft, form_digest, tasks
from app.audit import services as audit
from app.errors import Invalid
from app.text import _


def printed(application: Application, by: Actor) -> None:
    """Note that the form was made from the answers as they are now, ready to be signed.

    Raises 422 while profile, answers or products lack something, 409 once submitted.
    """
    application = draft.locked_draft(application, by)
    if lacking := tasks.missing_before_form(application):
        raise Invalid(_("Cần khai xong trước khi in: %(what)s.", what="; ".join(lacking)))
    application.printed_digest = form_digest.digest(application)
    draft.touched(application)
    audit.record(
        "application", application.id, "print_form", by, data={"digest": application.printed_digest}
    )
