"""The rows of a batch: listed, decided singly and in bulk, corrected in place."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from wtforms.fields.choices import SelectChoice

from app.access import Permission
from app.forms import DONE, LONGEST_SEARCH
from app.guard import asked_number, current_actor, requires
from app.imports import forms
from app.imports.looks import JUDGEMENTS, OUTCOMES, noticed, said
from app.imports.models import ERROR, ImportBatch, ImportRow
from app.imports.routes.room import blueprint
from app.imports.services import correct, decide, known, listing
from app.imports.services.decide import Bulk
from app.imports.services.perform import get
from app.imports.workflow import OPEN, State
from app.programmes.services import contents
from app.text import _, format_number


@blueprint.get("/<int:batch_id>/dong")
@requires(Permission.IMPORT_HISTORY, on=get)
def rows(batch: ImportBatch) -> Any:
    """The rows in the file's order, filtered."""
    form = forms.FilterForm(request.args)
    filters = listing.Filters(
        judgement=form.judgement.data or "",
        outcome=form.outcome.data or "",
        query=(form.q.data or "")[:LONGEST_SEARCH],
        after=asked_number("sau"),
        size=asked_number("so", listing.PAGE),
    )
    page = listing.page(batch.id, filters)
    return render_template(
        "imports/rows.html",
        batch=batch,
        form=form,
        page=page,
        judgements=JUDGEMENTS,
        outcomes=OUTCOMES,
        said=said,
        noticed=noticed,
        errors=State(batch.state) in OPEN and batch.counts.get("judgements", {}).get(ERROR),
        filtered=any((filters.judgement, filters.outcome, filters.query)),
        next_url=_next_url(batch, page.next_key),
    )


def _next_url(batch: ImportBatch, key: int) -> str | None:
    if not key:
        return None
    names = ("q", "judgement", "outcome", "so")  # what else an address says is not passed on
    args = {name: request.args[name] for name in names if request.args.get(name)}
    return url_for("imports.rows", batch_id=batch.id, sau=key, **args)  # type: ignore[arg-type]  # strings only


def _row_page(row: ImportRow, **more: Any) -> str:
    """Return the page of one row, with both of its forms."""
    editable = State(row.batch.state) in OPEN and not row.settled
    decision = more.pop("decision", None) or forms.DecideForm.about(row)
    decision.offer(row)
    found = known.contents().get(row.content_id or 0)
    return render_template(
        "imports/row.html",
        row=row,
        batch=row.batch,
        editable=editable,
        decision=decision,
        correction=more.pop("correction", None) or _correction(row),
        others=listing.group_of(row),
        next_open=listing.next_open(row),
        content=dict(contents.names()).get(row.content_id or 0, ""),
        standards=[each["name"] for each in found.standards] if found else [],
        judgement=JUDGEMENTS[row.judgement],
        outcome=OUTCOMES[row.outcome],
        outcomes=OUTCOMES,
        said=said,
        reasons=noticed(row),
        project=known.project_name(row.project_id),
        **more,
    )


def _correction(row: ImportRow) -> forms.CorrectForm:
    form = forms.CorrectForm.about(row)
    form.content.choices = [
        SelectChoice("", _("Chưa chọn")),
        *(SelectChoice(str(key), name) for key, name in contents.names()),
    ]
    if not form.is_submitted():
        form.name.data, form.code.data = row.name, row.code
        form.content.data = str(row.content_id or "")
        form.standard.data, form.year.data = row.standard, row.given_year
        form.document.data = row.document_number
        form.project.data, form.amount.data = row.project_words, row.amount
    return form


@blueprint.get("/<int:batch_id>/dong/<int:row_id>")
@requires(Permission.IMPORT_HISTORY, on=decide.get)
def row(row: ImportRow) -> Any:
    """One row: as it was read, what was understood, and why it waits."""
    return _row_page(row)


@blueprint.post("/<int:batch_id>/dong/<int:row_id>/chon")
@requires(Permission.IMPORT_HISTORY, on=decide.get)
def decide_row(row: ImportRow) -> Any:
    """Decide one row."""
    form = forms.DecideForm.about(row)
    form.offer(row)
    batch_id, row_id = row.batch_id, row.id

    def deed() -> None:
        how, choice = form.choice
        decide.decide(row, how, current_actor(), choice=choice, version=form.seen)

    status = form.carry_out(deed)
    if status == DONE:
        flash(_("Đã ghi quyết định."), "good")
        return redirect(url_for("imports.row", batch_id=batch_id, row_id=row_id), DONE)
    return _row_page(row, decision=form, form=form), status


@blueprint.post("/<int:batch_id>/dong/<int:row_id>/sua")
@requires(Permission.IMPORT_HISTORY, on=decide.get)
def correct_row(row: ImportRow) -> Any:
    """Correct what the row says."""
    form = _correction(row)
    batch_id, row_id = row.batch_id, row.id

    def deed() -> None:
        correct.correct(
            row,
            correct.Correction(
                name=form.name.data or "",
                code=form.code.data or "",
                content_id=int(form.content.data) if form.content.data else None,
                standard=form.standard.data or "",
                given_year=form.year.data,
                document_number=form.document.data or "",
                project_words=form.project.data or "",
                amount=form.amount.data,
            ),
            current_actor(),
            version=form.seen,
        )

    status = form.carry_out(deed)
    if status == DONE:
        flash(_("Đã sửa và xét lại dòng này."), "good")
        return redirect(url_for("imports.row", batch_id=batch_id, row_id=row_id), DONE)
    return _row_page(row, correction=form, form=form), status


@blueprint.route("/<int:batch_id>/hang-loat", methods=["GET", "POST"])
@requires(Permission.IMPORT_HISTORY, on=get)
def bulk(batch: ImportBatch) -> Any:
    """The same decision for all rows that still wait and fit."""
    form = forms.BulkForm.about(batch)
    batch_id = batch.id
    done: list[int] = []

    def deed() -> None:
        wanted = Bulk(form.what.data, int(form.at_least.data))
        done.append(decide.bulk(batch, wanted, current_actor(), version=form.seen))

    status = form.carry_out(deed)
    if status == DONE:
        flash(_("Đã quyết định %(count)s dòng.", count=format_number(done[0])), "good")
        return redirect(url_for("imports.show", batch_id=batch_id), DONE)
    return render_template("imports/bulk.html", form=form, batch=batch), status
