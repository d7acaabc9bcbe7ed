"""What the desk takes away: the register of a year, a dossier with everything in it."""

from typing import Any

from flask import redirect, render_template, url_for
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from app.access import Permission
from app.applications.models import Application
from app.applications.services import queries
from app.exports.models import Job
from app.exports.services import jobs
from app.forms import DONE, Form, chosen
from app.guard import current_actor, requires
from app.review.routes.room import blueprint
from app.review.services import dossier_zip, register
from app.text import _


class RegisterForm(Form):
    """Which year, and which kind of file."""

    year = SelectField(_("Năm nộp hồ sơ"), [chosen()], coerce=int)
    kind = RadioField(
        _("Định dạng"),
        [chosen()],
        choices=[SelectChoice(kind, label) for kind, label in register.FORMATS.items()],
    )


@blueprint.route("/xet-duyet/so-theo-doi", methods=["GET", "POST"])
@requires(Permission.READ_DESK)
def year_register() -> Any:
    """Ask for the register (sổ theo dõi) of a year."""
    form = RegisterForm()
    form.year.choices = [SelectChoice(year, str(year)) for year in register.years()]
    asked: list[Job] = []
    status = form.carry_out(
        lambda: asked.append(
            jobs.ask(register.KIND, {"year": form.year.data, "as": form.kind.data}, current_actor())
        )
    )
    if status == DONE:
        return redirect(url_for("exports.show", job_id=asked[0].id), DONE)
    return render_template("review/year_register.html", form=form), status


@blueprint.post("/xet-duyet/<int:application_id>/bo-ho-so")
@requires(Permission.VIEW_DOSSIER, on=queries.get)
def whole_dossier(application: Application) -> Any:
    """Ask for the dossier with everything in it (bộ hồ sơ có mục lục)."""
    job = jobs.ask(dossier_zip.KIND, {"application_id": application.id}, current_actor())
    return redirect(url_for("exports.show", job_id=job.id), DONE)
