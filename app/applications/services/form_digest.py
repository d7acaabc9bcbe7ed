"""What the printed phiếu đăng ký says, as one digest: whether a signed form still holds."""

import json
from collections.abc import Sequence
from hashlib import sha256

from app.applications.models import Application
from app.organisations.services.queries import profile_snapshot


def digest(application: Application) -> str:
    """Return the digest of all that the form says; any later edit changes it."""
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


def code(drafts: Sequence[Application]) -> str:
    """Return the short code printed on the phiếu (mã phiếu): other words, another code."""
    said = "".join(digest(each) for each in drafts)
    if len(drafts) > 1:
        said = sha256(said.encode()).hexdigest()
    return said[:6].upper()
