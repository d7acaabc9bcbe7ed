"""The pages of one's own organisation."""

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for

from app import guard
from app.access import Permission
from app.accounts import ways
from app.forms import CONFLICT, DONE
from app.guard import requires
from app.organisations import identifiers, kinds
from app.organisations.forms.registration import WOMEN_OWNED, ProfileForm, ProfileWithoutEmail
from app.organisations.models import Organisation
from app.organisations.routes.room import blueprint
from app.organisations.services import claims, profile, queries, registration, standins
from app.text import _, format_number


@blueprint.get("/to-chuc")
@requires(Permission.OWN_ACCOUNT)
def overview() -> Response:
    """Show one's organisation and what is left to do; or that a claim waits for its answer."""
    actor = guard.current_actor()
    organisation = queries.of_actor(actor)
    if organisation is None:
        page = render_template(
            "organisations/no_organisation.html",
            claim=claims.last_of(actor.person_id or 0),
            may_register=registration.may_register_own(actor),
        )
        return make_response(page)
    page = render_template(
        "organisations/overview.html",
        organisation=organisation,
        kind=kinds.label(organisation.kind),
        code=identifiers.display(organisation.code or _claimed_code(organisation)),
        waiting_words=standins.waiting_words(),
        missing=queries.profile_missing(organisation),
        waiting=claims.waiting_for_members(actor),
        # Only a signatory answers; nobody can ask to join what waits to be confirmed itself.
        answers=not organisation.is_standin and organisation.id in actor.signatory_of,
        # The ledger's room is above this one; its page is linked once it is there.
        standing_href=ways.local("/to-chuc/con-co-the-dang-ky"),
        applications_href=ways.local("/ho-so"),
    )
    return make_response(page)


def _claimed_code(organisation: Organisation) -> str:
    """Return the code a claimant typed: a stand-in has none of its own."""
    claim = claims.last_of(guard.current_actor().person_id or 0)
    return claim.code if claim is not None and claim.standin_id == organisation.id else ""


@blueprint.route("/to-chuc/ho-so", methods=["GET", "POST"], endpoint="profile")
@requires(Permission.REPRESENT)
def edit_profile() -> Response:
    """Fill in the profile, once; `tiep` says where to go on afterwards."""
    organisation = queries.of_actor(guard.current_actor())
    if organisation is None:
        return make_response(redirect(url_for("organisations.overview"), 303))
    return _profile(organisation)


@blueprint.route("/to-chuc/<int:organisation_id>/thong-tin", methods=["GET", "POST"])
@requires(Permission.EDIT_ORGANISATION, on=queries.get)
def profile_of(organisation: Organisation) -> Response:
    """Fill in the profile of this organisation, whichever is chosen at the moment."""
    return _profile(organisation)


def _profile(organisation: Organisation) -> Response:
    kind = ProfileForm if organisation.contact_email else ProfileWithoutEmail
    form = kind.about(organisation, **_current(organisation))
    status = form.carry_out(
        lambda: profile.save(organisation.id, form.seen, form.values(), guard.current_actor())
    )
    if status == DONE:
        flash(_("Đã lưu thông tin đơn vị."), "good")
        onward = ways.local(request.args.get("tiep", "")) or url_for("organisations.overview")
        return make_response(redirect(onward, DONE))
    differing = _differing(organisation, form) if status == CONFLICT else []
    page = render_template("organisations/profile.html", form=form, differing=differing)
    return make_response(page, status)


def _current(organisation: Organisation) -> dict[str, Any]:
    """Return the profile as the form shows it."""
    words = {value: word for word, value in WOMEN_OWNED.items()}
    return {field: getattr(organisation, field) for field in profile.FIELDS} | {
        "women_owned": words[organisation.women_owned],
    }


def _differing(organisation: Organisation, form: ProfileForm) -> list[tuple[str, str]]:
    """Return (label, the other's value) of what someone else saved otherwise."""
    typed = form.values()
    return [
        (form[field].label.text, _shown(form[field], getattr(organisation, field)))
        for field in profile.FIELDS
        if getattr(organisation, field) != typed[field]
    ]


def _shown(field: Any, value: Any) -> str:
    """Return a stored value in words: a choice by its label, nothing as a dash."""
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, int):
        return format_number(value)
    choices = {choice.value: choice.label for choice in getattr(field, "choices", None) or []}
    values = value if isinstance(value, list) else [value]
    words = [str(choices.get(one, one)) for one in values if one not in (None, "")]
    return ", ".join(words) or "–"
