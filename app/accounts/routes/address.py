"""Changing one's e-mail address."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from app import guard
from app.access import Permission
from app.accounts.forms import ChangeEmailForm
from app.accounts.routes.blueprint import blueprint
from app.accounts.services import address, tokens
from app.extensions import limiter
from app.forms import DONE, OneButton
from app.guard import requires
from app.text import _


@blueprint.route("/tai-khoan/thu-dien-tu", methods=["GET", "POST"])
@limiter.limit(
    "10 per 5 minutes", methods=["POST"], deduct_when=lambda response: response.status_code == 422
)
@requires(Permission.OWN_ACCOUNT)
def change_email() -> Any:
    """Ask for another address, knowing the password; the answer is the same for a known one."""
    form = ChangeEmailForm()
    status = form.carry_out(
        lambda: address.ask(guard.current_actor(), form.email.data, form.current_password.data)
    )
    if status == DONE:
        flash(_("Đã gửi thư xác nhận đến %(email)s.", email=form.email.data), "good")
        return redirect(url_for("accounts.account"), DONE)
    return render_template("accounts/change_email.html", form=form), status


@blueprint.route("/tai-khoan/thu-dien-tu/<token>", methods=["GET", "POST"])
@requires(Permission.PUBLIC_PAGE)
def confirm_email(token: str) -> Any:
    """Ask once more (scanners follow links); the POST changes the address."""
    form = OneButton()
    key = current_user.key if current_user.is_authenticated else ""
    try:
        wanted = address.look(token).email
        status = form.carry_out(lambda: address.confirm(token, key=key))
    except tokens.Dead:
        return render_template("accounts/dead_link.html", purpose=tokens.EMAIL), 410
    if status == DONE:
        flash(_("Đã đổi địa chỉ thư của tài khoản."), "good")
        onward = "accounts.account" if current_user.is_authenticated else "accounts.sign_in"
        return redirect(url_for(onward), DONE)
    return render_template("accounts/confirm_email.html", form=form, email=wanted), status
