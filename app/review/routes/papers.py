"""The papers of a dossier at the desk: made, numbered, withdrawn, taken away."""

from functools import partial
from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from app.access import Actor, Permission, allowed
from app.applications.models import Application
from app.applications.services import queries
from app.forms import DONE
from app.guard import current_actor, requires
from app.papers import kinds, pages
from app.papers.forms import MakeForm, WithdrawForm
from app.papers.models import Paper
from app.papers.services import making
from app.review import papers
from app.review.routes.room import blueprint
from app.review.services import standing_in
from app.text import _


def _of(application: Application, paper_id: int) -> Paper:
    """Return a paper about the dossier or what hangs on it; raises `NotFound`."""
    return pages.one_of(papers.about(application), paper_id)


def facts(application: Application, actor: Actor) -> dict[str, Any]:
    """Return what the section "Văn bản" of the dossier shows."""
    return {
        "papers": pages.with_kinds(papers.about(application)),
        "may_make": allowed(Permission.MAKE_PAPER, actor, application),
        "may_number": allowed(Permission.NUMBER_PAPER, actor),
        "places": [_place(each) for each in standing_in.of(application.id, actor)],
    }


def _place(place: standing_in.Place) -> dict[str, Any]:
    """Return a session or bundle as the page links to it."""
    if place.is_session:
        page = url_for("selection.show", session_id=place.id)
        paper = partial(url_for, "selection.paper_pdf", session_id=place.id)
    else:
        page = url_for("review.bundle", bundle_id=place.id)
        paper = partial(url_for, "review.bundle_paper", bundle_id=place.id, ending="pdf")
    papers = [(each, kinds.get(each.kind), paper(paper_id=each.id)) for each in place.papers]
    return {"name": place.name, "url": page, "papers": papers}


def _back(application: Application) -> Any:
    here = url_for("review.dossier", application_id=application.id, _anchor="van-ban")
    return redirect(here, DONE)


@blueprint.route("/xet-duyet/<int:application_id>/lap-van-ban", methods=["GET", "POST"])
@requires(Permission.MAKE_PAPER, on=queries.get)
def make_paper(application: Application) -> Any:
    """Make a paper from what the dossier says now; again for the next version."""
    form = MakeForm()
    form.offer(papers.ready(application))
    status = form.carry_out(
        lambda: papers.make(application, form.kind.data, form.signing, current_actor())
    )
    if status == DONE:
        flash(_("Đã lập văn bản. Tải về ở mục “Văn bản” của hồ sơ."), "good")
        return _back(application)
    return render_template("review/paper_make.html", application=application, form=form), status


@blueprint.get("/xet-duyet/<int:application_id>/giay-to/<int:paper_id>/pdf")
@requires(Permission.VIEW_DOSSIER, on=queries.get)
def paper_pdf(application: Application, paper_id: int) -> Response:
    """The PDF of a paper."""
    return pages.as_pdf(_of(application, paper_id))


@blueprint.get("/xet-duyet/<int:application_id>/giay-to/<int:paper_id>/word")
@requires(Permission.VIEW_DOSSIER, on=queries.get)
def paper_word(application: Application, paper_id: int) -> Response:
    """The Word copy, for the office's own document system."""
    return pages.as_word(_of(application, paper_id))


@blueprint.route(
    "/xet-duyet/<int:application_id>/giay-to/<int:paper_id>/so", methods=["GET", "POST"]
)
@requires(Permission.VIEW_DOSSIER, on=queries.get)
def number_paper(application: Application, paper_id: int) -> Any:
    """The clerk writes the number and date that the office's own register gave."""
    paper = _of(application, paper_id)
    form, status = pages.numbering(paper, papers.began(application), application)
    if status == DONE:
        return _back(application)
    return _paper_page(application, paper, form, _("Ghi số, ngày văn bản"), status)


@blueprint.route(
    "/xet-duyet/<int:application_id>/giay-to/<int:paper_id>/thu-hoi", methods=["GET", "POST"]
)
@requires(Permission.MAKE_PAPER, on=queries.get)
def withdraw_paper(application: Application, paper_id: int) -> Any:
    """Say that a paper counts no more."""
    paper = _of(application, paper_id)
    form = WithdrawForm()
    status = form.carry_out(lambda: making.withdraw(paper, form.reason.data, current_actor()))
    if status == DONE:
        flash(_("Đã thu hồi văn bản."), "good")
        return _back(application)
    return _paper_page(application, paper, form, _("Thu hồi văn bản"), status)


def _paper_page(
    application: Application, paper: Paper, form: Any, heading: str, status: int
) -> Any:
    return pages.deed_page(
        paper,
        form,
        heading,
        status,
        name=application.reference or "",
        back=url_for("review.dossier", application_id=application.id),
        back_words=_("Hồ sơ %(ref)s", ref=application.reference),
        pdf=url_for("review.paper_pdf", application_id=application.id, paper_id=paper.id),
    )
