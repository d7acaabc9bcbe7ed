"""A file of ours as an answer. Only routes use it."""

from collections.abc import Iterator

from flask import Response

from app.files.kinds import XLSX


def workbook(content: bytes, name: str) -> Response:
    """Return a workbook of ours under `name`, in Latin letters, ending included."""
    return attached(content, name, XLSX)


def attached(content: bytes | Iterator[bytes], name: str, media_type: str) -> Response:
    """Return a file of ours under `name`, in Latin letters: a download, kept by no cache."""
    response = Response(content, mimetype=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"  # it may name people
    return response
