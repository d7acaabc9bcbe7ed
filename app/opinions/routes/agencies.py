"""The address book of bodies that opinions are asked of."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from app.access import Permission
from app.forms import DONE
from app.guard import current_actor, requires
from app.opinions.forms import AgencyForm
from app.opinions.models import Agency
from app.opinions.routes.room import blueprint
from app.opinions.services import agencies
from app.text import _


@blueprint.get("/xet-duyet/danh-ba")
@requires(Permission.KEEP_AGENCIES)
def agency_list() -> str:
    """Every body, also those no longer offered."""
    return render_template("opinions/agencies.html", found=agencies.listed())


@blueprint.route("/xet-duyet/danh-ba/moi", methods=["GET", "POST"])
@requires(Permission.KEEP_AGENCIES)
def new_agency() -> Any:
    """Add a body."""
    return _page(None, AgencyForm())


@blueprint.route("/xet-duyet/danh-ba/<int:agency_id>", methods=["GET", "POST"])
@requires(Permission.KEEP_AGENCIES, on=agencies.get)
def edit_agency(agency: Agency) -> Any:
    """Change a body, or offer it no more."""
    names = ("name", "email", "phone", "address")
    shown = {name: getattr(agency, name) for name in names}
    return _page(agency, AgencyForm.about(agency, **shown, closed=agency.closed_at is not None))


def _page(agency: Agency | None, form: AgencyForm) -> Any:
    status = form.carry_out(
        lambda: agencies.save(
            agency,
            form.values(),
            current_actor(),
            closed=bool(form.closed.data),
            seen=form.seen,
        )
    )
    if status == DONE:
        flash(_("Đã lưu vào danh bạ."), "good")
        return redirect(url_for("opinions.agency_list"), DONE)
    return render_template("opinions/agency.html", form=form, agency=agency), status
