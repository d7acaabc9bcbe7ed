"""One dossier as the staff see it, its notes and its papers."""

from typing import Any

from flask import Response, abort, redirect, render_template, url_for

from app.access import Permission, allowed
from app.applications.models import Application
from app.applications.services import filing, queries, view
from app.delivery import services as delivery
from app.files import services as files
from app.files.serving import served
from app.forms import DONE, OneButton
from app.guard import current_actor, requires
from app.ledger.services import alike, overlaps, standing
from app.review.forms import NoteForm
from app.review.routes.deeds import offered
from app.review.routes.room import blueprint
from app.review.services import appraisal, decision, notes


def page(application: Application, note_form: NoteForm, status: int = 200) -> Any:
    """Return the dossier's page."""
    actor = current_actor()
    return render_template(
        "review/dossier.html",
        application=application,
        filing=filing.of(application),
        may_answer=queries.open_supplement(application) is not None
        and allowed(Permission.ANSWER_SUPPLEMENT, actor, application),
        answers=view.answers(application),
        timeline=view.inside_timeline(application),
        files=queries.files(application),
        supplements=application.supplements,
        appraisals=appraisal.of_application(application.id),
        checklist=appraisal.CHECKLIST,
        decision=decision.current(application.id),
        support=delivery.of_application(application.id),
        notes=notes.of_application(application.id),
        note_form=note_form,
        may_note=allowed(Permission.WRITE_NOTE, actor, application),
        may_check=allowed(Permission.CHECK_REGISTRATION, actor, application.organisation),
        given=standing.given_to(application.organisation),
        warnings=overlaps.warnings(
            application.organisation, application.content, application.scope
        ),
        alike=alike.holdings(application.organisation, application.content_id),
        deeds=offered(application, actor),
        one=OneButton(),
    ), status


@blueprint.get("/xet-duyet/<int:application_id>")
@requires(Permission.VIEW_DOSSIER, on=queries.get)
def dossier(application: Application) -> Any:
    """Asked and answered, files, ledger, papers, timeline, and what can be done now."""
    return page(application, NoteForm())


@blueprint.post("/xet-duyet/<int:application_id>/ghi-chu")
@requires(Permission.WRITE_NOTE, on=queries.get)
def note(application: Application) -> Any:
    """Add an internal note."""
    form = NoteForm()
    status = form.carry_out(lambda: notes.write(application, form.text.data, current_actor()))
    if status == DONE:
        here = url_for("review.dossier", application_id=application.id, _anchor="ghi-chu")
        return redirect(here, DONE)
    return page(application, form, status)


@blueprint.get("/ho-so/<int:application_id>/van-ban")
@requires(Permission.VIEW_APPLICATION, on=queries.get)
def issued_paper(application: Application) -> Response:
    """The issued document, for the organisation it was issued to; nothing before the issue."""
    found = decision.current(application.id)
    if found is None or found.issued_file is None:
        abort(404)
    # A name of ours: the clerk's own file name is no business of the applicant's.
    ending = found.issued_file.key.rsplit(".", 1)[-1]
    name = f"van-ban-{application.reference}.{ending}"
    return served(found.issued_file, files.read(found.issued_file), name)


@blueprint.get("/xet-duyet/<int:application_id>/van-ban/<kind>")
@requires(Permission.VIEW_DOSSIER, on=queries.get)
def decision_file(application: Application, kind: str) -> Response:
    """The scan of a decision signed on paper, or the issued file."""
    found = decision.current(application.id)
    stored = {
        "ban-quet": found.scan if found else None,
        "ban-hanh": found.issued_file if found else None,
    }.get(kind)
    if stored is None:
        abort(404)
    return served(stored, files.read(stored))
