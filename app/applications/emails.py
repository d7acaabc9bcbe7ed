"""The letters of the dossier. Which move sends which is in the workflow's table."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.accounts.services import mandates
from app.applications.models import Application
from app.applications.workflow import ENDED
from app.audit.models import Event
from app.extensions import db
from app.organisations.emails import on_paper
from app.outbox import digest
from app.outbox import services as outbox
from app.outbox.models import Letter
from app.programmes.models import Call
from app.text import _

DOSSIER = "application"  # what its letters are about, as in its events
COPY = ":copy"  # ends the key of an agent's copy; the checker knows it


def once_key(letter: str, event: Event) -> str:
    """Return the key under which a deed's letter is posted only once; the checker reads it."""
    return f"{letter}:event:{event.id}"


def context(application: Application) -> dict[str, Any]:
    """Return what every letter of a dossier may say. No names of staff, no internal notes."""
    return {
        "reference": application.reference,
        "organisation": application.organisation.name,
        "content": application.content_version.name,
        "standard": application.standard,
        "call": application.call.name,
        "due_on": application.due_on,
        "answer_on": application.answer_on,
        "approved_amount": application.approved_amount,  # đồng; none where none was said
        "status": application.look.label,
        "path": f"/ho-so/{application.id}",
        "contact_name": application.call.contact_name,
        "contact_phone": application.call.contact_phone,
    }


def named(dossiers: Sequence[Application]) -> list[dict[str, Any]]:
    """Return what one letter says of each of several dossiers."""
    return [
        {
            "reference": each.reference,
            "content": each.content_version.name,
            "standard": each.standard,
            "path": f"/ho-so/{each.id}",
        }
        for each in dossiers
    ]


def _present(ids: Collection[int]) -> Mapping[int, str]:
    """Say how dossiers stand now: a digest may leave after what its letters tell of."""
    found = db.session.scalars(select(Application).where(Application.id.in_(ids))).all()
    return {
        each.id: _(
            "Hồ sơ %(reference)s hiện ở trạng thái: %(status)s.",
            reference=each.reference,
            status=each.look.label,
        )
        for each in found
        if each.reference
    }


digest.describe(DOSSIER, _present)


def send(
    letter: str,
    application: Application,
    event: Event,
    *,
    reason: str = "",
    extra: dict[str, Any] | None = None,
) -> None:
    """Post the letter of a move to the organisation's own contact address.

    The agent (người nộp thay) who submitted it gets a copy while the mandate lasts.
    """
    said = {**context(application), "reason": reason, **(extra or {})}
    if application.status in ENDED:  # asked once, where the way ends
        said["rate_path"] = f"/ho-so/{application.id}/danh-gia"
    _post(f"application_{letter}", application, once_key(letter, event), said)


def _post(name: str, application: Application, key: str, said: dict[str, Any]) -> None:
    contact = application.organisation.contact_email
    about = (DOSSIER, application.id)
    outbox.post(name, contact, key, said, recipient=on_paper(application.organisation), about=about)
    if application.mandate_id is None:
        return
    agent = mandates.agent_address(application.mandate_id)
    if agent and agent != contact:
        outbox.post(name, agent, key + COPY, said, about=about)


def remind(application: Application, reminder: int, deadline_key: str, days_left: int) -> bool:
    """Post the reminder (E5) of `reminder` working days before a supplement is due.

    It says `days_left`, the working days that really are left when it is sent. Return whether
    it was posted now: the same reminder of a deadline goes out once.
    """
    key = f"supplement_reminder:{deadline_key}:{reminder}"
    if db.session.scalar(select(Letter.id).where(Letter.once_key == key)) is not None:
        return False
    said = {**context(application), "days_left": days_left}
    _post("application_supplement_reminder", application, key, said)
    return True


def signature_wanted(application: Application, name: str, to: str, by: str, *, key: str) -> None:
    """Tell who may sign that `by` has a dossier ready for them."""
    outbox.post(
        "signature_wanted",
        to,
        key,
        {
            "name": name,
            "by": by,
            "organisation": application.organisation.name,
            "content": application.content_version.name,
            "closes_at": application.call.closes_at,
            "path": f"/ho-so/{application.id}/kiem-tra",
        },
        about=(DOSSIER, application.id),
    )


def closing_key(call: Call, stage: int, organisation_id: int | str) -> str:
    """Return the key of one reminder that a call closes: a later end reminds anew."""
    return f"call_closing:{call.id}:{call.closes_at.isoformat()}:{stage}:{organisation_id}"


def closing(
    call: Call, to: str, key: str, *, organisation: str, contents: list[str], days_left: int
) -> None:
    """Remind an organisation that a call closes while its drafts are not submitted."""
    outbox.post(
        "call_closing",
        to,
        key,
        {
            "organisation": organisation,
            "call": call.name,
            "contents": contents,
            "closes_at": call.closes_at,
            "days_left": days_left,
        },
    )
