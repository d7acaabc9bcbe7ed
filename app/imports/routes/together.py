"""Error rows that lack the same thing, corrected at once (sửa một loạt)."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for

from app.access import Permission
from app.errors import Conflict
from app.forms import DONE, posted
from app.guard import current_actor, requires
from app.imports import forms
from app.imports.looks import UNSAID
from app.imports.models import ImportBatch
from app.imports.routes.room import blueprint
from app.imports.services import correct, decide, together
from app.imports.services.perform import get
from app.imports.services.together import Group
from app.imports.workflow import OPEN, State
from app.programmes.services import contents
from app.text import _, format_number

MOST = 100  # groups on the page; the largest come first, so the others come as these go


@blueprint.get("/<int:batch_id>/sua-mot-loat")
@requires(Permission.IMPORT_HISTORY, on=get)
def groups(batch: ImportBatch) -> Any:
    """What the error rows lack, grouped by what the file says."""
    found = together.found(batch.id)
    return render_template(
        "imports/groups.html",
        batch=batch,
        groups=found[:MOST],
        more=max(0, len(found) - MOST),
        editable=State(batch.state) in OPEN,
        unsaid=UNSAID,
    )


@blueprint.route("/<int:batch_id>/sua-mot-loat/<key>", methods=["GET", "POST"])
@requires(Permission.IMPORT_HISTORY, on=get)
def correct_group(batch: ImportBatch, key: str) -> Any:
    """Say once what all rows of a group lack."""
    group = together.find(batch.id, key)
    if group is None:
        if posted():  # another tab was faster
            raise Conflict(_("Nhóm này không còn dòng nào chờ sửa."))
        abort(404)
    form = _form(batch, group)
    batch_id = batch.id
    done: list[int] = []

    def deed() -> None:
        done.append(correct.many(batch, key, form.answer, current_actor(), version=form.seen))

    status = form.carry_out(deed)
    if status == DONE:
        flash(_("Đã sửa và xét lại %(count)s dòng.", count=format_number(done[0])), "good")
        return redirect(url_for("imports.groups", batch_id=batch_id), DONE)
    return render_template(
        "imports/group.html",
        batch=batch,
        group=group,
        form=form,
        row=decide.get(batch_id, group.ids[0]),
        unsaid=UNSAID,
    ), status


def _form(batch: ImportBatch, group: Group) -> forms.ContentForAll | forms.YearForAll:
    if group.lack == together.YEAR:
        return forms.YearForAll.about(batch)
    form = forms.ContentForAll.about(batch)
    form.offer(contents.listed(with_history=True), group.content_id)
    return form
