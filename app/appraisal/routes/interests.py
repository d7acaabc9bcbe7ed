"""Declared conflicts of interest: one's own page, the list, a lead's withdrawal."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from app.access import Permission, allowed
from app.applications.models import Application
from app.applications.services import queries
from app.appraisal.forms.interests import DeclareForm, WithdrawForm
from app.appraisal.routes.room import blueprint
from app.appraisal.services import interests
from app.forms import DONE
from app.guard import asked_number, current_actor, requires
from app.organisations.interests import Interest
from app.text import _


@blueprint.route("/xet-duyet/<int:application_id>/loi-ich", methods=["GET", "POST"])
@requires(Permission.DECLARE_INTEREST, on=queries.get)
def declare_interest(application: Application) -> Any:
    """Say that one has an interest; from then on the dossier is another's."""
    form = DeclareForm()
    status = form.carry_out(
        lambda: interests.declare(
            application,
            form.reason.data,
            current_actor(),
            whole=form.about.data == "organisation",
        )
    )
    if status == DONE:
        flash(_("Đã ghi nhận. Lãnh đạo được báo để phân công người khác."), "good")
        return redirect(url_for("appraisal.interest_list"), DONE)
    return render_template("appraisal/interest.html", application=application, form=form), status


@blueprint.get("/xet-duyet/loi-ich-lien-quan")
@requires(Permission.READ_DESK)
def interest_list() -> str:
    """All declarations for who may read them, one's own for everybody else."""
    actor = current_actor()
    found, following = interests.listed(actor, asked_number("truoc") or None)
    return render_template(
        "appraisal/interests.html",
        found=[(*line, allowed(Permission.WITHDRAW_INTEREST, actor, line[0])) for line in found],
        all_of_them=allowed(Permission.READ_INTERESTS, actor),
        following=following,
    )


@blueprint.route("/xet-duyet/loi-ich-lien-quan/<int:interest_id>/rut", methods=["GET", "POST"])
@requires(Permission.WITHDRAW_INTEREST, on=interests.get)
def withdraw_interest(interest: Interest) -> Any:
    """A lead says why a declaration stands no more."""
    form = WithdrawForm()
    status = form.carry_out(lambda: interests.withdraw(interest, form.reason.data, current_actor()))
    if status == DONE:
        flash(_("Đã rút khai báo."), "good")
        return redirect(url_for("appraisal.interest_list"), DONE)
    return render_template("appraisal/interest_withdraw.html", interest=interest, form=form), status
