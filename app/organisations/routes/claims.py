"""Who wants in, and the answer."""

from collections.abc import Sequence

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from wtforms.fields.choices import SelectChoice

from app import guard
from app.access import Permission, Role
from app.errors import DomainError, Invalid
from app.forms import DONE
from app.guard import requires
from app.organisations import identifiers, kinds
from app.organisations.forms.members import MandateForm
from app.organisations.forms.registration import ClaimAnswerForm
from app.organisations.models import Claim, Organisation
from app.organisations.routes.room import blueprint
from app.organisations.services import claims as services
from app.organisations.services import granting
from app.organisations.services.candidates import Candidate
from app.text import _

NEW = "new"


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
    found = services.waiting_for_officers(guard.current_actor(), guard.asked_number("sau"))
    more = (
        url_for("organisations.claims_desk", sau=found[-1].id)
        if len(found) == services.MOST
        else None
    )
    return render_template("organisations/claims.html", claims=found, more_href=more, desk=True)


@blueprint.route("/to-chuc/yeu-cau/<int:claim_id>", methods=["GET", "POST"])
@requires(Permission.ANSWER_CLAIM, on=services.get)
def claim(claim: Claim) -> Response:
    """Answer one claim; an officer sees who else it may be, and makes sure by phone."""
    form = ClaimAnswerForm()
    alike = services.alike(claim) if _officer() and claim.state == services.WAITING else []
    form.same.choices = _choices(claim, alike)
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
        alike=alike,
        on_file=_on_file(claim),
        phone_of=granting.phone_on_file,
    )
    return make_response(page, status)


def _choices(claim: Claim, alike: Sequence[Candidate]) -> list[SelectChoice]:
    """Return what an officer chooses from when no code says whose history it is."""
    if claim.basis != "likeness":
        return []
    return [
        *(
            SelectChoice(str(one.organisation_id), _same_words(one))
            for one in alike
            if one.is_provisional
        ),
        SelectChoice(NEW, _("Không phải đơn vị nào ở trên: đây là một đơn vị mới")),
    ]


def _same_words(one: Candidate) -> str:
    if not one.phone:
        return _("Cùng một đơn vị với %(name)s, %(commune)s", name=one.name, commune=one.commune)
    return _(
        "Cùng một đơn vị với %(name)s, %(commune)s (điện thoại lưu trong hồ sơ: %(phone)s)",
        name=one.name,
        commune=one.commune,
        phone=one.phone,
    )


def _on_file(claim: Claim) -> Organisation | None:
    """Return the organisation of the claimed code whose phone an officer calls."""
    asked = claim.basis == "code" and claim.standin_id and claim.state == services.WAITING
    return granting.claimed(claim) if asked and _officer() else None


@blueprint.route("/to-chuc/yeu-cau/<int:claim_id>/uy-quyen", methods=["GET", "POST"])
@requires(Permission.SHOW_MANDATE, on=services.get)
def show_mandate(claim: Claim) -> Response:
    """Show the mandate of who claims as an agent (người nộp thay)."""
    form = MandateForm()
    status = form.carry_out(
        lambda: services.show_mandate(claim.id, form.typed(), guard.current_actor())
    )
    if status == DONE:
        flash(_("Đã gửi giấy ủy quyền kèm yêu cầu. Cán bộ kiểm tra rồi trả lời."), "good")
        return make_response(redirect(url_for("organisations.overview"), 303))
    page = render_template("organisations/show_mandate.html", claim=claim, form=form)
    return make_response(page, status)


def _answer(claim: Claim, form: ClaimAnswerForm) -> None:
    actor = guard.current_actor()
    answer = request.form.get("answer")
    if answer == "grant":
        services.grant(claim.id, actor, _judged(claim, form))
        flash(_("Đã đồng ý. Người yêu cầu nhận được thư báo."), "good")
    elif answer != "refuse":
        raise Invalid(_("Vui lòng chọn Đồng ý hoặc Từ chối."))
    else:
        services.refuse(claim.id, form.reason.data or "", actor)
        flash(_("Đã từ chối. Người yêu cầu nhận được thư báo kèm lý do."), "good")


def _judged(claim: Claim, form: ClaimAnswerForm) -> services.Judged:
    chosen = form.same.data or ""
    if claim.basis == "likeness" and chosen not in {one.value for one in form.same.choices}:
        raise Invalid(_("Vui lòng chọn: cùng một đơn vị, hay một đơn vị mới."), "same")
    return services.Judged(
        same_as=int(chosen) if chosen.isdecimal() else None,
        phoned=form.phoned.data,
        verified=form.verified.data or "",
    )


def _officer() -> bool:
    return Role.OFFICER in guard.current_actor().roles


def _list_of() -> str:
    return url_for("organisations.claims_desk" if _officer() else "organisations.claims")
