"""A form sent after the session ended: kept in the sign-in page, sent again afterwards.

What was typed travels in one hidden field, compressed and signed by us; it never touches the
server's disk, and whoever changes a letter of it loses it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from app import clock

LONGEST = 200_000  # characters; MAX_FORM_MEMORY_SIZE must let the field back in
LIVES = timedelta(hours=12)
NEVER_KEPT = ("csrf_token", "kept")


@dataclass(frozen=True)
class Kept:
    """A form on its way: where it was going, what it held, and whose it was if that is known."""

    path: str
    fields: list[tuple[str, str]]
    person_id: int | None
    files_lost: bool


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="nscl.resume")


def keep(person_id: int | None) -> str:
    """Return this request's form for the hidden field; "" when there is too much of it.

    Passwords and files are not kept. `person_id` is whose session it was, where known.
    """
    fields = [
        [name, value]
        for name, value in request.form.items(multi=True)
        if name not in NEVER_KEPT and "password" not in name
    ]
    kept = _serializer().dumps(
        {
            "path": request.full_path.rstrip("?"),
            "fields": fields,
            "person": person_id,
            "files": any(file.filename for file in request.files.values()),
            "at": clock.now().isoformat(),
        }
    )
    return kept if len(kept) <= LONGEST else ""


def open_(text: str) -> Kept | None:
    """Return the form kept in `text`; None when it is not ours, or too old."""
    if not text or len(text) > LONGEST:
        return None
    try:
        kept = _serializer().loads(text)
    except BadSignature:
        return None
    if clock.now() - datetime.fromisoformat(kept["at"]) > LIVES:
        return None
    fields = [(str(name), str(value)) for name, value in kept["fields"]]
    return Kept(kept["path"], fields, kept["person"], kept["files"])
