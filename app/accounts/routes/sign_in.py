"""Signing in and out."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_limiter.util import get_remote_address
from flask_login import current_user

from app import guard
from app.access import Permission
from app.accounts import resume, sessions, ways
from app.accounts.forms import SignInForm
from app.accounts.routes.blueprint import blueprint
from app.accounts.services import phone
from app.accounts.services import sign_in as services
from app.errors import DomainError
from app.extensions import limiter
from app.guard import requires
from app.text import _


def _email() -> str:
    """Whose sign-in is tried: every spelling of one address, or one number, counts together."""
    typed = request.form.get("email", "")
    wanted, _by_phone = services.canonical_login(typed)
    return wanted or typed.strip().lower()[:254] or "-"  # an empty key would not be counted at all


def _failed(response: Response) -> bool:
    return response.status_code >= 400


@blueprint.route("/dang-nhap", methods=["GET", "POST"], endpoint="sign_in")
@limiter.limit("10 per 5 minutes", key_func=_email, methods=["POST"], deduct_when=_failed)
@limiter.limit(
    "10 per 5 minutes", key_func=get_remote_address, methods=["POST"], deduct_when=_failed
)
@limiter.limit(
    "1000 per 5 minutes", key_func=lambda: "everyone", methods=["POST"], deduct_when=_failed
)
@requires(Permission.PUBLIC_PAGE)
def sign_in() -> Response:
    """Show the form; on success go on to where the person was going."""
    if request.method == "GET":
        if current_user.is_authenticated:
            return _redirect(ways.home_of(guard.current_actor()))
        form = SignInForm(formdata=None, next=ways.local(request.args.get("next", "")) or "")
        return _page(form, 200)
    form = SignInForm()
    if not form.validate():
        return _page(form, 422)
    if secret := phone.enter(form.email.data, form.password.data):
        return _redirect(url_for("accounts.first_password", token=secret))
    return _signed_in(form)


def _signed_in(form: SignInForm) -> Response:
    try:
        key = services.sign_in(
            form.email.data, form.password.data, address=request.remote_addr or ""
        )
    except DomainError as error:
        return _page(form, form.refuse(error))
    kept = resume.open_(form.kept.data or "")
    sessions.begin(key)
    actor = guard.current_actor()
    if kept is not None and kept.person_id in {None, actor.person_id}:
        # Not of someone else: what one person typed is never sent in another's name.
        said = dict(kept.fields).get(guard.FOR_ORGANISATION, "")
        if said.isascii() and said.isdigit():
            sessions.choose(int(said))  # what was typed for one organisation goes on there
        return make_response(render_template("accounts/resume.html", kept=kept))
    return _redirect(ways.local(form.next.data or "") or ways.home_of(actor))


def _page(form: SignInForm, status: int) -> Response:
    resuming = bool(form.kept.data)
    return make_response(
        render_template("accounts/sign_in.html", form=form, resuming=resuming, lost=False), status
    )


def _redirect(path: str) -> Response:
    return make_response(redirect(path, 303))


@blueprint.post("/dang-xuat")
@requires(Permission.PUBLIC_PAGE)
def sign_out() -> Response:
    """End the session for good: its cookie is worth nothing afterwards."""
    if current_user.is_authenticated:
        services.sign_out(current_user.key, guard.current_actor())
    sessions.end()
    flash(_("Anh/chị đã đăng xuất."), "good")
    answer = _redirect(url_for("accounts.sign_in"))
    # What forms kept on this device while there was no signal (static/js/keep.js) goes too.
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer
