"""The web side of signing in: Flask-Login over our own sign-in rows.

The signed cookie carries a random key and the moment last seen; the row is read on each
request, so a session is dead at sign-out, and nothing is written by reading a page.
"""

from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, g, make_response, render_template, request, session
from flask_login import UserMixin, current_user, login_user, logout_user
from werkzeug.exceptions import HTTPException

from app import clock, guard, transactions
from app.access import Actor
from app.accounts import resume
from app.accounts.forms import SignInForm
from app.accounts.services import sign_in
from app.extensions import login_manager

SEEN = "seen"  # seconds since 1970, UTC
CHOSEN = "organisation"  # which of several organisations the person is acting for
REFRESH_SECONDS = 60


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    """Whoever is signed in, as plain data."""

    def __init__(self, found: sign_in.Session) -> None:
        self.key = found.key
        self.actor: Actor = found.actor
        self.id = found.actor.person_id
        self.name = found.name
        self.email = found.email

    def get_id(self) -> str:
        """Return what the cookie carries: the key of the session, not the person's number."""
        return self.key


def init_app(app: Flask) -> None:
    """Teach `app` who is signed in, and what to do when nobody is."""
    login_manager.session_protection = None  # a phone changes its address all day
    login_manager.user_loader(_load)
    app.context_processor(_in_every_template)
    app.after_request(_after)
    app.register_error_handler(401, ask_again)


def _load(key: str) -> SignedIn | None:
    chosen = session.get(CHOSEN)
    found = sign_in.session_for(key, _seen(), chosen if isinstance(chosen, int) else None)
    return SignedIn(found) if found else None


def _seen() -> datetime | None:
    seen = session.get(SEEN)
    return datetime.fromtimestamp(seen, UTC) if isinstance(seen, int) else None


def begin(key: str) -> None:
    """Bind this browser to the sign-in `key`; the old cookie's content is dropped (fixation)."""
    found = sign_in.session_for(key, clock.now())
    assert found is not None, "a sign-in just made is not known"
    _forget()
    session[SEEN] = int(clock.now().timestamp())
    login_user(SignedIn(found))


def choose(organisation_id: int) -> None:
    """Act for this organisation from the next request on, as long as they belong to it.

    Every request asks the memberships anew: one just joined may be chosen at once.
    """
    session[CHOSEN] = organisation_id


def end() -> None:
    """Let this browser forget who was signed in."""
    logout_user()
    _forget()


def _forget() -> None:
    session.clear()
    g.pop("csrf_token", None)  # Flask-WTF's, of the old session


def key() -> str:
    """Return the key in this browser's cookie, alive or not; "" without one."""
    return str(session.get("_user_id", ""))


def _in_every_template() -> dict[str, Any]:
    person = current_user if current_user.is_authenticated else None
    return {
        "current_actor": guard.current_actor(),
        "current_person": person,
    }


def _after(response: Response) -> Response:
    """Note when the person was seen, at most once a minute, in the cookie only.

    The database is not touched here: whether someone is signed in was found out by the view.
    """
    person = g.get("_login_user")
    if person is None or not person.is_authenticated:
        return response
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    moment = int(clock.now().timestamp())
    if moment - session.get(SEEN, 0) >= REFRESH_SECONDS:
        session[SEEN] = moment
    return response


def ask_again(_error: HTTPException) -> Response:
    """Show the sign-in form with what was being sent kept in it (401)."""
    with transactions.reading():
        person_id = sign_in.person_behind(key()) if key() else None
        kept = resume.keep(person_id)
        form = SignInForm(formdata=None, kept=kept)
        page = render_template("accounts/sign_in.html", form=form, resuming=True, lost=not kept)
    return make_response(page, 401)
