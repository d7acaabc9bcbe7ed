"""Who wants in, and the answer."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for

from app import guard
from app.access import Permission, Role
from app.errors import DomainError
from app.guard import requires
from app.organisations import identifiers, kinds
from app.organisations.forms import ClaimAnswerForm
from app.organisations.models import Claim
from app.organisations.routes.room import blueprint
from app.organisations.services import claims as services
from app.text import _


@blueprint.get("/to-chuc/yeu-cau")
@requires(Permission.REPRESENT)
def claims() -> str:
    """List the claims that members of one's organisation may answer."""
    found = services.waiting_for_members(guard.current_actor())
    return render_template("organisations/claims.html", claims=found, more_href=None, desk=False)


@blueprint.get("/xet-duyet/yeu-cau-tham-gia")
@requires(Permission.LIST_CLAIMS)
def claims_desk() -> str:
    """List the waiting claims, for officers."""
    after = request.args.get("sau", "")
    found = services.waiting_for_officers(
        guard.current_actor(), int(after) if after.isdecimal() and len(after) < 10 else 0
    )
    more = (
        url_for("organisations.claims_desk", sau=found[-1].id)
        if len(found) == services.MOST
        else None
    )
    return render_template("organisations/claims.html", claims=found, more_href=more, desk=True)


@blueprint.route("/to-chuc/yeu-cau/<int:claim_id>", methods=["GET", "POST"])
@requires(Permission.ANSWER_CLAIM, on=services.get)
def claim(claim: Claim) -> Response:
    """Answer one claim."""
    form = ClaimAnswerForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            _answer(claim, form)
        except DomainError as error:
            if error.status != 422:
                raise
            status = form.refuse(error)
        else:
            return make_response(redirect(_list_of(), 303))
    page = render_template(
        "organisations/claim.html",
        claim=claim,
        form=form,
        kind=kinds.label(claim.details["kind"]),
        code=identifiers.display(claim.code) if _officer() else identifiers.mask(claim.code),
        list_href=_list_of(),
    )
    return make_response(page, status)


def _answer(claim: Claim, form: ClaimAnswerForm) -> None:
    actor = guard.current_actor()
    if request.form.get("answer") == "grant":
        services.grant(claim.id, actor)
        flash(_("Đã đồng ý. Người yêu cầu nhận được thư báo."), "good")
    else:
        services.refuse(claim.id, form.reason.data or "", actor)
        flash(_("Đã từ chối. Người yêu cầu nhận được thư báo kèm lý do."), "good")


def _officer() -> bool:
    return Role.OFFICER in guard.current_actor().roles


def _list_of() -> str:
    return url_for("organisations.claims_desk" if _officer() else "organisations.claims")
