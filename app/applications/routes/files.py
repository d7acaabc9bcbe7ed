"""Files of a dossier: each upload on a page of its own, so that a refused one loses nothing."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from app import transactions
from app.access import Permission
from app.applications.models import Application, ApplicationFile
from app.applications.page_forms import PagesForm
from app.applications.routes.room import blueprint, while_draft
from app.applications.services import bundle, documents, queries, shared, supplement, tasks
from app.files import services as files_room
from app.files.making import MAX_BODY, USUAL, Made
from app.files.serving import served
from app.forms import DONE, OneButton
from app.guard import current_actor, requires, takes_up_to
from app.text import _, format_number


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


def _made(form: PagesForm, accepts: list[str], label: str) -> Made:
    """Check what was sent and join its pages, while no transaction is open.

    Joining takes seconds; on SQLite an open one would keep everybody else from writing. Whoever
    keeps the file asks again what may be done.
    """
    transactions.rollback()
    return files_room.make(form.uploads, accepts, label)


def _file_form(paper: shared.Paper) -> PagesForm:
    """Return the form of one document on the page that has them all."""
    form = PagesForm.accepting(paper.document.accepts)
    form.file.id = f"file-{paper.document.id}"
    form.file.label.field_id = form.file.id
    form.file.label.text = _("Tệp cho “%(label)s”", label=paper.document.label)
    return form


@blueprint.route("/ho-so/<int:application_id>/tep/<key>", methods=["GET", "POST"])
@requires(Permission.EDIT_APPLICATION, on=queries.get)
@while_draft
@takes_up_to(MAX_BODY)
def upload(application: Application, key: str) -> Any:
    """Give one document: a file, or photos of its pages."""
    wanted = documents.document(application, key)
    form = PagesForm.accepting(wanted.accepts)
    kept: list[ApplicationFile] = []
    status = form.carry_out(
        lambda: kept.append(
            documents.attach_made(
                application,
                wanted,
                _made(form, list(wanted.accepts), wanted.label),
                current_actor(),
            )
        )
    )
    if status == DONE:
        flash(
            _(
                "Đã nhận tệp “%(label)s” (%(size)s kB). Vui lòng mở tệp ở dưới để xem lại.",
                label=wanted.label,
                size=format_number(max(1, round(kept[0].file.size / 1024))),
            ),
            "good",
        )
        return redirect(url_for("applications.files", application_id=application.id), 303)
    return render_template(
        "applications/upload.html",
        application=application,
        drafts=bundle.dossiers(application),
        wanted=wanted,
        form=form,
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
@takes_up_to(MAX_BODY)
def supplement_upload(application: Application, item_id: int) -> Any:
    """Give a file for one item of a supplement request."""
    item = supplement.item(application, item_id)
    form = PagesForm.accepting(USUAL)
    status = form.carry_out(
        lambda: documents.attach_made_to_item(
            application, item, _made(form, list(USUAL), documents.item_label(item)), current_actor()
        )
    )
    if status == DONE:
        flash(_("Đã nhận tệp."), "good")
        return redirect(url_for("applications.supplement_page", application_id=application.id), 303)
    return render_template(
        "applications/supplement_upload.html", application=application, item=item, form=form
    ), status
