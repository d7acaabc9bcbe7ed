"""The administrators' pages about partners."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from app.access import Permission
from app.accounts.services import people
from app.forms import DONE, OneButton
from app.guard import current_actor, requires
from app.needs.forms import PartnerForm, PersonForm
from app.needs.models import PARTNER_KINDS, Partner
from app.needs.routes.room import blueprint
from app.needs.services import partners
from app.text import _


@blueprint.get("/quan-tri/doi-tac")
@requires(Permission.MANAGE_PARTNERS)
def partner_list() -> str:
    """All partners."""
    return render_template("needs/partners.html", partners=partners.listed(), kinds=PARTNER_KINDS)


@blueprint.route("/quan-tri/doi-tac/moi", methods=["GET", "POST"])
@requires(Permission.MANAGE_PARTNERS)
def partner_new() -> Any:
    """Add a partner."""
    form = PartnerForm()
    made: list[Partner] = []
    status = form.carry_out(
        lambda: made.append(
            partners.add(form.name.data, form.kind.data, form.phone.data or "", current_actor())
        )
    )
    if status == DONE:
        return _to(made[0])
    return render_template("needs/partner_new.html", form=form), status


@blueprint.route("/quan-tri/doi-tac/<int:partner_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_PARTNERS, on=partners.get)
def partner_page(partner: Partner) -> Any:
    """One partner and its people; invite one more."""
    form = PersonForm()
    status = form.carry_out(
        lambda: partners.invite(partner, form.email.data, form.name.data, current_actor())
    )
    if status == DONE:
        flash(_("Đã gửi thư mời."), "good")
        return _to(partner)
    return render_template(
        "needs/partner.html",
        partner=partner,
        kind=PARTNER_KINDS[partner.kind],
        people=people.of_partner(partner.id),
        form=form,
        button=OneButton(formdata=None),
    ), status


@blueprint.post("/quan-tri/doi-tac/<int:partner_id>/dong")
@requires(Permission.MANAGE_PARTNERS, on=partners.get)
def partner_close(partner: Partner) -> Any:
    """Its people speak for nobody from their next request."""
    partners.close(partner, True, current_actor())
    flash(_("Đã ngừng phối hợp với đối tác này."), "good")
    return _to(partner)


@blueprint.post("/quan-tri/doi-tac/<int:partner_id>/mo-lai")
@requires(Permission.MANAGE_PARTNERS, on=partners.get)
def partner_reopen(partner: Partner) -> Any:
    """Open a closed partner again."""
    partners.close(partner, False, current_actor())
    flash(_("Đã mở lại đối tác này."), "good")
    return _to(partner)


def _to(partner: Partner) -> Any:
    return redirect(url_for("needs.partner_page", partner_id=partner.id), DONE)
