"""Absolute addresses in letters: from the settings, never from a request's Host."""

from app import settings


def url(path: str) -> str:
    """Return the absolute address of `path`; never taken from a request's Host."""
    return str(settings.get("BASE_URL", "")).rstrip("/") + path
