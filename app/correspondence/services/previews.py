"""A letter read with samples, or with a real dossier that its reader may see."""

from typing import Any

from app.access import Actor, Permission, allowed
from app.applications import emails
from app.applications.services import queries
from app.errors import Invalid
from app.outbox import rendering
from app.outbox.letters import LetterKind
from app.outbox.rendering import Rendered
from app.outbox.versions import check
from app.text import _


def of(kind: LetterKind, subject: str, body: str, reference: str, by: Actor) -> Rendered:
    """Return the letter in these words; `reference` "" shows samples. Raises 422."""
    body = body.replace("\r\n", "\n")
    check(kind, subject, body)
    said: dict[str, Any] = kind.sample()
    if reference:
        said |= _real(kind, reference, by)
    return rendering.in_words(kind, subject, body, rendering.around(said))


def _real(kind: LetterKind, reference: str, by: Actor) -> dict[str, Any]:
    """What a dossier says; what only the deed itself would say stays a sample."""
    if not kind.of_dossier:
        raise Invalid(_("Thư này không gắn với một hồ sơ. Để trống để xem ví dụ."), "reference")
    application = queries.with_reference(reference)
    # One answer for what is not there and what one may not see.
    if application is None or not allowed(Permission.VIEW_DOSSIER, by, application):
        raise Invalid(_("Không có hồ sơ này, hoặc anh/chị không được xem."), "reference")
    return {**emails.context(application), "dossiers": emails.named([application])}
