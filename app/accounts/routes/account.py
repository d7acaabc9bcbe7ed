"""One's own account."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_login import current_user

from app import guard
from app.access import Permission, allowed
from app.accounts import roles
from app.accounts.forms import ChangePasswordForm
from app.accounts.routes.blueprint import blueprint
from app.accounts.services import recovery
from app.extensions import limiter
from app.forms import DONE
from app.guard import requires
from app.text import _


@blueprint.get("/tai-khoan")
@requires(Permission.OWN_ACCOUNT)
def account() -> str:
    """Show who one is here."""
    actor = guard.current_actor()
    held = [roles.label(role) for role in sorted(actor.roles)]
    may_follow = allowed(Permission.SEE_WORK, actor)  # due dates as a calendar
    return render_template("accounts/account.html", roles=held, work_calendar=may_follow)


@blueprint.route("/tai-khoan/mat-khau", methods=["GET", "POST"])
@limiter.limit(
    "10 per 5 minutes", methods=["POST"], deduct_when=lambda response: response.status_code == 422
)
@requires(Permission.OWN_ACCOUNT)
def change_password() -> Response:
    """Change the password, knowing the current one."""
    form = ChangePasswordForm()
    status = form.carry_out(
        lambda: recovery.change(
            guard.current_actor(),
            form.current_password.data,
            form.password.data,
            key=current_user.key,
        )
    )
    if status == DONE:
        flash(_("Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc."), "good")
        return make_response(redirect(url_for("accounts.account"), DONE))
    return make_response(render_template("accounts/change_password.html", form=form), status)
