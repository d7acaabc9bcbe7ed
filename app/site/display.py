"""How a page is shown: size of text, contrast, versioned static files.

Two cookies carry a visitor's choice, so that it needs neither JavaScript nor an account.
"""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from flask import Flask, Response, current_app, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

TEXT_SIZE = "co_chu"
CONTRAST = "tuong_phan"
CHOICES = {TEXT_SIZE: ("vua", "nho", "lon"), CONTRAST: ("thuong", "cao")}  # the first is usual
YEAR_SECONDS = 365 * 24 * 3600
LONGEST_PATH = 2000


def init_app(app: Flask) -> None:
    """Give every template `display`, and every static file an address that names its content."""
    app.context_processor(lambda: {"display": chosen()})
    app.url_defaults(_name_content)
    app.after_request(_keep_static)


def chosen() -> dict[str, str]:
    """Return .text_size, .contrast and .back (where the display form returns to)."""
    return {
        "text_size": _cookie(TEXT_SIZE),
        "contrast": _cookie(CONTRAST),
        "back": _here(),
    }


def _cookie(name: str) -> str:
    value = request.cookies.get(name, "")
    return value if value in CHOICES[name] else CHOICES[name][0]


def choose(response: Response, name: str, value: str) -> None:
    """Remember `value` for a year; what is no choice of ours is left aside."""
    if value in CHOICES[name]:
        response.set_cookie(
            name,
            value,
            max_age=YEAR_SECONDS,
            samesite="Lax",
            httponly=True,
            secure=bool(current_app.config.get("SESSION_COOKIE_SECURE")),
        )


def _here() -> str:
    here = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return here if here.isprintable() else "/"


def way_back(path: str) -> str:
    """Return an address of ours built from `path`, or home.

    Filtering addresses fails sooner or later; so the path is only used to find one of our own
    pages, and the address is then built from that page.
    """
    if not path.startswith("/") or len(path) > LONGEST_PATH:
        return "/"
    try:
        parts = urlsplit(path)
        found = current_app.create_url_adapter(request)
        if found is None or parts.netloc:
            return "/"
        endpoint, values = found.match(parts.path, method="GET")
        query = parse_qs(parts.query, max_num_fields=20)
    except (ValueError, HTTPException, RequestRedirect):
        return "/"
    own = {key: value for key, value in query.items() if key not in values}
    return url_for(endpoint, **values) + ("?" + urlencode(own, doseq=True) if own else "")


@lru_cache(maxsize=64)
def _digest(path: Path, changed_ns: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _name_content(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint != "static" or "filename" not in values or current_app.static_folder is None:
        return
    path = Path(current_app.static_folder) / values["filename"]
    if path.is_file():
        values.setdefault("v", _digest(path, path.stat().st_mtime_ns))


def _keep_static(response: Response) -> Response:
    """A static file asked for by its content never changes; keep it for a year."""
    # The fonts are named by the style sheet, without a version; they do not change either.
    named = "v" in request.args or request.path.endswith(".woff2")
    if request.endpoint == "static" and response.status_code == 200 and named:
        response.cache_control.public = True
        response.cache_control.no_cache = None
        response.cache_control.max_age = YEAR_SECONDS
        response.cache_control.immutable = True
    return response
