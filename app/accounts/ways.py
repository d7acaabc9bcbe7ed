"""Where a person goes after signing in: only to pages of ours, never to what a link says."""

from urllib.parse import quote, urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from app.access import Actor, Permission, allowed

NOT_AFTERWARDS = frozenset({"static", "accounts.sign_in"})


def local(text: str) -> str | None:
    """Return `text` as a path of this site that a GET answers; None for anything else.

    The endpoints are the allow-list: an address is taken apart and put together again, not
    filtered.
    """
    if not text.startswith("/") or len(text) > 2000 or not text.isprintable() or "\\" in text:
        return None
    parts = urlsplit(text)
    if parts.scheme or parts.netloc:
        return None
    try:
        endpoint, _values = current_app.url_map.bind("localhost").match(parts.path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    if endpoint in NOT_AFTERWARDS:
        return None
    path = "/" + quote(parts.path.lstrip("/"), safe="/:@-._~")
    return f"{path}?{parts.query}" if parts.query else path


def home_of(actor: Actor) -> str:
    """Return the first page of whoever has just signed in."""
    wanted = "/to-chuc"
    if allowed(Permission.SEE_WORK, actor):
        wanted = "/viec-cua-toi"
    elif allowed(Permission.READ_DESK, actor):
        wanted = "/xet-duyet"
    elif allowed(Permission.MANAGE_PEOPLE, actor):
        wanted = "/quan-tri/nguoi-dung"
    elif allowed(Permission.SPEAK_FOR_MEMBERS, actor):
        wanted = "/doi-tac"
    elif allowed(Permission.SEE_SESSIONS, actor) and not allowed(Permission.REPRESENT, actor):
        wanted = "/xet-chon"
    return local(wanted) or "/"
