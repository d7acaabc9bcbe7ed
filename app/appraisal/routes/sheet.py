"""The appraisal sheet (phiếu thẩm định): kept as a draft, or sent up."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from app.access import Permission
from app.applications.models import Application
from app.applications.services import queries
from app.applications.workflow import Status
from app.appraisal.forms.sheet import SheetForm, sheet_form, shown
from app.appraisal.routes.room import blueprint
from app.appraisal.services import appraisal, sheet
from app.forms import CONFLICT, DONE, posted
from app.guard import current_actor, requires
from app.opinions.services import asking
from app.text import _


@blueprint.route("/xet-duyet/<int:application_id>/tham-dinh", methods=["GET", "POST"])
@requires(Permission.APPRAISE, on=queries.get)
def write(application: Application) -> Any:
    """Fill in the sheet. "Lưu nháp" keeps it half done; the other button sends it up."""
    if not posted() and application.status != Status.UNDER_APPRAISAL:
        flash(_("Hồ sơ đã sang bước khác nên không thực hiện được việc này."), "warning")
        return redirect(url_for("review.dossier", application_id=application.id))
    draft = appraisal.draft_of(application.id)
    form = sheet_form(application, appraisal.begun(application), draft.version if draft else 0)
    form.sending = request.form.get("then") != "draft"
    status = form.carry_out(lambda: _do(application, form))
    if status == DONE and form.sending:
        flash(_("Đã ghi thẩm định và trình."), "good")
        return redirect(url_for("review.dossier", application_id=application.id), DONE)
    if status == DONE:
        flash(_("Đã lưu phiếu thẩm định nháp. Hồ sơ chưa được trình."), "good")
        return redirect(url_for("appraisal.write", application_id=application.id), DONE)
    if status == CONFLICT and draft is not None:
        form.draft.data = str(draft.version)  # seen now: the next saving goes over it
    return render_template(
        "appraisal/sheet.html",
        application=application,
        form=form,
        draft=draft,
        opinions=asking.of_application(application.id),
        conflict=status == CONFLICT,
        kept=form.differing(shown(appraisal.begun(application))) if status == CONFLICT else [],
        total=sheet.points(sheet.total(form.measures, form.said())),
    ), status


def _do(application: Application, form: SheetForm) -> None:
    by, seen = current_actor(), form.draft_seen
    if form.sending:
        appraisal.recommend(application, form.said(), by=by, version=form.seen, seen=seen)
    else:
        appraisal.save_draft(application, form.said(), by, seen=seen)
