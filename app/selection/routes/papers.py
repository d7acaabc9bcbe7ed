"""The papers of a session: drafted, numbered by the clerk, taken away."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from app.access import Permission, allowed
from app.forms import DONE
from app.guard import current_actor, requires
from app.papers import pages, registry
from app.papers.forms import MakeForm
from app.papers.models import Paper
from app.papers.services import making
from app.selection.models import Session
from app.selection.papers import began
from app.selection.routes.room import blueprint
from app.selection.services import sessions
from app.selection.workflow import SUBJECT
from app.text import _


def _of(session: Session, paper_id: int) -> Paper:
    """Return a paper about the session; raises `NotFound`."""
    return pages.one_of(making.of_subjects((SUBJECT, session.id)), paper_id)


@blueprint.route("/xet-chon/<int:session_id>/van-ban", methods=["GET", "POST"])
@requires(Permission.RUN_SESSION, on=sessions.get)
def papers(session: Session) -> Any:
    """What was drafted, and another draft from what the session says now."""
    form = MakeForm()
    form.offer(registry.supplied(SUBJECT))
    status = form.carry_out(
        lambda: making.from_room(form.kind.data, session.id, current_actor(), signing=form.signing)
    )
    if status == DONE:
        flash(_("Đã lập dự thảo."), "good")
        return redirect(url_for("selection.papers", session_id=session.id), DONE)
    return render_template(
        "selection/papers.html",
        session=session,
        form=form,
        papers=pages.with_kinds(making.of_subjects((SUBJECT, session.id))),
        may_number=allowed(Permission.NUMBER_PAPER, current_actor()),
    ), status


@blueprint.get("/xet-chon/<int:session_id>/van-ban/<int:paper_id>/pdf")
@requires(Permission.RUN_SESSION, on=sessions.get)
def paper_pdf(session: Session, paper_id: int) -> Response:
    """The PDF of a paper; scores stand in it, so whoever only sits in the session gets none."""
    return pages.as_pdf(_of(session, paper_id))


@blueprint.get("/xet-chon/<int:session_id>/van-ban/<int:paper_id>/word")
@requires(Permission.RUN_SESSION, on=sessions.get)
def paper_word(session: Session, paper_id: int) -> Response:
    """The Word copy, for the office's own document system."""
    return pages.as_word(_of(session, paper_id))


@blueprint.route("/xet-chon/<int:session_id>/van-ban/<int:paper_id>/so", methods=["GET", "POST"])
@requires(Permission.SEE_SESSION, on=sessions.get)
def number_paper(session: Session, paper_id: int) -> Any:
    """The clerk writes the number and date that the office's own register gave."""
    paper = _of(session, paper_id)
    form, status = pages.numbering(paper, began(session))
    here = url_for("selection.show", session_id=session.id)
    if status == DONE:
        return redirect(here, DONE)
    heading = _("Ghi số, ngày văn bản")
    return pages.deed_page(
        paper, form, heading, status, name=session.name, back=here, back_words=session.name
    )
