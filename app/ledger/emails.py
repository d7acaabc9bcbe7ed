"""The letters of the ledger."""

from app.ledger.models import Entry, ExceptionRequest
from app.outbox import services as outbox


def exception_approved(request: ExceptionRequest, entry: Entry) -> None:
    """Tell the organisation that it may be considered for the content once more.

    Nobody is written to where an imported organisation has no address yet.
    """
    organisation = entry.organisation
    if not organisation.contact_email:
        return
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
    )
