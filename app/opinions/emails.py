"""The letters of opinions: the question with its link, a reminder, and the answer's arrival."""

from typing import Any

from app.applications import emails as dossier
from app.applications.models import Application
from app.opinions.models import Opinion
from app.outbox import services as outbox

ANSWER_PATH = "/tra-loi-y-kien/"


def _said(application: Application, opinion: Opinion) -> dict[str, Any]:
    """Return what a body outside the Sở is told: no more than the question needs."""
    call = application.call
    return {
        "name": opinion.name,
        "reference": application.reference,
        "organisation": application.organisation.name,
        "content": application.content_version.name,
        "questions": opinion.questions,
        "deadline_on": opinion.deadline_on,
        "contact": ", ".join(filter(None, (call.contact_name, call.contact_phone))),
    }


def asked(application: Application, opinion: Opinion, secret: str) -> None:
    """Ask by e-mail with the link of the answer, or on a sheet that is printed and sent."""
    outbox.post(
        "opinion_asked",
        opinion.email,
        f"opinion_asked:{opinion.id}",
        {
            **_said(application, opinion),
            "path": ANSWER_PATH + secret if secret else "",
            "expires_at": opinion.expires_at,
        },
        sensitive=bool(secret),
        recipient=outbox.Recipient(opinion.name, opinion.address),
        about=(dossier.DOSSIER, application.id),
    )


def reminder(application: Application, opinion: Opinion) -> None:
    """Remind before the deadline. The secret is not kept: the first letter has the link."""
    outbox.post(
        "opinion_reminder",
        opinion.email,
        f"opinion_reminder:{opinion.id}",
        {**_said(application, opinion), "asked_at": opinion.asked_at},
        about=(dossier.DOSSIER, application.id),
    )


def answered(application: Application, opinion: Opinion, to: str, name: str) -> None:
    """Tell who asked, or who does their work now, that an answer came by the link."""
    outbox.post(
        "opinion_answered",
        to,
        f"opinion_answered:{opinion.id}",
        {
            "name": name,
            "agency": opinion.name,
            "reference": application.reference,
            "path": f"/xet-duyet/{application.id}/xin-y-kien/{opinion.id}",
        },
        about=(dossier.DOSSIER, application.id),
    )
