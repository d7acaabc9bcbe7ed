"""Addresses that say the same each time, built once: a page names forty of them."""

from functools import lru_cache
from pathlib import Path

from flask import current_app, request, url_for


class _Pages(dict[str, str]):
    """The addresses of pages without parts, by endpoint; each is built when first asked for."""

    def __missing__(self, endpoint: str) -> str:
        found = self[endpoint] = url_for(endpoint)
        return found


def pages() -> dict[str, str]:
    """Return the address of any page without parts, by its endpoint."""
    known: dict[str, _Pages] = current_app.extensions.setdefault("addresses", {})
    return known.setdefault(request.script_root, _Pages())


def page(endpoint: str) -> str:
    """Return the address of one page without parts."""
    return pages()[endpoint]


def static(filename: str) -> str:
    """Return the address of a static file, which names its content (`site.display`)."""
    changed = _file(str(current_app.static_folder), filename).stat().st_mtime_ns
    return _static(request.script_root, filename, changed)


@lru_cache
def _file(folder: str, filename: str) -> Path:
    return Path(folder) / filename


@lru_cache
def _static(_root: str, filename: str, _changed: int) -> str:
    return url_for("static", filename=filename)
