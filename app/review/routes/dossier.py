"""One dossier as the staff see it, its notes and its papers."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, url_for

from app.access import Permission
from app.applications.models import Application
from app.applications.services import queries, timeline
from app.audit import services as audit
from app.files import services as files
from app.files.serving import served
from app.forms import DONE
from app.guard import current_actor, requires
from app.review.forms import NoteForm
from app.review.routes import sections
from app.review.routes.deeds import offered
from app.review.routes.room import blueprint
from app.review.services import bundle_bar, decision, notes
from app.text import _


def page(application: Application, note_form: NoteForm, status: int = 200) -> Any:
    """Return the dossier's page."""
    actor, events = current_actor(), audit.history("application", application.id)
    done = {event.action for event in events}
    return render_template(
        "review/dossier.html",
        application=application,
        deeds=offered(application, actor),
        bundle=bundle_bar.holding(application),
        main=list(sections.drawn(application, actor, done, aside=False)),
        aside=list(sections.drawn(application, actor, done, aside=True)),
        timeline=timeline.moments(events),
        note_form=note_form,
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
        flash(_("Đã thêm ghi chú."), "good")
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
