"""The people of an organisation (người của đơn vị), as its members see them."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from app import clock, guard
from app.access import Permission, allowed
from app.accounts import roles
from app.accounts.models import Mandate, MemberInvitation, Membership
from app.accounts.services import mandates
from app.files import services as files
from app.files.serving import served
from app.forms import DONE, OneButton
from app.guard import requires
from app.organisations.forms.members import ContactForm, MemberForm
from app.organisations.models import Organisation
from app.organisations.routes.room import blueprint
from app.organisations.services import invitations, members, profile, queries
from app.text import _


@blueprint.get("/to-chuc/<int:organisation_id>/nguoi")
@requires(Permission.SEE_MEMBERS, on=queries.get)
def member_list(organisation: Organisation) -> str:
    """Show who acts for the organisation, in which capacity, until when."""
    actor = guard.current_actor()
    listed = members.listed(organisation.id)
    return render_template(
        "organisations/members.html",
        organisation=organisation,
        members=listed,
        sole=members.sole_signatory(listed),
        invitations=invitations.open_invitations(organisation.id),
        manages=allowed(Permission.MANAGE_MEMBERS, actor, organisation),
        capacity=roles.capacity,
        today=clock.today(),
        button=OneButton(formdata=None),
    )


@blueprint.route("/to-chuc/<int:organisation_id>/nguoi/moi", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEMBERS, on=queries.get)
def invite_member(organisation: Organisation) -> Any:
    """Invite somebody by letter; an agent with the mandate."""
    form = MemberForm()
    status = form.carry_out(
        lambda: invitations.invite(
            organisation,
            email=form.email.data,
            name=form.name.data,
            capacity=form.capacity.data,
            mandate=form.mandate(),
            by=guard.current_actor(),
        )
    )
    if status == DONE:
        flash(_("Đã gửi thư mời đến %(email)s.", email=form.email.data), "good")
        return _to(organisation.id)
    page = render_template("organisations/invite_member.html", organisation=organisation, form=form)
    return page, status


@blueprint.route("/to-chuc/<int:organisation_id>/thu-lien-he", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEMBERS, on=queries.get)
def contact(organisation: Organisation) -> Any:
    """Change where the letters about the organisation's dossiers go."""
    form = ContactForm(data={"email": organisation.contact_email})
    status = form.carry_out(
        lambda: profile.change_contact(organisation, form.email.data, guard.current_actor())
    )
    if status == DONE:
        flash(_("Đã đổi địa chỉ nhận thư của đơn vị."), "good")
        return _to(organisation.id)
    return render_template(
        "organisations/contact.html", organisation=organisation, form=form
    ), status


@blueprint.post("/to-chuc/nguoi/<int:membership_id>/nguoi-ky")
@requires(Permission.MANAGE_MEMBERS, on=members.get)
def make_signatory(membership: Membership) -> Any:
    """Let a preparer sign."""
    return _change(membership, members.SIGNATORY)


@blueprint.post("/to-chuc/nguoi/<int:membership_id>/nguoi-lap")
@requires(Permission.MANAGE_MEMBERS, on=members.get)
def make_preparer(membership: Membership) -> Any:
    """Let a signatory only fill in."""
    return _change(membership, members.PREPARER)


def _change(membership: Membership, capacity: str) -> Any:
    members.change(membership, capacity, guard.current_actor())
    flash(_("Đã đổi tư cách."), "good")
    return _to(membership.organisation_id)


@blueprint.route("/to-chuc/nguoi/<int:membership_id>/ket-thuc", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEMBERS, on=members.get)
def end_membership(membership: Membership) -> Any:
    """End a membership, after saying what it means."""
    form, organisation_id = OneButton(), membership.organisation_id
    status = form.carry_out(lambda: members.end(membership, guard.current_actor()))
    if status == DONE:
        flash(_("Người này không còn làm thủ tục cho đơn vị."), "good")
        return _to(organisation_id)
    page = render_template(
        "organisations/end_membership.html",
        membership=membership,
        capacity=roles.capacity(membership.capacity),
        form=form,
    )
    return page, status


@blueprint.post("/to-chuc/loi-moi-da-gui/<int:invitation_id>/thu-hoi")
@requires(Permission.MANAGE_MEMBERS, on=invitations.get)
def take_back_invitation(invited: MemberInvitation) -> Any:
    """Withdraw an invitation."""
    invitations.take_back(invited, guard.current_actor())
    flash(_("Đã thu hồi lời mời."), "good")
    return _to(invited.organisation_id)


@blueprint.get("/to-chuc/uy-quyen/<int:mandate_id>/tai-ve")
@requires(Permission.READ_MANDATE, on=mandates.get)
def mandate(mandate: Mandate) -> Response:
    """Serve the scan of a mandate."""
    return served(mandate.file, files.read(mandate.file))


def _to(organisation_id: int) -> Any:
    here = url_for("organisations.member_list", organisation_id=organisation_id)
    if organisation_id not in guard.current_actor().organisation_ids:
        here = url_for("organisations.overview")
    return redirect(here, DONE)
