"""Files of a dossier: each upload on a page of its own, so that a refused one loses nothing."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from app.access import Permission
from app.applications.models import Application
from app.applications.routes.room import blueprint, while_draft
from app.applications.services import bundle, documents, queries, shared, supplement, tasks
from app.files.serving import served
from app.forms import DONE, FileForm, OneButton
from app.guard import current_actor, requires
from app.text import _


@blueprint.get("/ho-so/<int:application_id>/tep")
@requires(Permission.EDIT_APPLICATION, on=queries.get)
@while_draft
def files(application: Application) -> Any:
    """What is asked for, and what was given; each document has its own form here."""
    drafts = bundle.dossiers(application)
    return render_template(
        "applications/files.html",
        application=application,
        drafts=drafts,
        papers=[(paper, _file_form(paper)) for paper in shared.papers(drafts)],
        files=shared.files(drafts),
        lacking=tasks.lacking_files(*drafts),
        one=OneButton(),
    )


def _file_form(paper: shared.Paper) -> FileForm:
    """Return the form of one document on the page that has them all."""
    form = FileForm()
    form.file.id = f"file-{paper.document.id}"
    form.file.label.field_id = form.file.id
    form.file.label.text = _("Tệp cho “%(label)s”", label=paper.document.label)
    return form


@blueprint.route("/ho-so/<int:application_id>/tep/<key>", methods=["GET", "POST"])
@requires(Permission.EDIT_APPLICATION, on=queries.get)
@while_draft
def upload(application: Application, key: str) -> Any:
    """Give one document."""
    wanted = documents.document(application, key)
    form = FileForm()
    status = form.carry_out(
        lambda: documents.attach(application, wanted, *form.upload, current_actor())
    )
    if status == DONE:
        flash(_("Đã nhận tệp “%(label)s”.", label=wanted.label), "good")
        return redirect(url_for("applications.files", application_id=application.id), 303)
    return render_template(
        "applications/upload.html", application=application, wanted=wanted, form=form
    ), status


@blueprint.post("/ho-so/<int:application_id>/tep/<int:attachment_id>/go")
@requires(Permission.EDIT_APPLICATION, on=queries.get)
def remove_file(application: Application, attachment_id: int) -> Any:
    """Take a file out again."""
    attachment = queries.attachment(application, attachment_id)
    documents.remove(application, attachment, current_actor())
    flash(_("Đã gỡ tệp."), "good")
    if attachment.item_id:
        return redirect(url_for("applications.supplement_page", application_id=application.id), 303)
    return redirect(url_for("applications.files", application_id=application.id), 303)


@blueprint.get("/ho-so/<int:application_id>/tep/<int:attachment_id>/tai-ve")
@requires(Permission.VIEW_APPLICATION, on=queries.get)
def download(application: Application, attachment_id: int) -> Response:
    """Serve one file: never as a page of ours."""
    return served(*documents.content_of(queries.attachment(application, attachment_id)))


@blueprint.route("/ho-so/<int:application_id>/bo-sung/<int:item_id>/tep", methods=["GET", "POST"])
@requires(Permission.ANSWER_SUPPLEMENT, on=queries.get)
def supplement_upload(application: Application, item_id: int) -> Any:
    """Give a file for one item of a supplement request."""
    item = supplement.item(application, item_id)
    form = FileForm()
    status = form.carry_out(
        lambda: documents.attach_to_item(application, item, *form.upload, current_actor())
    )
    if status == DONE:
        flash(_("Đã nhận tệp."), "good")
        return redirect(url_for("applications.supplement_page", application_id=application.id), 303)
    return render_template(
        "applications/supplement_upload.html", application=application, item=item, form=form
    ), status
