"""Sessions listed, made, shown, changed, opened, closed, dropped."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from wtforms.fields.choices import SelectChoice

from app.access import Actor, Permission, allowed
from app.forms import DONE, OneButton
from app.guard import asked_number, current_actor, requires
from app.papers import kinds
from app.papers.models import DRAFT
from app.papers.services import making
from app.programmes.councils import COUNCILS
from app.programmes.models import Call
from app.programmes.services import contents, set_up_calls
from app.selection.forms import DossiersForm, ReasonForm, SessionForm
from app.selection.models import Session
from app.selection.ranking import points
from app.selection.routes.room import blueprint, to
from app.selection.services import conflicts, members, scoring, sessions
from app.selection.workflow import CAPACITIES, MOVES, OUTCOMES, SUBJECT, Act, State
from app.text import _


@blueprint.get("/xet-chon")
@requires(Permission.SEE_SESSIONS)
def listed() -> str:
    """The sessions, the last made first; outside members see their own."""
    actor = current_actor()
    rows, before = sessions.listed(actor, asked_number("truoc") or None)
    may = allowed(Permission.PREPARE_SESSION, actor)
    return render_template(
        "selection/list.html",
        sessions=rows,
        words=COUNCILS,
        calls=sessions.calls_with_council() if may else (),
        next_url=url_for("selection.listed", truoc=before) if before else None,
    )


@blueprint.route("/xet-chon/moi/<int:call_id>", methods=["GET", "POST"])
@requires(Permission.PREPARE_SESSION, on=set_up_calls.get)
def new(call: Call) -> Any:
    """Make a session of a call."""
    form = SessionForm(data=vars(sessions.proposal(call)))
    form.contents.choices = [
        SelectChoice(each.content_id, contents.name_of(each.content)) for each in call.contents
    ]
    made: list[Session] = []
    status = form.carry_out(
        lambda: made.append(
            sessions.create(call, form.contents.data or (), form.said(), current_actor())
        )
    )
    if status == DONE:
        return to(made[0])
    return render_template("selection/form.html", form=form, call=call, session=None), status


@blueprint.get("/xet-chon/<int:session_id>")
@requires(Permission.SEE_SESSION, on=sessions.get)
def show(session: Session) -> str:
    """One session: who sits, what it looks at, how far the scoring is; no score of anybody."""
    actor = current_actor()
    state = State(session.state)
    rows = sessions.dossiers(session)
    live = [each for each in rows if each.live]
    runs = allowed(Permission.RUN_SESSION, actor, session)
    scored = state in {State.CLOSED, State.CONCLUDED}
    return render_template(
        "selection/show.html",
        session=session,
        word=COUNCILS[session.word],
        names={each.content_id: contents.name_of(each.content) for each in session.contents},
        capacities=CAPACITIES,
        outcomes={key.value: look for key, look in OUTCOMES.items()},
        pass_mark=points(session.pass_mark),
        dossiers=rows,
        progress={each.listed.id: each for each in scoring.followed(session, live, actor)},
        conflicts=_conflicts(session, rows),
        member=members.of_actor(session, actor),
        scoring=state is State.SCORING,
        preparing=state is State.PREPARING,
        scored=scored,
        runs=runs and state in sessions.OPEN,
        seats=runs and state in members.CHANGEABLE,
        concludes=allowed(Permission.CONCLUDE_SESSION, actor, session),
        reopens=state is State.CLOSED and allowed(Permission.REOPEN_SCORING, actor, session),
        may_write=runs and scored,
        unnumbered=_unnumbered(session, actor),
        button=OneButton(formdata=None),
        may_open_dossier=allowed(Permission.READ_DESK, actor),
    )


def _unnumbered(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """Return (number, title) of the drafts that wait for the clerk; for the clerk alone."""
    if not allowed(Permission.NUMBER_PAPER, actor):
        return []
    return [
        (each.id, kinds.get(each.kind).title)
        for each in making.of_subjects((SUBJECT, session.id))
        if each.state == DRAFT
    ]


def _conflicts(session: Session, rows: Any) -> list[tuple[str, str, str]]:
    """Return (member, dossier, reason): a conflict is no secret, it is recorded in the minutes."""
    people = {member.id: member.person.name for member in session.members}
    references = {each.id: each.application.reference for each in rows}
    return [
        (people[member_id], references[listed_id], each.reason)
        for (member_id, listed_id), each in sorted(conflicts.of_session(session).items())
    ]


@blueprint.route("/xet-chon/<int:session_id>/sua", methods=["GET", "POST"])
@requires(Permission.RUN_SESSION, on=sessions.get)
def edit(session: Session) -> Any:
    """Change what the session is set up with."""
    form = SessionForm.about(session, **{name: getattr(session, name) for name in _SET})
    del form.contents
    status = form.carry_out(
        lambda: sessions.edit(session, form.said(), current_actor(), seen=form.seen)
    )
    if status == DONE:
        flash(_("Đã lưu."), "good")
        return to(session)
    return render_template(
        "selection/form.html", form=form, call=session.call, session=session
    ), status


_SET = ("founded_number", "founded_on", "meets_on", "place", "scale", "pass_mark", "quorum")


@blueprint.route("/xet-chon/<int:session_id>/ho-so", methods=["GET", "POST"])
@requires(Permission.RUN_SESSION, on=sessions.get)
def dossiers(session: Session) -> Any:
    """Put dossiers that wait for selection before the session."""
    form = DossiersForm.about(session)
    form.dossiers.choices = [
        SelectChoice(
            each.id,
            f"{each.reference} – {each.organisation.name} – {each.content_version.name}",
        )
        for each in sessions.waiting(session)
    ]
    if not form.is_submitted():
        form.dossiers.data = [choice.value for choice in form.dossiers.choices]
    status = form.carry_out(
        lambda: sessions.add(session, form.dossiers.data or (), current_actor(), seen=form.seen)
    )
    if status == DONE:
        flash(_("Đã đưa hồ sơ vào phiên."), "good")
        return to(session)
    return render_template("selection/dossiers.html", form=form, session=session), status


@blueprint.post("/xet-chon/<int:session_id>/ho-so/<int:application_id>/bo")
@requires(Permission.RUN_SESSION, on=sessions.get)
def remove(session: Session, application_id: int) -> Any:
    """Take a dossier off the session."""
    sessions.remove(session, application_id, current_actor())
    flash(_("Đã đưa hồ sơ ra khỏi phiên."), "good")
    return to(session)


@blueprint.post("/xet-chon/<int:session_id>/mo-cham")
@requires(Permission.RUN_SESSION, on=sessions.get)
def open_scoring(session: Session) -> Any:
    """Open the scoring; the members get a letter."""
    scoring.open_scoring(session, current_actor())
    flash(_("Đã mở chấm điểm. Thành viên nhận thư kèm đường dẫn."), "good")
    return to(session)


@blueprint.post("/xet-chon/<int:session_id>/khoa-cham")
@requires(Permission.RUN_SESSION, on=sessions.get)
def close_scoring(session: Session) -> Any:
    """Close the scoring: from now on nobody scores, and the scores are seen."""
    scoring.close(session, current_actor())
    flash(_("Đã khóa chấm điểm."), "good")
    return redirect(url_for("selection.ranked", session_id=session.id), DONE)


@blueprint.route("/xet-chon/<int:session_id>/mo-lai", methods=["GET", "POST"])
@requires(Permission.REOPEN_SCORING, on=sessions.get)
def reopen_scoring(session: Session) -> Any:
    """Open the scoring again that was closed by mistake; the members get a letter."""
    form = ReasonForm.about(session)
    status = form.carry_out(
        lambda: scoring.reopen(session, form.reason.data, current_actor(), seen=form.seen)
    )
    if status == DONE:
        flash(_("Đã mở lại chấm điểm. Thành viên nhận thư kèm đường dẫn."), "good")
        return to(session)
    return render_template(
        "selection/reason.html",
        form=form,
        session=session,
        title=MOVES[Act.REOPEN_SCORING].label,
        explains=_(
            "Dùng khi khóa nhầm. Điểm đã chấm giữ nguyên và sửa được; kết quả khác xếp hạng đã ghi "
            "và các dự thảo văn bản của phiên bị bỏ. Lý do được ghi vào nhật ký."
        ),
        back=url_for("selection.show", session_id=session.id),
        kind="primary",
    ), status


@blueprint.route("/xet-chon/<int:session_id>/huy", methods=["GET", "POST"])
@requires(Permission.RUN_SESSION, on=sessions.get)
def drop(session: Session) -> Any:
    """Drop the session; its dossiers wait for another."""
    form = ReasonForm.about(session)
    status = form.carry_out(
        lambda: sessions.drop(session, form.reason.data, current_actor(), seen=form.seen)
    )
    if status == DONE:
        flash(_("Đã hủy phiên."), "good")
        return to(session)
    return render_template(
        "selection/reason.html",
        form=form,
        session=session,
        title=MOVES[Act.DROP].label,
        explains=_("Hồ sơ của phiên quay lại danh sách chờ xét chọn. Điểm đã chấm không dùng nữa."),
        back=url_for("selection.show", session_id=session.id),
        kind="danger",
    ), status
