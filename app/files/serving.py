"""Serving what somebody uploaded: as a download, never as a page of ours. Only routes use it."""

from collections.abc import Iterator
from urllib.parse import quote

from flask import Response

from app.files.models import StoredFile
from app.text import fold


def served(stored: StoredFile, content: bytes, name: str = "") -> Response:
    """Return bytes that somebody uploaded so that no browser runs them.

    The name is sent twice (RFC 6266): headers carry Latin letters only, and a Vietnamese name
    written straight into one is refused by the server.
    """
    return served_bytes(content, stored.media_type, name or stored.original_name)


def served_bytes(content: bytes, media_type: str, name: str) -> Response:
    """Return bytes under a name, as a download."""
    return _download(content, media_type, name)


def served_pieces(pieces: Iterator[bytes], stored: StoredFile) -> Response:
    """Return a stored file piece by piece, as a download."""
    response = _download(pieces, stored.media_type, stored.original_name)
    response.content_length = stored.size
    return response


def _download(content: bytes | Iterator[bytes], media_type: str, name: str) -> Response:
    plain = "".join(char if char.isascii() and char not in '"\\%' else "_" for char in fold(name))
    response = Response(content, mimetype=media_type)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
