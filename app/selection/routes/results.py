"""The ranking once the scoring is closed, other outcomes, the return, the conclusion."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from app.access import Permission, Role, allowed
from app.errors import Conflict
from app.forms import DONE, posted
from app.guard import current_actor, requires
from app.programmes.services import contents
from app.selection.forms import ConcludeForm, OutcomeForm, ReasonForm
from app.selection.models import Session
from app.selection.ranking import points
from app.selection.routes.room import blueprint, to
from app.selection.services import conclude as conclusions
from app.selection.services import reading, results, sessions
from app.selection.workflow import MOVES, OUTCOMES, Act, State
from app.text import _


def _closed(session: Session) -> None:
    """Refuse (409) to show scores before the scoring is closed."""
    if State(session.state) not in {State.CLOSED, State.CONCLUDED}:
        raise Conflict(_("Điểm chỉ xem được sau khi thư ký khóa chấm điểm."))


@blueprint.get("/xet-chon/<int:session_id>/ket-qua")
@requires(Permission.SEE_SESSION, on=sessions.get)
def ranked(session: Session) -> str:
    """The ranking with the rule that broke each tie, and what would be, or was, concluded."""
    _closed(session)
    actor = current_actor()
    state = State(session.state)
    return render_template(
        "selection/ranking.html",
        session=session,
        tables=reading.tables(session, actor),
        points=points,
        outcomes=OUTCOMES,
        open_now=state is State.CLOSED,
        runs=state is State.CLOSED and reading.runs(session, actor),
        may_conclude=state is State.CLOSED and allowed(Permission.CONCLUDE_SESSION, actor, session),
        may_open_dossier=bool(actor.roles - {Role.COUNCIL}),
        conclude_label=MOVES[Act.CONCLUDE].label,
    )


@blueprint.get("/xet-chon/<int:session_id>/ket-qua/<int:application_id>")
@requires(Permission.SEE_SESSION, on=sessions.get)
def sheets(session: Session, application_id: int) -> str:
    """What each member said of one dossier."""
    _closed(session)
    each = reading.seen_dossier(session, application_id, current_actor())
    found = reading.sheets(each)
    score, totals = reading.weighed(session, found)
    return render_template(
        "selection/sheets.html",
        session=session,
        application=each.application,
        criteria=session.call.criteria,
        score=score,
        sheets=list(zip(found, totals, strict=True)),
        points=points,
    )


@blueprint.route(
    "/xet-chon/<int:session_id>/ket-qua/<int:application_id>/khac", methods=["GET", "POST"]
)
@requires(Permission.RUN_SESSION, on=sessions.get)
def set_outcome(session: Session, application_id: int) -> Any:
    """Want another outcome for one dossier than the ranking's."""
    each = reading.seen_dossier(session, application_id, current_actor())
    form = OutcomeForm.about(session, outcome=each.wanted or "", reason=each.wanted_reason)
    status = form.carry_out(
        lambda: results.set_outcome(
            session,
            application_id,
            form.outcome.data or "",
            form.reason.data or "",
            current_actor(),
            seen=form.seen,
        )
    )
    if status == DONE:
        flash(_("Đã ghi kết quả đề nghị."), "good")
        return redirect(url_for("selection.ranked", session_id=session.id), DONE)
    return render_template(
        "selection/outcome.html", form=form, session=session, application=each.application
    ), status


@blueprint.route(
    "/xet-chon/<int:session_id>/ho-so/<int:application_id>/tra-lai", methods=["GET", "POST"]
)
@requires(Permission.CONCLUDE_SESSION, on=sessions.get)
def send_back(session: Session, application_id: int) -> Any:
    """Return one dossier to its appraiser."""
    each = sessions.of_session(session, application_id)
    form = ReasonForm.about(each.application)
    status = form.carry_out(
        lambda: conclusions.send_back(
            session, application_id, form.reason.data, current_actor(), version=form.seen
        )
    )
    if status == DONE:
        flash(_("Đã trả lại thẩm định."), "good")
        return to(session)
    return render_template(
        "selection/reason.html",
        form=form,
        session=session,
        title=_("Trả lại thẩm định"),
        explains=_(
            "Hồ sơ %(ref)s ra khỏi phiên và trở lại chuyên viên thụ lý. Đơn vị không nhận thư.",
            ref=each.application.reference,
        ),
        back=url_for("selection.show", session_id=session.id),
        kind="primary",
    ), status


@blueprint.route("/xet-chon/<int:session_id>/ket-luan", methods=["GET", "POST"])
@requires(Permission.CONCLUDE_SESSION, on=sessions.get)
def conclude(session: Session) -> Any:
    """Conclude: every dossier at once, or none and each row that stands in the way is named."""
    if State(session.state) is not State.CLOSED:
        flash(_("Phiên không ở bước kết luận."), "warning")
        return redirect(url_for("selection.show", session_id=session.id))
    found = results.rank(session)
    form = ConcludeForm.about(session)
    if not posted():  # what a form says it saw is what was sent, never what there is now
        form.saw.data = results.seen(found)
    rows: list[str] = []

    def deed() -> None:
        try:
            conclusions.conclude(session, form.saw.data or "", current_actor(), seen=form.seen)
        except conclusions.NotConcluded as refusal:
            rows.extend(refusal.rows)
            raise

    status = form.carry_out(deed)
    if status == DONE:
        flash(_("Đã kết luận phiên xét chọn."), "good")
        return redirect(url_for("selection.ranked", session_id=session.id), DONE)
    if rows:  # what stands in the way was told; the next try is about the table as it is now
        form.saw.data = results.seen(found)
    return render_template(
        "selection/conclude.html",
        form=form,
        session=session,
        counts=reading.counts(found),
        names={each.content_id: contents.name_of(each.content) for each in session.contents},
        label=MOVES[Act.CONCLUDE].label,
        rows=rows,
    ), status
