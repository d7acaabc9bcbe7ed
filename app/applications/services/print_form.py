"""Printing the phiếu đăng ký to be signed: once everything it says has been said."""

from app.access import Actor
from app.applications import papers
from app.applications.models import Application
from app.applications.services import bundle, draft, form_digest, tasks
from app.audit import services as audit
from app.errors import Invalid
from app.text import _


def printed(application: Application, by: Actor) -> None:
    """Note that the phiếu was made from the answers as they are now, ready to be signed.

    One phiếu lists all its contents; each draft remembers what it said when it was printed.

    Raises 422 while profile, answers or products lack something, 409 once submitted.
    """
    _own, drafts = bundle.locked_drafts(application, by)
    if lacking := tasks.missing_before_form(*drafts):
        raise Invalid(_("Cần khai xong trước khi in: %(what)s.", what="; ".join(lacking)))
    for each in drafts:
        each.printed_digest = form_digest.digest(each)
        audit.record("application", each.id, "print_form", by, data={"digest": each.printed_digest})
    papers.make_phieu(drafts, by)
    draft.touched(*drafts)
