"""Which sheets, which columns, and what holds for the whole file; the template to download."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from app.access import Permission
from app.forms import DONE
from app.guard import current_actor, requires
from app.imports.columns_form import ColumnsForm, columns_form, taken
from app.imports.models import ImportBatch
from app.imports.routes.room import blueprint
from app.imports.services import batches
from app.imports.services import template as templates
from app.imports.services.perform import get
from app.imports.services.reading import Settings
from app.imports.workflow import BUSY, MOVES, Action, State
from app.spreadsheets.sending import workbook
from app.text import _


@blueprint.get("/mau")
@requires(Permission.IMPORT_HISTORY)
def template() -> Any:
    """The template, with the contents and their codes."""
    return workbook(templates.workbook(), "mau-lich-su-ho-tro.xlsx")


@blueprint.route("/<int:batch_id>/cot", methods=["GET", "POST"])
@requires(Permission.IMPORT_HISTORY, on=get)
def columns(batch: ImportBatch) -> Any:
    """Confirm what was guessed of the sheets and columns; then every row is judged."""
    if State(batch.state) not in MOVES[Action.JUDGE].sources:
        flash(_("Đợt nhập đã qua bước chọn cột."), "warning")
        return redirect(url_for("imports.show", batch_id=batch.id), DONE)
    settings, batch_id = Settings.of(batch), batch.id
    form: ColumnsForm = columns_form(settings).about(batch)

    def deed() -> None:
        batches.judge_file(batch, taken(form, settings), current_actor(), version=form.seen)

    status = form.carry_out(deed)
    if status == DONE:
        long = State(get(batch_id).state) in BUSY
        flash(_("Đang xét các dòng.") if long else _("Đã xét mọi dòng của tệp."), "good")
        return redirect(url_for("imports.show", batch_id=batch_id), DONE)
    return render_template(
        "imports/columns.html", form=form, batch=batch, sheets=form.parts(settings)
    ), status
