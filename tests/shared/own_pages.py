"""Pages of a test's own."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from app.access import Permission
from app.extensions import csrf
from app.guard import requires

View = Callable[[], Any]
Reply = tuple[str, int, dict[str, str]]
# No page: the suite's client judges every page it is shown.
PLAIN: Reply = ("", 200, {"Content-Type": "text/plain"})


def serve(app: Flask, path: str, view: View, *methods: str) -> None:
    """Add a page of the test's own, open to everybody and without a token."""
    view.__name__ = path.strip("/").replace("-", "_")
    guarded = requires(Permission.PUBLIC_PAGE)(view)
    app.add_url_rule(path, view_func=csrf.exempt(guarded), methods=[*methods])
