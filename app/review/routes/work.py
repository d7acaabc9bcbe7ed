"""Việc của tôi: the first page of everyone who works at the desk; số đến of one dossier."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from app import clock
from app.access import Permission, allowed
from app.accounts.services import absences
from app.applications.models import Application
from app.applications.services import queries
from app.forms import DONE
from app.guard import current_actor, requires
from app.review.forms import ArrivalForm
from app.review.routes.queue import address
from app.review.routes.room import blueprint
from app.review.services import arrival, errands, load, work_filters, work_whole
from app.review.services import work as works
from app.text import _

# Where what a block shows can be done for several dossiers in one act.
TOGETHER = {
    "issue": ("review.to_issue_first", _("Ban hành nhiều hồ sơ bằng một số văn bản")),
    "sign": ("review.waiting_list", _("Xem và quyết định theo danh sách")),
}
# What an address calls each block.
SLUGS = {
    "cho-ban-hanh": "issue",
    "cho-tiep-nhan-ghi-so-den": "receive",
    "qua-han-cua-toi": "late-mine",
    "cho-tham-dinh": "appraise",
    "thu-xin-loi": "apologies",
    "cho-trinh-so": "sign-lead",
    "cho-phan-cong": "assign",
    "cho-ky": "sign",
    "cho-tiep-nhan": "reception",
    "qua-han": "late",
    "cau-hoi": "questions",
    "thu-chua-gui": "unsent",
    "phoi-hop": "beside",
    "cho-bo-sung": "supplement",
    "cho-bo-sung-chua-phan-cong": "supplement-early",
    "cho-nguoi-khac": "others",
}


@blueprint.get("/viec-cua-toi")
@requires(Permission.SEE_WORK)
def work() -> str:
    """Show what waits: it appears and goes by the state of the dossiers alone."""
    actor = current_actor()
    sets = allowed(Permission.ARRANGE_ABSENCE, actor)
    return render_template(
        "review/work.html",
        blocks=list(works.blocks(actor)),
        loads=load.loads(actor),
        today=clock.today(),
        standing_in=bool(actor.stands_in_for),
        may_hand_over=allowed(Permission.HAND_OVER, actor),
        most=works.MOST,
        slugs={key: slug for slug, key in SLUGS.items()},
        together=TOGETHER,
        errands=errands.waiting(actor),
        absences_asked=absences.to_confirm(actor) if sets else 0,
    )


@blueprint.get("/viec-cua-toi/muc/<slug>")
@requires(Permission.SEE_WORK)
def work_block(slug: str) -> str:
    """Show one block whole, page by page."""
    actor = current_actor()
    block = work_whole.of_key(SLUGS.get(slug, ""), actor)
    waiting, following = work_whole.page(block, actor, request.args.get("sau", ""))
    same = work_filters.EXACT.get(block.key)
    return render_template(
        "review/work_block.html",
        waiting=waiting,
        slug=slug,
        following=following,
        queue_url=address(same) if same else "",
        together=TOGETHER,
        today=clock.today(),
    )


@blueprint.route("/xet-duyet/<int:application_id>/so-den", methods=["GET", "POST"])
@requires(Permission.NOTE_ARRIVAL, on=queries.get)
def note_arrival(application: Application) -> Any:
    """Note or correct số đến and ngày đến, also after the reception."""
    form = ArrivalForm.about(
        arrival.Noted(application),
        arrival_number=application.arrival_number,
        arrived_on=application.arrived_on,
    )
    status = form.carry_out(
        lambda: arrival.note(
            application,
            form.arrival_number.data or "",
            form.arrived_on.data,
            current_actor(),
            seen=form.seen,
        )
    )
    if status == DONE:
        taken_out = not application.arrival_number
        flash(_("Đã bỏ số đến, ngày đến.") if taken_out else _("Đã ghi số đến, ngày đến."), "good")
        return redirect(url_for("review.dossier", application_id=application.id), DONE)
    return render_template("review/arrival.html", application=application, form=form), status
