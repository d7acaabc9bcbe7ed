"""The reserve list, and the lead's button that fills a freed place."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from app.access import Permission, allowed
from app.applications.models import Application
from app.applications.services import foreign, queries
from app.forms import DONE, OneButton
from app.guard import current_actor, requires
from app.selection.routes.room import blueprint
from app.selection.services import places, reserve
from app.text import _


@blueprint.get("/xet-chon/du-bi")
@requires(Permission.READ_DESK)
def reserve_list() -> str:
    """Who waits for a place, by call and content, the first to be promoted first."""
    actor, reserves = current_actor(), reserve.overview()
    return render_template(
        "selection/reserve.html",
        reserves=reserves,
        shown=foreign.open_to(actor, [one.id for each in reserves for one in each.waiting]),
        may_promote=lambda application: allowed(Permission.PROMOTE, actor, application),
        button=OneButton(formdata=None),
    )


@blueprint.post("/xet-chon/du-bi/<int:application_id>/bo-sung")
@requires(Permission.PROMOTE, on=queries.get)
def promote(application: Application) -> Any:
    """Promote the first of the reserve into a free place."""
    places.promote_first(application, current_actor())
    flash(_("Đã bổ sung hồ sơ %(ref)s vào danh sách trình.", ref=application.reference), "good")
    return redirect(url_for("selection.reserve_list"), DONE)
