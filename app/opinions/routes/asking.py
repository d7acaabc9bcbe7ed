"""Asking for an opinion about a dossier, and writing its answer down."""

from dataclasses import replace
from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from app import clock, transactions
from app.access import Permission, allowed
from app.applications.models import Application
from app.applications.services import queries
from app.errors import NotFound
from app.files import services as files
from app.files.making import USUAL
from app.files.serving import served
from app.forms import DONE, OneButton
from app.guard import asked_number, current_actor, requires
from app.opinions.forms import AnswerForm, AskForm, CloseForm
from app.opinions.models import ASKED, Opinion
from app.opinions.papers import KIND
from app.opinions.routes.room import blueprint
from app.opinions.services import agencies, answering, asking
from app.papers.services import making
from app.text import _

HERE = "/xet-duyet/<int:application_id>/xin-y-kien"


@blueprint.get("/xet-duyet/xin-y-kien")
@requires(Permission.READ_DESK)
def waiting() -> str:
    """What waits for an answer, the earliest due first."""
    found, following = asking.waiting(current_actor(), asked_number("sau") or None)
    return render_template(
        "opinions/waiting.html", found=found, following=following, today=clock.today()
    )


@blueprint.route(f"{HERE}/moi", methods=["GET", "POST"])
@requires(Permission.ASK_OPINION, on=queries.get)
def ask(application: Application) -> Any:
    """Ask a body of the address book, or another."""
    known = list(agencies.listed(closed=False))
    form, made = AskForm(), []
    form.offer(known)
    status = form.carry_out(
        lambda: made.append(
            asking.ask(
                application,
                form.to(known),
                (form.questions.data or "").splitlines(),
                form.days.data or 0,
                current_actor(),
            )
        )
    )
    if status == DONE:
        by_mail = bool(made[0].email)
        flash(
            _("Đã gửi thư xin ý kiến.")
            if by_mail
            else _("Đã ghi yêu cầu. Thư nằm trong “Thư cần in”."),
            "good",
        )
        return _to(application, made[0])
    return render_template("opinions/ask.html", application=application, form=form), status


def _to(application: Application, opinion: Opinion) -> Any:
    here = url_for("opinions.show", application_id=application.id, opinion_id=opinion.id)
    return redirect(here, DONE)


@blueprint.get(f"{HERE}/<int:opinion_id>")
@requires(Permission.VIEW_DOSSIER, on=queries.get)
def show(application: Application, opinion_id: int) -> str:
    """What was asked, and the answer."""
    opinion = asking.get(application, opinion_id)
    actor = current_actor()
    return render_template(
        "opinions/opinion.html",
        application=application,
        opinion=opinion,
        look=asking.LOOKS[opinion.state],
        overdue=opinion.overdue(clock.today()),
        may=opinion.state == ASKED and allowed(Permission.ASK_OPINION, actor, application),
        may_make=allowed(Permission.MAKE_PAPER, actor, application),
        button=OneButton(formdata=None),
    )


@blueprint.post(f"{HERE}/<int:opinion_id>/cong-van")
@requires(Permission.MAKE_PAPER, on=queries.get)
def draft_letter(application: Application, opinion_id: int) -> Any:
    """Draft the công văn; it stands among the dossier's papers."""
    opinion = asking.get(application, opinion_id)
    making.from_room(KIND, opinion.id, current_actor())
    flash(_("Đã lập dự thảo công văn. Tải về ở mục “Văn bản” của hồ sơ."), "good")
    here = url_for("review.dossier", application_id=application.id, _anchor="van-ban")
    return redirect(here, DONE)


@blueprint.route(f"{HERE}/<int:opinion_id>/tra-loi", methods=["GET", "POST"])
@requires(Permission.ASK_OPINION, on=queries.get)
def record_answer(application: Application, opinion_id: int) -> Any:
    """Write down an answer that came on paper."""
    opinion = asking.get(application, opinion_id)
    form = AnswerForm()
    status = form.carry_out(lambda: _record(application, opinion, form))
    if status == DONE:
        flash(_("Đã ghi ý kiến trả lời."), "good")
        return _to(application, opinion)
    return _small(application, opinion, form, _("Ghi ý kiến trả lời")), status


def _record(application: Application, opinion: Opinion, form: AnswerForm) -> None:
    answer = form.answer()
    if uploads := form.uploads:
        transactions.rollback()  # checking takes its time: nothing is locked meanwhile
        answer = replace(answer, file=files.make(uploads, USUAL, _("Văn bản trả lời")))
    answering.record(application, opinion, answer, current_actor())


@blueprint.route(f"{HERE}/<int:opinion_id>/khep", methods=["GET", "POST"])
@requires(Permission.ASK_OPINION, on=queries.get)
def close_opinion(application: Application, opinion_id: int) -> Any:
    """Wait for the answer no more."""
    opinion = asking.get(application, opinion_id)
    form = CloseForm()
    status = form.carry_out(
        lambda: asking.close(application, opinion, form.reason.data, current_actor())
    )
    if status == DONE:
        flash(_("Đã khép lại yêu cầu."), "good")
        return _to(application, opinion)
    return _small(application, opinion, form, _("Khép lại yêu cầu xin ý kiến")), status


def _small(application: Application, opinion: Opinion, form: Any, heading: str) -> str:
    return render_template(
        "opinions/small.html",
        application=application,
        opinion=opinion,
        form=form,
        heading=heading,
    )


@blueprint.get(f"{HERE}/<int:opinion_id>/tai-ve")
@requires(Permission.VIEW_DOSSIER, on=queries.get)
def answer_file(application: Application, opinion_id: int) -> Response:
    """The document of the answer."""
    opinion = asking.get(application, opinion_id)
    if opinion.file is None:
        raise NotFound
    return served(opinion.file, files.read(opinion.file))
