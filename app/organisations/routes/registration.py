"""Self-registration, and its confirmation by the letter's page."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for

from app.access import Permission
from app.accounts import notice
from app.accounts.services.tokens import Dead
from app.errors import DomainError
from app.extensions import limiter
from app.forms import OneButton
from app.guard import requires
from app.organisations import identifiers, kinds
from app.organisations.forms import RegistrationForm
from app.organisations.models import Claim
from app.organisations.routes.room import blueprint
from app.organisations.services import registration as services
from app.text import _

SERVICE_FIELDS = (
    "kind", "code", "name", "commune_code", "representative", "contact_name", "contact_phone",
    "contact_email", "password", "so_dkhtx",
)  # fmt: skip


@blueprint.route("/dang-ky", methods=["GET", "POST"])
@limiter.limit("30 per hour", methods=["POST"], deduct_when=lambda answer: answer.status_code < 400)
@requires(Permission.PUBLIC_PAGE)
def register() -> Response:
    """Take a registration; whatever is known already, the answer is the same page."""
    form = RegistrationForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        typed = {name: form[name].data or "" for name in SERVICE_FIELDS}
        try:
            services.ask(services.Typed(**typed))
        except DomainError as error:
            status = form.refuse(error)
        else:
            return make_response(redirect(url_for("organisations.registered"), 303))
    page = render_template("organisations/register.html", form=form, data_notice=notice.current())
    return make_response(page, status)


@blueprint.get("/dang-ky/da-gui")
@requires(Permission.PUBLIC_PAGE)
def registered() -> str:
    """Say what happens next, to everyone alike."""
    return render_template("organisations/registered.html")


@blueprint.route("/dang-ky/xac-nhan/<token>", methods=["GET", "POST"])
@requires(Permission.PUBLIC_PAGE)
def confirm(token: str) -> Response:
    """Show one button (scanners follow links); the POST makes the account."""
    try:
        if request.method == "POST":
            return _confirmed(services.confirm(token))
        pending = services.look(token)
    except Dead:
        return make_response(render_template("organisations/dead_link.html"), 410)
    page = render_template(
        "organisations/confirm.html",
        button=OneButton(formdata=None),
        details=pending.details,
        kind=kinds.label(pending.details["kind"]),
        code=identifiers.display(pending.code),
        email=pending.email,
    )
    return make_response(page)


def _confirmed(outcome: object) -> Response:
    if isinstance(outcome, Claim):
        return make_response(redirect(url_for("organisations.claim_waits"), 303))
    flash(_("Đã xác nhận đăng ký. Anh/chị đăng nhập bằng địa chỉ thư và mật khẩu đã chọn."), "good")
    return make_response(redirect(url_for("accounts.sign_in"), 303))


@blueprint.get("/dang-ky/cho-xac-nhan")
@requires(Permission.PUBLIC_PAGE)
def claim_waits() -> str:
    """Say that someone must confirm; nothing is said about whom or what is known."""
    return render_template("organisations/claim_waits.html")
