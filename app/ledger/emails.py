"""The letters of the ledger."""

from app.ledger.models import Entry, ExceptionRequest
from app.organisations.emails import on_paper
from app.outbox import services as outbox


def exception_approved(request: ExceptionRequest, entry: Entry) -> None:
    """Tell the organisation that it may be considered for the content once more.

    One that came in with the history has no e-mail address yet: its letter is printed.
    """
    organisation = entry.organisation
    version = entry.content.version
    outbox.post(
        "exception_approved",
        organisation.contact_email,
        f"exception_approved:{request.id}",
        {
            "name": organisation.contact_name or organisation.name,
            "organisation": organisation.name,
            "content": version.name if version else entry.content.code,
            "standard": entry.standard,
            "year": entry.given_year,
            "document": request.document_number,
            "document_on": request.document_on,
        },
        recipient=on_paper(organisation),
    )
