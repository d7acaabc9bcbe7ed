"""The printed phiếu đăng ký: from which answers it was made, and whether it still holds."""

import json
from hashlib import sha256

from app.access import Actor
from app.applications.models import Application
from app.applications.services import draft
from app.audit import services as audit
from app.organisations.services.queries import profile_snapshot


def digest(application: Application) -> str:
    """Return the digest of all that the signed form says; any later edit changes it."""
    said = {
        "version": application.version_id,
        "standard": application.standard,
        "profile": profile_snapshot(application.organisation),
        "answers": sorted((item.question_id, item.value) for item in application.answers),
        "products": [
            (item.name, item.standard, item.output, item.ocop_stars)
            for item in application.products
        ],
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()[:16]


def still_holds(application: Application) -> bool:
    """Return whether the form that was printed last says what the dossier says now."""
    return application.printed_digest == digest(application)


def printed(application: Application, by: Actor) -> None:
    """Note that the form was made from the answers as they are now, ready to be signed."""
    application = draft.locked_draft(application, by)
    application.printed_digest = digest(application)
    draft.touched(application)
    audit.record(
        "application", application.id, "print_form", by, data={"digest": application.printed_digest}
    )
