"""The list of one's dossiers, one dossier (task list or timeline), and its end."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for

from app.access import Permission, allowed
from app.applications import papers
from app.applications.forms import WithdrawForm
from app.applications.models import Application
from app.applications.routes.room import blueprint, dossiers_href, while_draft
from app.applications.services import (
    ahead,
    bundle,
    draft,
    form_digest,
    print_form,
    queries,
    submit,
    tasks,
    timeline,
    view,
    withdraw,
)
from app.applications.workflow import Action, Status, offered_to_public
from app.forms import DONE, OneButton, posted
from app.guard import asked_number, current_actor, requires
from app.organisations.services import queries as organisations
from app.organisations.services import standins
from app.papers import kinds
from app.text import _


@blueprint.get("/ho-so")
@requires(Permission.REPRESENT)
def index() -> Any:
    """The organisation's dossiers."""
    organisation = organisations.of_actor(current_actor())
    assert organisation is not None  # the policy says so
    found = queries.of_organisation(organisation.id, asked_number("truoc") or None)
    more = url_for("applications.index", truoc=found[-1].id) if len(found) == queries.PAGE else None
    return render_template(
        "applications/index.html",
        applications=found,
        more_href=more,
        organisation=organisation,
    )


TASK_PAGES = {
    "questions": "applications.questions",
    "products": "applications.products",
    "form": "applications.paper",
    "files": "applications.files",
}


@blueprint.get("/ho-so/<int:application_id>")
@requires(Permission.VIEW_APPLICATION, on=queries.get)
def show(application: Application) -> Any:
    """A draft shows what is left to do; a submitted dossier where it is."""
    if _seen_from_the_desk(application):
        return redirect(url_for("review.dossier", application_id=application.id))
    if application.editable:
        return _task_list(application)
    return render_template(
        "applications/show.html",
        application=application,
        timeline=timeline.public_timeline(application, visits=True),
        ahead=ahead.of(application),
        answers=view.answers(application),
        outcome=timeline.outcome(application),
        asked=queries.open_supplement(application),
        together=[each for each in bundle.dossiers(application) if each.id != application.id],
        may_withdraw=offered_to_public(Action.WITHDRAW, Status(application.status))
        and allowed(Permission.WITHDRAW, current_actor(), application),
        # Until the agreement is signed; the page it leads to is delivery's, and asks again.
        may_give_up=Status(application.status) is Status.APPROVED
        and not application.cancelled
        and allowed(Permission.WITHDRAW, current_actor(), application),
        files=queries.files(application),
        papers=[(each, kinds.get(each.kind)) for each in papers.for_applicant(application)],
    )


def _seen_from_the_desk(application: Application) -> bool:
    """Staff read a dossier at the desk; these pages speak to its organisation."""
    actor = current_actor()
    entering = application.editable and allowed(Permission.EDIT_APPLICATION, actor, application)
    return (
        actor.staff and not entering and application.organisation_id not in actor.organisation_ids
    )


def _task_list(application: Application) -> Any:
    drafts = bundle.dossiers(application)
    found = tasks.tasks(*drafts)
    ready = all(task.done for task in found)
    lines = [
        {
            "label": task.label,
            "href": None if task.waiting else _task_page(task.key, application),
            "state_label": _("Đã xong") if task.done else _("Cần làm"),
            "tone": "good" if task.done else "waiting",
            "hint": task.waiting or task.hint,
        }
        for task in found
    ]
    return render_template(
        "applications/task_list.html",
        application=application,
        drafts=drafts,
        tasks=lines,
        ready=ready,
        left=sum(not task.done for task in found),
        warnings=draft_warnings(drafts),
    )


def _task_page(key: str, application: Application) -> str:
    if key == "profile":  # told once, for every dossier; the way back is kept
        here = url_for("applications.show", application_id=application.id)
        # Of this dossier's organisation, which need not be the one chosen at the moment.
        return url_for(
            "organisations.profile_of", organisation_id=application.organisation_id, tiep=here
        )
    return url_for(TASK_PAGES[key], application_id=application.id)


def draft_warnings(drafts: Sequence[Application]) -> list[str]:
    """Say what would refuse a submission now: a claim that waits, or a slot that was taken."""
    if drafts[0].organisation.is_standin:
        return [standins.waiting_words()]
    taken = [(each, held) for each in drafts if (held := draft.slot_holder(each))]
    if len(drafts) == 1:
        return [held.message for _each, held in taken]
    return [f"{each.content_version.name}: {held.message}" for each, held in taken]


@blueprint.get("/ho-so/<int:application_id>/da-nop")
@requires(Permission.VIEW_APPLICATION, on=queries.get)
def submitted(application: Application) -> Any:
    """The confirmation: reference, what happens next, by when, whom to call."""
    if _seen_from_the_desk(application):
        return redirect(url_for("review.dossier", application_id=application.id))
    if application.editable:
        return redirect(url_for("applications.show", application_id=application.id))
    return render_template(
        "applications/submitted.html",
        application=application,
        dossiers=bundle.dossiers(application),
        next_step=submit.next_step(application),
    )


@blueprint.route("/ho-so/<int:application_id>/phieu", methods=["GET", "POST"])
@requires(Permission.EDIT_APPLICATION, on=queries.get)
@while_draft
def paper(application: Application) -> Any:
    """The phiếu đăng ký: looked at by anyone of the organisation, made for signing by a click."""
    form = OneButton()
    drafts = bundle.dossiers(application)
    status = form.carry_out(lambda: print_form.printed(application, current_actor()))
    if status == DONE:
        return redirect(url_for("applications.paper", application_id=application.id), DONE)
    return render_template(
        "applications/paper.html",
        application=application,
        drafts=drafts,
        form=form,
        answers=view.form_answers(drafts),
        products=[item for each in bundle.with_products(drafts)[:1] for item in each.products],
        holds=all(form_digest.still_holds(each) for each in drafts),
        code=form_digest.code(drafts),
        lacking=tasks.missing_before_form(*drafts),
        made=papers.for_applicant(application),
    ), status


@blueprint.route("/ho-so/<int:application_id>/rut", methods=["GET", "POST"])
@requires(Permission.WITHDRAW, on=queries.get)
def withdraw_page(application: Application) -> Any:
    """Withdrawing, after saying what it means."""
    if not (posted() or offered_to_public(Action.WITHDRAW, Status(application.status))):
        return redirect(url_for("applications.show", application_id=application.id))
    form = WithdrawForm()
    status = form.carry_out(
        lambda: withdraw.withdraw(application, current_actor(), reason=form.reason.data or "")
    )
    if status == DONE:
        flash(_("Đã rút hồ sơ %(ref)s.", ref=application.reference), "good")
        return redirect(url_for("applications.show", application_id=application.id), 303)
    return render_template("applications/withdraw.html", application=application, form=form), status


@blueprint.route("/ho-so/<int:application_id>/xoa", methods=["GET", "POST"])
@requires(Permission.EDIT_APPLICATION, on=queries.get)
@while_draft
def discard_page(application: Application) -> Any:
    """Throwing a draft away."""
    form = OneButton()
    drafts = bundle.dossiers(application)
    status = form.carry_out(lambda: draft.discard(application, current_actor()))
    if status == DONE:
        flash(_("Đã xóa bản nháp."), "good")
        return redirect(dossiers_href(application), 303)
    return render_template(
        "applications/discard.html", application=application, drafts=drafts, form=form
    ), status
