"""How it went: the organisation says it once; leaders read the counts."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from app.access import Permission
from app.applications.models import Application
from app.applications.services import queries
from app.correspondence.forms import RatingForm
from app.correspondence.routes.room import blueprint
from app.correspondence.services import ratings
from app.forms import DONE
from app.guard import current_actor, requires
from app.text import _


@blueprint.route("/ho-so/<int:application_id>/danh-gia", methods=["GET", "POST"])
@requires(Permission.RATE, on=queries.get)
def rate(application: Application) -> Any:
    """One question, and room for a remark."""
    form = RatingForm()
    status = form.carry_out(
        lambda: ratings.rate(application, form.score.data, form.remark.data or "", current_actor())
    )
    if status == DONE:
        flash(_("Cảm ơn đơn vị đã cho ý kiến."), "good")
        return redirect(url_for("applications.show", application_id=application.id), DONE)
    return render_template(
        "correspondence/rate.html",
        application=application,
        form=form,
        given=ratings.of(application.id),
        may=ratings.may_be_rated(application),
    ), status


@blueprint.get("/danh-gia")
@requires(Permission.READ_RATINGS)
def rating_counts() -> Any:
    """The counts by call and content."""
    by = current_actor()
    return render_template(
        "correspondence/ratings.html",
        rows=ratings.counted(by),
        remarks=ratings.remarks(by),
        scores=ratings.SCORES,
        fewest=ratings.FEWEST,
    )
