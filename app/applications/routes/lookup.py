"""The public look-up (tra cứu): reference and tax code together; status and dates only."""

from typing import Any

from flask import Response, render_template, request
from flask_limiter.util import get_remote_address

from app import settings
from app.access import Permission
from app.applications.forms import LookUpForm
from app.applications.routes.room import blueprint
from app.applications.services import queries, timeline
from app.applications.services.submit import format_reference
from app.errors import NotFound
from app.extensions import limiter
from app.guard import requires
from app.text import _, fold


def _failed(response: Response) -> bool:
    return response.status_code >= 400


def _reference() -> str:
    """Which dossier is tried: every spelling that finds it counts together.

    Without the last character, which may be read as another (O or 0, I or 1).
    """
    typed = "".join(fold(request.form.get("reference", "")[:200]).split())
    # Who leaves it empty is counted by address, not together with everyone who does.
    return "lookup:" + (typed[:-1][:40] or get_remote_address())


@blueprint.route("/tra-cuu", methods=["GET", "POST"])
@requires(Permission.PUBLIC_PAGE)
@limiter.limit("30 per hour", methods=["POST"], deduct_when=_failed)
@limiter.limit("10 per hour", methods=["POST"], key_func=_reference, deduct_when=_failed)
def look_up() -> Any:
    """Look a dossier up. Posted, so that the tax code stays out of addresses and logs."""
    form = LookUpForm()
    found, happened, status = None, [], 200
    if form.validate_on_submit():
        try:
            found = queries.by_reference(form.reference.data, form.code.data)
            happened = [
                timeline.Moment(item.at, item.title) for item in timeline.public_timeline(found)
            ]
        except NotFound:
            form.form_errors = [
                _("Không tìm thấy hồ sơ với mã hồ sơ và mã số thuế này. Vui lòng kiểm tra lại.")
            ]
            status = 404
    elif form.is_submitted():
        status = 422
    return render_template(
        "applications/look_up.html",
        form=form,
        application=found,
        timeline=happened,
        example=format_reference(2026, 42, settings.get("PROVINCE")["prefix"]),
    ), status
