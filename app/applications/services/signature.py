"""A dossier that a preparer has filled in waits for who may sign (chờ người ký nộp)."""

from collections.abc import Sequence

from app.access import Actor
from app.accounts.models import Person
from app.accounts.services import allowance, mandates
from app.applications import emails
from app.applications.models import Application
from app.applications.services import bundle, tasks
from app.audit import services as audit
from app.errors import Conflict, Invalid
from app.text import _


def waits_for(application: Application) -> Sequence[Person]:
    """Return who may submit the dossier for the organisation today."""
    return mandates.signers(application.organisation_id)


def ask(application: Application, by: Actor) -> None:
    """Tell by letter who may submit that the dossier waits for them; at most five letters a day.

    Raises 422 while something lacks, 409 once submitted or when nobody can be written to today.
    """
    application, drafts = bundle.locked_drafts(application, by)
    if lacking := tasks.missing(*drafts):
        raise Invalid(_("Hồ sơ còn thiếu: %(what)s.", what="; ".join(lacking)))
    told = []
    for person in waits_for(application):
        key = allowance.next_key("signature_wanted", f"{application.id}-{person.id}")
        if person.id != by.person_id and person.email is not None and key is not None:
            emails.signature_wanted(application, person.name, person.email, by.name, key=key)
            told.append(person.name)
    if not told:
        raise Conflict(_("Hôm nay không gửi thêm thư được. Vui lòng liên hệ trực tiếp người ký."))
    audit.record("application", application.id, "signature_asked", by, data={"told": told})
