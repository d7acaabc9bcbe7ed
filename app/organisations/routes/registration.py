"""Self-registration, and its confirmation by the letter's page."""

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_limiter.util import get_remote_address

from app import guard
from app.access import Permission
from app.accounts import notice
from app.accounts.services import people
from app.accounts.services.tokens import Dead
from app.extensions import limiter
from app.forms import DONE
from app.guard import requires
from app.organisations import identifiers, kinds
from app.organisations.forms.registration import ConfirmForm, RegistrationForm, UnitForm
from app.organisations.models import Claim
from app.organisations.routes.room import blueprint
from app.organisations.services import registration as services
from app.text import _

UNIT_FIELDS = (
    "kind", "code", "name", "commune_code", "representative", "contact_name", "contact_phone",
    "so_dkhtx",
)  # fmt: skip
ACCOUNT_FIELDS = ("contact_email", "password")


def _succeeded(answer: Response) -> bool:
    return answer.status_code < 400


def _failed(answer: Response) -> bool:
    return answer.status_code >= 400


def _typed(form: UnitForm, fields: tuple[str, ...]) -> dict[str, str]:
    return {name: form[name].data or "" for name in fields}


@blueprint.route("/dang-ky", methods=["GET", "POST"])
@limiter.limit("30 per hour", methods=["POST"], deduct_when=_succeeded)
@requires(Permission.PUBLIC_PAGE)
def register() -> Response:
    """Take a registration; whatever is known already, the answer is the same page."""
    form = RegistrationForm()
    status = form.carry_out(
        lambda: services.ask(services.Typed(**_typed(form, UNIT_FIELDS + ACCOUNT_FIELDS)))
    )
    if status == DONE:
        return make_response(redirect(url_for("organisations.registered"), DONE))
    page = render_template("organisations/register.html", form=form, data_notice=notice.current())
    return make_response(page, status)


@blueprint.get("/dang-ky/da-gui")
@requires(Permission.PUBLIC_PAGE)
def registered() -> str:
    """Say what happens next, to everyone alike."""
    return render_template("organisations/registered.html")


def _token() -> str:
    return str((request.view_args or {})["token"])[:64]


@blueprint.route("/dang-ky/xac-nhan/<token>", methods=["GET", "POST"])
@limiter.limit("10 per 5 minutes", key_func=_token, methods=["POST"], deduct_when=_failed)
@limiter.limit(
    "10 per 5 minutes", key_func=get_remote_address, methods=["POST"], deduct_when=_failed
)
@requires(Permission.PUBLIC_PAGE)
def confirm(token: str) -> Response:
    """Ask for the password chosen at registration (scanners follow links); the POST confirms."""
    form, outcome = ConfirmForm(), []
    try:
        status = form.carry_out(lambda: outcome.append(services.confirm(token, form.password.data)))
        if status == DONE:
            return _confirmed(outcome[0])
        pending = services.look(token)
    except Dead:
        return make_response(render_template("organisations/dead_link.html"), 410)
    page = render_template(
        "organisations/confirm.html",
        form=form,
        details=pending.details,
        kind=kinds.label(pending.details["kind"]),
        code=identifiers.display(pending.code),
        email=pending.email,
    )
    return make_response(page, status)


def _confirmed(outcome: object) -> Response:
    if isinstance(outcome, Claim):
        return make_response(redirect(url_for("organisations.claim_waits"), 303))
    flash(_("Đã xác nhận đăng ký. Anh/chị đăng nhập bằng địa chỉ thư và mật khẩu đã chọn."), "good")
    return make_response(redirect(url_for("accounts.sign_in"), 303))


@blueprint.route("/to-chuc/dang-ky", methods=["GET", "POST"])
@limiter.limit("30 per hour", methods=["POST"], deduct_when=_succeeded)
@requires(Permission.OWN_ACCOUNT)
def register_own() -> Response:
    """Register an organisation with the account one has; only while one has none."""
    actor = guard.current_actor()
    overview = url_for("organisations.overview")
    if not services.may_register_own(actor):
        return make_response(redirect(overview, 303))
    form, outcome = UnitForm(data=_contact(actor.person_id or 0)), []
    status = form.carry_out(
        lambda: outcome.append(
            services.register_own(services.Unit(**_typed(form, UNIT_FIELDS)), actor)
        )
    )
    if status == DONE:
        if not isinstance(outcome[0], Claim):  # the overview tells of a claim that waits
            flash(_("Đã đăng ký đơn vị."), "good")
        return make_response(redirect(overview, 303))
    return make_response(render_template("organisations/register_own.html", form=form), status)


def _contact(person_id: int) -> dict[str, Any]:
    person = people.get(person_id)
    return {"contact_name": person.name, "contact_phone": person.phone}


@blueprint.get("/dang-ky/cho-xac-nhan")
@requires(Permission.PUBLIC_PAGE)
def claim_waits() -> str:
    """Say that someone must confirm; nothing is said about whom or what is known."""
    return render_template("organisations/claim_waits.html")
