"""Exceptions (cho phép thêm): proposed by a lead, decided by a director. Early ends of supports."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, url_for
from flask import request as asked

from app.access import Permission, allowed
from app.files import services as files
from app.files.serving import served
from app.forms import DONE, OneButton
from app.guard import current_actor, requires
from app.ledger.forms import CloseForm, DecideForm, ProposeForm
from app.ledger.models import PROPOSED, Entry, ExceptionRequest
from app.ledger.routes.room import ledger
from app.ledger.services import closing, exceptions
from app.text import _


@ledger.get("/so-ho-tro/cho-phep-them")
@requires(Permission.READ_LEDGER)
def exception_list() -> Any:
    """What waits for a decision, then what was decided."""
    page = exceptions.listed(asked.args.get("sau", ""))
    return render_template(
        "ledger/exceptions.html",
        page=page,
        next_url=url_for("ledger.exception_list", sau=page.next_key) if page.next_key else None,
    )


@ledger.route("/so-ho-tro/<int:entry_id>/cho-phep-them", methods=["GET", "POST"])
@requires(Permission.PROPOSE_EXCEPTION, on=exceptions.entry)
def propose_exception(entry: Entry) -> Any:
    """Propose that an earlier support shall block no more."""
    form = ProposeForm()
    made: list[ExceptionRequest] = []

    def deed() -> None:
        scan = (form.scan.data.stream, form.scan.data.filename) if form.scan.given else None
        made.append(
            exceptions.propose(
                entry,
                reason=form.reason.data,
                document_number=form.document_number.data,
                document_on=form.document_on.data,
                by=current_actor(),
                scan=scan,
            )
        )

    status = form.carry_out(deed)
    if status == DONE:
        flash(_("Đã gửi đề nghị để lãnh đạo Sở quyết định."), "good")
        return redirect(url_for("ledger.exception_page", request_id=made[0].id), DONE)
    return render_template(
        "ledger/propose.html", entry=entry, form=form, why_not=exceptions.why_not(entry)
    ), status


@ledger.get("/so-ho-tro/cho-phep-them/<int:request_id>")
@requires(Permission.READ_LEDGER, on=exceptions.get)
def exception_page(request: ExceptionRequest) -> Any:
    """One proposal: what it rests on, and its decision."""
    return _page(request, DecideForm.about(request))


@ledger.post("/so-ho-tro/cho-phep-them/<int:request_id>/quyet-dinh")
@requires(Permission.DECIDE_EXCEPTION, on=exceptions.get)
def decide_exception(request: ExceptionRequest) -> Any:
    """Approve or refuse."""
    form = DecideForm.about(request)
    status = form.carry_out(
        lambda: exceptions.decide(
            request,
            approve=form.outcome.data == "approve",
            reason=form.reason.data or "",
            by=current_actor(),
            version=form.seen,
        )
    )
    if status == DONE:
        flash(_("Đã ghi quyết định."), "good")
        return redirect(url_for("ledger.exception_page", request_id=request.id), DONE)
    return _page(request, form, status)


@ledger.post("/so-ho-tro/cho-phep-them/<int:request_id>/rut")
@requires(Permission.PROPOSE_EXCEPTION, on=exceptions.get)
def withdraw_exception(request: ExceptionRequest) -> Any:
    """Take a proposal back."""
    form = OneButton()
    status = form.carry_out(lambda: exceptions.withdraw(request, current_actor()))
    if status != DONE:
        return _page(request, DecideForm.about(request), status)
    flash(_("Đã rút đề nghị."), "good")
    return redirect(url_for("ledger.exception_page", request_id=request.id), DONE)


@ledger.get("/so-ho-tro/cho-phep-them/<int:request_id>/tai-ve")
@requires(Permission.READ_LEDGER, on=exceptions.get)
def exception_file(request: ExceptionRequest) -> Response:
    """The document the proposal rests on."""
    if request.file is None:
        abort(404)
    return served(request.file, files.read(request.file))


@ledger.route("/so-ho-tro/<int:entry_id>/cham-dut", methods=["GET", "POST"])
@requires(Permission.CLOSE_ENTRY, on=exceptions.entry)
def close_entry(entry: Entry) -> Any:
    """Say whether a support that ended early counts as the one time."""
    form = CloseForm()
    status = form.carry_out(
        lambda: closing.close(
            entry,
            counts=form.counts.data == "yes",
            document_number=form.document_number.data,
            document_on=form.document_on.data,
            reason=form.reason.data,
            by=current_actor(),
        )
    )
    if status == DONE:
        flash(_("Đã ghi kết luận về lượt hỗ trợ chấm dứt trước thời hạn."), "good")
        return redirect(url_for("delivery.entry_page", entry_id=entry.id), DONE)
    return render_template(
        "ledger/close.html", entry=entry, form=form, why_not=closing.why_not(entry)
    ), status


def _page(request: ExceptionRequest, form: DecideForm, status: int = 200) -> Any:
    actor = current_actor()
    is_open = request.state == PROPOSED
    return render_template(
        "ledger/exception.html",
        request=request,
        entry=request.entry,
        form=form,
        one=OneButton(formdata=None),
        may_decide=is_open and allowed(Permission.DECIDE_EXCEPTION, actor, request),
        may_withdraw=is_open and allowed(Permission.PROPOSE_EXCEPTION, actor, request),
    ), status
