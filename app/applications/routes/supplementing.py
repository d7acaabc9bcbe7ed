"""Answering a supplement request, item by item."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from app.access import Permission
from app.applications.forms import ItemForm
from app.applications.models import Application
from app.applications.routes.room import blueprint
from app.applications.services import queries, supplement
from app.forms import CONFLICT, DONE, OneButton, Versioned
from app.guard import current_actor, requires
from app.text import _


@blueprint.route("/ho-so/<int:application_id>/bo-sung", methods=["GET", "POST"])
@requires(Permission.ANSWER_SUPPLEMENT, on=queries.get)
def supplement_page(application: Application) -> Any:
    """What was asked for, what has been answered; sent when every item is."""
    form = Versioned.about(application)
    status = form.carry_out(
        lambda: supplement.send(application, current_actor(), version=form.seen)
    )
    if status == DONE:
        flash(_("Đã nộp bổ sung hồ sơ %(ref)s.", ref=application.reference), "good")
        return redirect(url_for("applications.show", application_id=application.id), 303)
    asked = queries.open_supplement(application)
    if asked is None and status == 200:
        return redirect(url_for("applications.show", application_id=application.id))
    return render_template(
        "applications/supplement.html",
        application=application,
        asked=asked,
        files=queries.files(application),
        left=len(supplement.unanswered(application)),
        form=form,
        one=OneButton(),
    ), status


@blueprint.route("/ho-so/<int:application_id>/bo-sung/<int:item_id>", methods=["GET", "POST"])
@requires(Permission.ANSWER_SUPPLEMENT, on=queries.get)
def supplement_item(application: Application, item_id: int) -> Any:
    """Answer one item in words."""
    item = supplement.item(application, item_id)
    form = ItemForm(data={"text": item.answer, "seen": supplement.digest(item)})
    status = form.carry_out(
        lambda: supplement.answer(
            application, item, form.text.data or "", current_actor(), seen=form.seen.data or ""
        )
    )
    if status == DONE:
        return redirect(url_for("applications.supplement_page", application_id=application.id), 303)
    others = item.answer if status == CONFLICT and form.seen.data != supplement.digest(item) else ""
    if status == CONFLICT:
        form.seen.data = supplement.digest(item)
    return render_template(
        "applications/supplement_item.html",
        application=application,
        item=item,
        form=form,
        others=others,
    ), status
