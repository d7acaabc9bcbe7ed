"""Every refusal becomes a designed page; nobody ever sees a stack trace."""

from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, current_app, make_response, render_template, request
from flask.globals import request_ctx
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, Unauthorized

from app import settings
from app.access import POLICY, Permission
from app.accounts import resume, sessions
from app.audit import services as audit
from app.errors import DomainError, OtherOrganisation
from app.extensions import db, limiter
from app.guard import current_actor, declared
from app.predicates import anyone
from app.site import display
from app.text import _

log = structlog.get_logger()
DESIGNED = frozenset({400, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503})


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(IntegrityError, _integrity)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(InterfaceError, _database_away)
    app.register_error_handler(PoolTimeout, _database_away)
    app.register_error_handler(Exception, _unexpected)


def page(status: int, message: str | None = None, name: str = "") -> Response:
    """Return the designed page of `status`, or the one of that `name`."""
    db.session.rollback()
    if request_ctx.url_adapter is None:  # the Host is not ours: a page could make no link
        words = _("Địa chỉ máy chủ không được phục vụ tại đây.")
        return Response(words, status, mimetype="text/plain")
    shown = status if status in DESIGNED else (500 if status >= 500 else 400)
    template = f"errors/{name or shown}.html"
    if shown >= 500:
        # Without context processors: they reach the database, which may be what is broken.
        html = current_app.jinja_env.get_template(template).render(
            code=status, message=message, province=settings.last("PROVINCE", {})
        )
    else:
        html = render_template(template, code=status, message=message, came_from=_came_from())
    return make_response(html, status)


def _came_from() -> str:
    """Return the page of ours from which this was asked, to be opened anew; "" if none is known."""
    try:
        parts = urlsplit(request.referrer or "")
    except ValueError:
        return ""
    if parts.netloc != request.host:
        return ""
    path = parts.path + ("?" + parts.query if parts.query else "")
    found = display.way_back(path.removeprefix(request.script_root))
    itself = request.method == "GET" and found == request.full_path.rstrip("?")
    return "" if found == "/" or itself else found


def _domain(error: DomainError) -> Response:
    name = "other_organisation" if isinstance(error, OtherOrganisation) else ""
    return page(error.status, error.message or None, name)


def _csrf(_error: CSRFError) -> Response:
    """The session changed under an open form (signed out, or in again, in another tab).

    From a page of ours, what was typed is kept: sign in and go on, or go on at once. Anything
    from elsewhere, or of unknown origin, is refused.
    """
    if _from_ours():
        public = POLICY[_permission()] is anyone
        return (
            _go_on() if public or current_actor().signed_in else sessions.ask_again(Unauthorized())
        )
    return page(400, _("Biểu mẫu đã hết hiệu lực. Vui lòng mở lại trang và gửi lại."))


def _permission() -> Permission:
    view = current_app.view_functions[str(request.endpoint)]
    return declared(view) or Permission.PUBLIC_PAGE


def _from_ours() -> bool:
    """Whether the browser itself says that one of our pages sent this."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == str(settings.get("BASE_URL"))


def _go_on() -> Response:
    kept = resume.open_(resume.keep(current_actor().person_id))
    if kept is None:
        return page(400, _("Nội dung quá dài để giữ lại. Vui lòng sao chép rồi mở lại trang."))
    return make_response(render_template("accounts/resume.html", kept=kept, here=True), 400)


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    status = error.code or 500
    if status < 400:  # a redirect of the router's own
        return make_response(error.get_response())
    if status == 429:
        _record_limit()
    response = page(status)
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after"}:
            response.headers[name] = value
    return response


def _record_limit() -> None:
    """Leave an event of an exceeded limit, once a minute for a page and address.

    More would let whoever floods us write to the database as fast as they ask.
    """
    key = f"recorded:{request.endpoint}:{get_remote_address()}"
    if limiter.storage.incr(key, 60) == 1:
        audit.record_refusal(
            "limit",
            0,
            "limit_exceeded",
            current_actor(),
            data={"page": request.endpoint, "address": get_remote_address()},
        )


def _integrity(error: IntegrityError) -> Response:
    log.warning("integrity", path=request.path, error=str(error.orig))
    return page(409)


def _database_away(error: DBAPIError | PoolTimeout) -> Response:
    log.error("database", path=request.path, error=str(getattr(error, "orig", error)))
    response = page(503)
    response.headers["Retry-After"] = "10"
    return response


def _unexpected(error: Exception) -> Any:
    if current_app.config.get("PROPAGATE_UNEXPECTED"):
        raise error  # tests want to see it
    log.exception("unexpected", path=request.path)
    return page(500)
