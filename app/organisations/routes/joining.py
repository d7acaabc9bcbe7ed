"""Answering an invitation, and choosing which of one's organisations to act for."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_limiter.util import get_remote_address

from app import guard
from app.access import Permission
from app.accounts import notice, roles, sessions
from app.accounts.services.tokens import Dead
from app.extensions import limiter
from app.forms import DONE, Form, OneButton
from app.guard import requires
from app.organisations.forms.members import JoinForm
from app.organisations.routes.room import blueprint
from app.organisations.services import invitations, queries
from app.text import _


@dataclass(frozen=True)
class ActingFor:
    """The organisation chosen, as the header names it."""

    name: str
    others: bool


@blueprint.app_context_processor
def _acting_for() -> dict[str, Any]:
    return {"acting_for": _chosen}


def _chosen() -> ActingFor | None:
    actor = guard.current_actor()
    organisation = queries.of_actor(actor)
    if organisation is None:
        return None
    return ActingFor(organisation.name, len(actor.organisation_ids) > 1)


@blueprint.route("/to-chuc/loi-moi/<token>", methods=["GET", "POST"])
@limiter.limit(
    "30 per 5 minutes",
    key_func=get_remote_address,
    methods=["POST"],
    deduct_when=lambda answer: answer.status_code >= 400,
)
@requires(Permission.PUBLIC_PAGE)
def invited(token: str) -> Any:
    """Show who invites to what (scanners follow links); the POST joins."""
    try:
        found, organisation, person = invitations.look(token)
        actor = guard.current_actor()
        form: Form = OneButton() if person else JoinForm(data={"name": found.name})
        status = form.carry_out(lambda: invitations.accept(token, actor, _new(form)))
    except Dead:
        return render_template("organisations/dead_invitation.html"), 410
    if status == DONE:
        flash(_("Anh/chị đã là người của đơn vị %(name)s.", name=organisation.name), "good")
        sessions.choose(organisation.id)
        onward = "organisations.overview" if actor.signed_in else "accounts.sign_in"
        return redirect(url_for(onward), DONE)
    page = render_template(
        "organisations/invited.html",
        invitation=found,
        organisation=organisation,
        capacity=roles.capacity(found.capacity),
        known=person is not None,
        mine=person is not None and person.id == actor.person_id,
        here=request.path,
        form=form,
        data_notice=notice.current(),
    )
    return page, status


def _new(form: Form) -> invitations.NewPerson | None:
    return form.typed() if isinstance(form, JoinForm) else None


@blueprint.get("/to-chuc/chuyen")
@requires(Permission.REPRESENT)
def choose() -> str:
    """Show the organisations one acts for."""
    actor = guard.current_actor()
    return render_template(
        "organisations/choose.html",
        organisations=queries.all_of(actor),
        current=actor.organisation_id,
        button=OneButton(formdata=None),
    )


@blueprint.post("/to-chuc/<int:organisation_id>/chuyen")
@requires(Permission.SEE_MEMBERS, on=queries.get)
def choose_one(organisation: Any) -> Any:
    """Act for this one from now on."""
    sessions.choose(organisation.id)
    flash(_("Anh/chị đang làm việc cho %(name)s.", name=organisation.name), "good")
    return redirect(url_for("organisations.overview"), DONE)
