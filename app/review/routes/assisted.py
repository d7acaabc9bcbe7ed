"""Assisted entry (nhập hộ): the officer's way to the same forms that applicants fill in."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from app.access import Permission
from app.accounts import notice
from app.applications.services import draft
from app.applications.services import queries as dossiers
from app.forms import DONE, OneButton
from app.guard import current_actor, requires
from app.ledger.services import standing
from app.organisations import identifiers
from app.organisations.models import Organisation
from app.organisations.services import assisted as services
from app.organisations.services import queries
from app.programmes.services import calls, contents
from app.review.assisted_forms import CodeForm, ConsentForm, FindForm, KnownForm
from app.review.routes.room import blueprint
from app.text import _


@blueprint.route("/xet-duyet/nhap-ho", methods=["GET", "POST"])
@requires(Permission.ASSIST)
def assisted_find() -> Any:
    """Ask for the code first: nothing is made twice."""
    form, found = FindForm(), []
    status = form.carry_out(lambda: found.append(services.find(form.code.data)))
    if status == DONE and found[0] is not None:
        return _to(found[0])
    if status == DONE:
        flash(_("Chưa có đơn vị nào dùng mã số này. Anh/chị khai đơn vị."), "info")
        return redirect(url_for("review.assisted_new"), DONE)
    return render_template("review/assisted_find.html", form=form), status


@blueprint.route("/xet-duyet/nhap-ho/moi", methods=["GET", "POST"])
@requires(Permission.ASSIST)
def assisted_new() -> Any:
    """Make an organisation known; a known code leads to the one that has it."""
    form, made = KnownForm(), []
    status = form.carry_out(lambda: made.append(services.make_known(form.known(), current_actor())))
    if status == DONE:
        return _to(made[0])
    return render_template("review/assisted_new.html", form=form), status


@blueprint.get("/xet-duyet/nhap-ho/<int:organisation_id>")
@requires(Permission.ASSIST, on=queries.get)
def assisted(organisation: Organisation) -> str:
    """Show what there is, what is left to do, and what can be entered."""
    me = current_actor().person_id
    return render_template(
        "review/assisted.html",
        organisation=organisation,
        code=identifiers.display(organisation.code),
        consent=services.consent_of(organisation.id),
        missing=queries.profile_missing(organisation),
        drafts=[
            each
            for each in dossiers.of_organisation(organisation.id)
            if each.editable and each.entered_by == me
        ],
        overview=standing.overview(organisation),
        button=OneButton(formdata=None),
    )


@blueprint.route("/xet-duyet/nhap-ho/<int:organisation_id>/dong-y", methods=["GET", "POST"])
@requires(Permission.ASSIST, on=queries.get)
def assisted_consent(organisation: Organisation) -> Any:
    """Record the consent that was given on paper."""
    form = ConsentForm(data={"name": organisation.contact_name})
    status = form.carry_out(
        lambda: services.record_consent(
            organisation,
            name=form.name.data,
            given_on=form.given_on.data,
            stream=form.scan.data.stream,
            file_name=form.scan.data.filename,
            by=current_actor(),
        )
    )
    if status == DONE:
        flash(_("Đã ghi nhận đồng ý trên giấy."), "good")
        return _to(organisation)
    page = render_template(
        "review/assisted_consent.html",
        organisation=organisation,
        form=form,
        data_notice=notice.current(),
    )
    return page, status


@blueprint.post("/xet-duyet/nhap-ho/<int:organisation_id>/<call_code>/<content_code>")
@requires(Permission.ASSIST, on=queries.get)
def assisted_begin(organisation: Organisation, call_code: str, content_code: str) -> Any:
    """Begin a dossier for the organisation; the applicant's own pages go on."""
    begun = draft.start(
        organisation, calls.get(call_code), contents.get(content_code), current_actor()
    )
    return redirect(url_for("applications.show", application_id=begun.id), DONE)


@blueprint.route("/xet-duyet/nhap-ho/<int:organisation_id>/ma-dang-nhap", methods=["GET", "POST"])
@requires(Permission.ASSIST, on=queries.get)
def assisted_code(organisation: Organisation) -> Any:
    """Give a sign-in code to the number on file; it is shown this once."""
    form, given = CodeForm(), []
    status = form.carry_out(
        lambda: given.append(
            services.issue_code(
                organisation,
                called=bool(form.called.data),
                spoke_to=form.spoke_to.data or "",
                by=current_actor(),
            )
        )
    )
    page = render_template(
        "review/assisted_code.html",
        organisation=organisation,
        number=organisation.contact_phone or organisation.phone,
        consent_missing=services.consent_missing(organisation),
        form=form,
        code=given[0] if status == DONE else "",
    )
    return page, 200 if status == DONE else status


def _to(organisation: Organisation) -> Any:
    return redirect(url_for("review.assisted", organisation_id=organisation.id), DONE)
