"""A batch from its file to the ledger, and back."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from app.access import Permission, allowed
from app.audit import services as audit
from app.exports.sending import ExportForm, sent
from app.files import services as files
from app.files.serving import served
from app.forms import DONE, OneButton
from app.guard import asked_number, current_actor, requires, takes_up_to
from app.imports import forms
from app.imports.looks import JUDGEMENTS, OUTCOMES, steps
from app.imports.models import ImportBatch
from app.imports.routes.room import blueprint
from app.imports.services import again, apply, batches, export, rollback
from app.imports.services.perform import get, perform
from app.imports.workflow import BUSY, LOOKS, MOVES, Action, State
from app.spreadsheets.read import MAX_BYTES
from app.text import _, format_number

REFRESH_SECONDS = 5
SHOWN_STEPS = 50
MOST_SENT = MAX_BYTES + 100_000  # bytes: the file, and what the form says besides


@blueprint.get("")
@requires(Permission.IMPORT_HISTORY)
def listed() -> Any:
    """Every batch, newest first."""
    page = batches.listed(asked_number("sau"))
    return render_template(
        "imports/list.html",
        page=page,
        looks=LOOKS,
        next_url=url_for("imports.listed", sau=page.next_key) if page.next_key else None,
    )


@blueprint.route("/tai-len", methods=["GET", "POST"])
@requires(Permission.IMPORT_HISTORY)
@takes_up_to(MOST_SENT)
def upload() -> Any:
    """A new batch begins with its file."""
    form = forms.UploadForm()
    made: list[ImportBatch] = []

    def deed() -> None:
        data = form.file.data
        made.append(
            batches.upload(
                data.stream.read(), data.filename, current_actor(), again=form.again.data
            )
        )

    status = form.carry_out(deed)
    if status == DONE:
        return redirect(url_for("imports.columns", batch_id=made[0].id), DONE)
    return render_template("imports/upload.html", form=form), status


@blueprint.get("/<int:batch_id>")
@requires(Permission.IMPORT_HISTORY, on=get)
def show(batch: ImportBatch) -> Any:
    """Where the batch is, its counts, what can be done now, and all that was done."""
    state, actions = State(batch.state), _actions(batch)
    waits = state in BUSY and "dung" not in request.args
    return render_template(
        "imports/show.html",
        batch=batch,
        look=LOOKS[state],
        looks=LOOKS,
        busy=state in BUSY,
        refresh=REFRESH_SECONDS if waits else 0,
        judgements=JUDGEMENTS,
        outcomes=OUTCOMES,
        actions=actions,
        steps=steps(audit.history("import_batch", batch.id))[:SHOWN_STEPS],
        without_programme=again.years_without_programme(batch) if "apply" in actions else [],
        sets_up=allowed(Permission.SET_UP_PROGRAMMES, current_actor()),
        again=OneButton(),
        export_form=ExportForm(formdata=None),
    )


def _actions(batch: ImportBatch) -> set[str]:
    """Return what this person can do with the batch now, from the table alone."""
    actor = current_actor()
    return {
        action.value
        for action, move in MOVES.items()
        if State(batch.state) in move.sources and allowed(move.permission, actor, batch)
    }


def _batch_page(batch: ImportBatch) -> Any:
    return redirect(url_for("imports.show", batch_id=batch.id), DONE)


@blueprint.post("/<int:batch_id>/xuat")
@requires(Permission.IMPORT_HISTORY, on=get)
def export_rows(batch: ImportBatch) -> Any:
    """Every row with what became of it, as a file; a long one is made by the worker."""
    form, actor, batch_id = ExportForm(), current_actor(), batch.id
    files: list[Any] = []
    status = form.carry_out(
        lambda: files.append(sent(export.NAME, export.Filters(batch_id), form.kind.data, actor))
    )
    if status == DONE:
        return files[0]
    return render_template("imports/export.html", form=form, batch=batch), status


@blueprint.route("/<int:batch_id>/ghi", methods=["GET", "POST"])
@requires(Permission.IMPORT_HISTORY, on=get)
def write(batch: ImportBatch) -> Any:
    """What apply will do, in figures; then it is done."""
    form = forms.ApplyForm.about(batch)
    batch_id = batch.id
    status = form.carry_out(lambda: apply.start(batch, current_actor(), version=form.seen))
    if status == DONE:
        long = State(get(batch_id).state) in BUSY
        flash(_("Đang ghi đợt nhập.") if long else _("Đã ghi đợt nhập vào sổ."), "good")
        return _batch_page(get(batch_id))
    return render_template("imports/apply.html", form=form, batch=batch, look=_look(batch)), status


def _look(batch: ImportBatch) -> Any:
    return LOOKS[State(batch.state)]


@blueprint.get("/<int:batch_id>/tep")
@requires(Permission.IMPORT_HISTORY, on=get)
def file(batch: ImportBatch) -> Response:
    """The very file that came in, as a download: what the batch rests on."""
    return served(batch.file, files.read(batch.file), batch.name)


@blueprint.post("/<int:batch_id>/xet-lai")
@requires(Permission.IMPORT_HISTORY, on=get)
def judge_again(batch: ImportBatch) -> Any:
    """Judge the rows against programmes, ledger and organisations as they are now."""
    changed = again.judge_again(batch, current_actor())
    flash(_("Đã xét lại; %(count)s dòng thay đổi.", count=format_number(changed)), "good")
    return _batch_page(batch)


@blueprint.route("/<int:batch_id>/hoan-tac", methods=["GET", "POST"])
@requires(Permission.ROLL_BACK_IMPORT, on=get)
def roll_back(batch: ImportBatch) -> Any:
    """Take back exactly what the batch wrote."""
    form = forms.RollBackForm.about(batch)
    batch_id = batch.id

    def deed() -> None:
        rollback.start(batch, form.reason.data, current_actor(), version=form.seen)

    status = form.carry_out(deed)
    if status == DONE:
        long = State(get(batch_id).state) in BUSY
        flash(_("Đang hoàn tác đợt nhập.") if long else _("Đã hoàn tác cả đợt nhập."), "good")
        return _batch_page(get(batch_id))
    return render_template("imports/roll_back.html", form=form, batch=batch), status


@blueprint.post("/<int:batch_id>/bo")
@requires(Permission.IMPORT_HISTORY, on=get)
def discard(batch: ImportBatch) -> Any:
    """Give up a batch of which nothing was written."""
    batch = perform(batch, Action.DISCARD, current_actor())
    flash(_("Đã bỏ đợt nhập. Chưa có gì được ghi vào sổ."), "good")
    return _batch_page(batch)
