"""The letters of a thread: a question to the officer, an answer to the organisation."""

from app.applications import emails as dossier
from app.applications.models import Application
from app.correspondence.models import Message
from app.organisations.emails import on_paper
from app.outbox import services as outbox


def asked(application: Application, message: Message, to: str, name: str) -> None:
    """Tell the officer of the dossier that its organisation asks something."""
    outbox.post(
        "question_asked",
        to,
        f"question_asked:{message.id}",
        {
            **dossier.context(application),
            "name": name,
            "message": message.text,
            "path": f"/xet-duyet/{application.id}/hoi-dap",
        },
        about=(dossier.DOSSIER, application.id),
    )


def answered(application: Application, message: Message) -> None:
    """Tell the organisation what the office answered; who has no e-mail gets it on paper."""
    outbox.post(
        "question_answered",
        application.organisation.contact_email,
        f"question_answered:{message.id}",
        {
            **dossier.context(application),
            "message": message.text,
            "path": f"/ho-so/{application.id}/hoi-dap",
        },
        recipient=on_paper(application.organisation),
        about=(dossier.DOSSIER, application.id),
    )
