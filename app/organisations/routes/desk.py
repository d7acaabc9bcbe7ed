"""An organisation as the staff see it."""

from flask import Response, flash, make_response, redirect, render_template, url_for

from app import guard
from app.access import DESK, Permission, allowed
from app.forms import OneButton
from app.guard import requires
from app.organisations import identifiers, kinds
from app.organisations.models import Organisation
from app.organisations.routes.room import blueprint
from app.organisations.services import candidates, profile, queries, words
from app.text import _


@blueprint.get("/xet-duyet/to-chuc/<int:organisation_id>")
@requires(Permission.VIEW_ORGANISATION, on=queries.get)
def organisation(organisation: Organisation) -> str:
    """Show the profile; personal numbers are masked for who does not handle dossiers."""
    actor = guard.current_actor()
    return render_template(
        "organisations/desk.html",
        organisation=organisation,
        kind=kinds.label(organisation.kind),
        size=kinds.size(organisation.size),
        priorities=[label for code, label in kinds.priorities() if code in organisation.priorities],
        code=identifiers.shown(
            organisation.code,
            organisation.id,
            member_of=actor.organisation_ids,
            handling=DESK(actor, None),
        ),
        missing=queries.profile_missing(organisation),
        alike=candidates.like(words.described(organisation), without=[organisation.beneficiary_id])
        if actor.staff
        else [],
        may_check=allowed(Permission.CHECK_REGISTRATION, actor, organisation),
        button=OneButton(formdata=None),
    )


@blueprint.post("/xet-duyet/to-chuc/<int:organisation_id>/da-tra-cuu")
@requires(Permission.CHECK_REGISTRATION, on=queries.get)
def check_registration(organisation: Organisation) -> Response:
    """Note that the registration was looked up."""
    profile.check_registration(organisation, guard.current_actor())
    flash(_("Đã ghi nhận: cán bộ đã tra cứu đăng ký của đơn vị."), "good")
    target = url_for("organisations.organisation", organisation_id=organisation.id)
    return make_response(redirect(target, 303))
