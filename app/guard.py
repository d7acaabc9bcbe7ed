"""The door of every page: `@requires` loads the thing, asks the policy, hands the thing over.

Only routes import this module; services ask `access` directly.
"""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

from flask import abort, redirect, request, url_for
from flask_login import current_user

from app.access import (
    NOBODY,
    POLICY,
    Actor,
    Permission,
    allowed,
    may_know,
)
from app.errors import DomainError, NotFound, OtherOrganisation
from app.predicates import anyone, represents_someone
from app.text import _, row_number

View = Callable[..., Any]
# Every form says which organisation it was opened for: a person may have several, and two tabs.
FOR_ORGANISATION = "for_organisation"


def current_actor() -> Actor:
    """Return who makes this request."""
    return current_user.actor if current_user.is_authenticated else NOBODY


def requires(
    permission: Permission, on: Callable[..., Any] | None = None
) -> Callable[[View], View]:
    """Let a view in only for whom the policy allows `permission`.

    `on` loads the thing from the URL's parts by their names and raises `NotFound`; the view
    gets the thing itself in their place. What the person may not know exists answers 404.
    """
    parts = tuple(inspect.signature(on).parameters) if on else ()

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**kwargs: Any) -> Any:
            actor = current_actor()
            if not actor.signed_in and POLICY[permission] is not anyone:
                return ask_to_sign_in()
            if on is None:
                if not allowed(permission, actor):
                    abort(403)
                if POLICY[permission] is represents_someone:
                    _of_this_organisation(actor)
                return view(**kwargs)
            thing = _loaded(on, {part: kwargs.pop(part) for part in parts}, permission)
            if not allowed(permission, actor, thing):
                _refuse(actor, thing)
            return view(thing, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]  # read by `declared`
        return guarded

    return decorate


def _refuse(actor: Actor, thing: Any) -> NoReturn:
    """Answer who may not: 404 for what they may not know of, 403 with the reason if it is theirs.

    Who declared an interest (có lợi ích liên quan) is told that this is why.
    """
    if not may_know(actor, thing):
        abort(404)
    if actor.staff and actor.person_id in getattr(thing, "declared_by", ()):
        raise DomainError(
            403,
            _(
                "Anh/chị đã khai có lợi ích liên quan đến hồ sơ hoặc đơn vị này nên không xem, "
                "không xử lý. Nếu khai nhầm, lãnh đạo Chi cục rút được bản khai."
            ),
        )
    abort(403)


def current_organisation_id() -> int | None:
    """Return which organisation the person of this request is acting for."""
    return current_actor().organisation_id


def asked_number(name: str, default: int = 0) -> int:
    """Return the whole number an address asks for by `name`, `default` for any nonsense."""
    found = row_number(request.args.get(name, ""))
    return default if found is None else found


def _of_this_organisation(actor: Actor) -> None:
    """Refuse (409) a form opened for another organisation than the one chosen meanwhile.

    What has no thing in its address acts on the organisation chosen; all else says in its address
    what it acts on.
    """
    said = request.form.get(FOR_ORGANISATION, "")
    if said and said != str(actor.organisation_id):
        raise OtherOrganisation(
            _("Biểu mẫu này mở cho một đơn vị khác với đơn vị đang chọn, nên chưa có gì được ghi.")
        )


def takes_up_to(most: int) -> Callable[[View], View]:
    """Let a view's requests carry up to `most` bytes, more than those of all other views."""

    def decorate(view: View) -> View:
        view.largest_body = most  # type: ignore[attr-defined]  # read by `largest_body`
        return view

    return decorate


def largest_body(view: View | None) -> int | None:
    """Return how many bytes a view's requests may carry, or None where the setting says it."""
    return getattr(view, "largest_body", None)


def _loaded(on: Callable[..., Any], parts: dict[str, Any], permission: Permission) -> Any:
    """Return the thing; one that does not exist answers as one that may not be known of."""
    try:
        return on(**parts)
    except NotFound:
        # What everyone may know of is named in the service's own words.
        if POLICY[permission] is anyone:
            raise
        abort(404)


def declared(view: View | None) -> Permission | None:
    """Return the permission a view declares, or None for one that declares nothing."""
    return getattr(view, "permission", None)


def ask_to_sign_in() -> Any:
    """Send a signed-out person to sign in; what they were posting goes along and resumes."""
    if request.method in {"GET", "HEAD"}:
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    # The view in the accounts room shows the sign-in form with the posted fields kept in it.
    abort(401)
