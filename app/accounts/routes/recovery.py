"""Setting a password by the link of a letter: forgotten, or invited."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for

from app.access import Permission
from app.accounts.forms import ForgottenForm, NewPasswordForm
from app.accounts.routes.blueprint import blueprint
from app.accounts.services import recovery, tokens
from app.errors import DomainError
from app.extensions import limiter
from app.forms import DONE
from app.guard import requires
from app.text import _


@blueprint.route("/quen-mat-khau", methods=["GET", "POST"])
@limiter.limit("30 per 5 minutes", methods=["POST"])
@requires(Permission.PUBLIC_PAGE)
def forgotten() -> Response:
    """Ask for the letter; the answer is the same whether the address is known."""
    form = ForgottenForm()
    status = form.carry_out(lambda: recovery.ask_reset(form.email.data))
    if status == DONE:
        return make_response(redirect(url_for("accounts.reset_sent"), DONE))
    return make_response(render_template("accounts/forgotten.html", form=form), status)


@blueprint.get("/quen-mat-khau/da-gui")
@requires(Permission.PUBLIC_PAGE)
def reset_sent() -> str:
    """Say what happens next, to everyone alike."""
    return render_template("accounts/reset_sent.html")


@blueprint.route("/dat-lai-mat-khau/<token>", methods=["GET", "POST"])
@requires(Permission.PUBLIC_PAGE)
def reset(token: str) -> Response:
    """Choose a new password."""
    return _set_password(token, tokens.RESET)


@blueprint.route("/loi-moi/<token>", methods=["GET", "POST"])
@requires(Permission.PUBLIC_PAGE)
def invited(token: str) -> Response:
    """Choose the first password of an invited member of staff."""
    return _set_password(token, tokens.INVITATION)


@blueprint.route("/dat-mat-khau/<token>", methods=["GET", "POST"])
@requires(Permission.PUBLIC_PAGE)
def first_password(token: str) -> Response:
    """Choose a password, after signing in by phone with the code an officer said."""
    return _set_password(token, tokens.FIRST_PASSWORD)


def _set_password(token: str, purpose: str) -> Response:
    form = NewPasswordForm()
    status = 200
    try:
        if request.method == "GET":
            tokens.look(token, purpose)
        elif not form.validate():
            status = 422
        else:
            recovery.set_by_link(token, purpose, form.password.data)
            flash(_("Đã đặt mật khẩu. Anh/chị đăng nhập bằng mật khẩu mới."), "good")
            return make_response(redirect(url_for("accounts.sign_in"), 303))
    except tokens.Dead:
        return make_response(render_template("accounts/dead_link.html", purpose=purpose), 410)
    except DomainError as error:
        status = form.refuse(error)
    return make_response(
        render_template("accounts/new_password.html", form=form, purpose=purpose), status
    )
