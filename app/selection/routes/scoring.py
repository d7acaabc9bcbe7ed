"""A member scores: one dossier at a time, on a phone too, without JavaScript."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, url_for

from app.access import Permission
from app.applications.services import documents, queries, view
from app.appraisal.services import appraisal as appraisals
from app.files.serving import served
from app.forms import CONFLICT, DONE, posted
from app.guard import current_actor, requires
from app.selection.forms import ReasonForm, ScoreForm, score_form
from app.selection.models import Listed, Member, Session, Sheet
from app.selection.ranking import points
from app.selection.routes.room import blueprint
from app.selection.services import conflicts, members, sessions
from app.selection.services import scoring as services
from app.selection.workflow import State
from app.text import _


def _seat(session: Session) -> Member:
    """Return as whom this person sits; the policy has asked whether they do."""
    found = members.of_actor(session, current_actor())
    if found is None:
        abort(404)
    return found


@blueprint.get("/xet-chon/<int:session_id>/cham")
@requires(Permission.SCORE, on=sessions.get)
def my_dossiers(session: Session) -> str:
    """What there is to score, and what one has scored."""
    member = _seat(session)
    dossiers = sessions.dossiers(session, live=True)
    done = services.sheets_of(member)
    barred = conflicts.closed_to(current_actor(), member, dossiers)
    open_now = session.state == State.SCORING and member.votes
    lines = [
        {
            "label": f"{each.application.reference} – {each.application.organisation.name}",
            "hint": each.application.content_version.name,
            "href": None
            if each.id in barred or not open_now
            else url_for(
                "selection.score", session_id=session.id, application_id=each.application_id
            ),
            **_how(each, done, barred),
        }
        for each in dossiers
    ]
    return render_template(
        "selection/mine.html", session=session, member=member, lines=lines, open_now=open_now
    )


def _how(each: Listed, done: dict[int, Sheet], barred: set[int]) -> dict[str, str]:
    if each.id in barred:
        return {"state_label": _("Không chấm: xung đột lợi ích"), "tone": "neutral"}
    if each.id in done:
        return {"state_label": _("Đã chấm"), "tone": "good"}
    return {"state_label": _("Chưa chấm"), "tone": "waiting"}


@blueprint.route("/xet-chon/<int:session_id>/cham/<int:application_id>", methods=["GET", "POST"])
@requires(Permission.SCORE, on=sessions.get)
def score(session: Session, application_id: int) -> Any:
    """One dossier's facts, and one's own marks of it; saved apart from every other dossier."""
    member = _seat(session)
    each = sessions.of_session(session, application_id)
    if not member.votes:
        abort(403)
    conflicts.check_scorer(session, member, each, current_actor())
    if not posted() and not each.live:  # a concluded session gives nobody a dossier to read
        flash(_("Hồ sơ này không còn chờ xét chọn."), "warning")
        return redirect(url_for("selection.my_dossiers", session_id=session.id))
    sheet = services.sheet_of(member, each)
    known = {f"mark_{mark.criterion_id}": mark.points for mark in sheet.marks} if sheet else {}
    criteria = session.call.criteria
    form = score_form(criteria, session.scale)(
        data={
            **known,
            "remark": sheet.remark if sheet else "",
            "version": sheet.version if sheet else 0,
        }
    )
    status = form.carry_out(
        lambda: services.save(
            session,
            member,
            each,
            current_actor(),
            marks=form.marks(criteria),
            remark=form.remark.data or "",
            seen=form.seen,
        )
    )
    if status == DONE:
        flash(_("Đã ghi điểm hồ sơ %(ref)s.", ref=each.application.reference), "good")
        return redirect(_next(session, member, application_id), DONE)
    kept = _kept(form, sheet) if status == CONFLICT and sheet else []
    application = each.application
    return render_template(
        "selection/score.html",
        session=session,
        application=application,
        form=form,
        kept=kept,
        marks=[form[f"mark_{criterion.id}"] for criterion in criteria],
        answers=view.answers(application),
        profile=view.profile(application, masked=True),
        files=queries.files(application),
        labels=view.document_labels(application.content_version.documents),
        appraisal=next(iter(appraisals.of_application(application.id)), None),
        saved=sheet,
        open_now=session.state == State.SCORING,
    ), status


def _kept(form: ScoreForm, sheet: Sheet) -> list[tuple[str, str]]:
    """Return what was saved in another window where it differs; the next saving goes over it."""
    form.version.data = str(sheet.version)
    marks = {f"mark_{mark.criterion_id}": mark.points for mark in sheet.marks}
    return [
        (label, points(now) if isinstance(now, int) else now)
        for label, now in form.differing({**marks, "remark": sheet.remark})
    ]


def _next(session: Session, member: Member, application_id: int) -> str:
    """Return the page of the next dossier one has not scored; of the list when none is left."""
    dossiers = sessions.dossiers(session, live=True)
    barred = conflicts.closed_to(current_actor(), member, dossiers)
    left = [each for each in dossiers if each.id not in barred]
    found = services.following(left, services.sheets_of(member), application_id)
    if found is None:
        return url_for("selection.my_dossiers", session_id=session.id)
    return url_for("selection.score", session_id=session.id, application_id=found.application_id)


@blueprint.get(
    "/xet-chon/<int:session_id>/cham/<int:application_id>/tep/<int:attachment_id>/tai-ve"
)
@requires(Permission.SCORE, on=sessions.get)
def attachment(session: Session, application_id: int, attachment_id: int) -> Response:
    """A file of a dossier, for those who score it."""
    member = _seat(session)
    each = sessions.of_session(session, application_id)
    if not each.live:
        abort(403)
    conflicts.check_scorer(session, member, each, current_actor())
    return served(*documents.content_of(queries.attachment(each.application, attachment_id)))


@blueprint.route(
    "/xet-chon/<int:session_id>/cham/<int:application_id>/xung-dot", methods=["GET", "POST"]
)
@requires(Permission.SCORE, on=sessions.get)
def declare(session: Session, application_id: int) -> Any:
    """Declare a conflict of interest with one dossier."""
    member = _seat(session)
    each = sessions.of_session(session, application_id)
    form = ReasonForm.about(session)
    status = form.carry_out(
        lambda: conflicts.declare(session, member, each, form.reason.data, current_actor())
    )
    back = url_for("selection.my_dossiers", session_id=session.id)
    if status == DONE:
        flash(_("Đã ghi nhận. Anh/chị không chấm hồ sơ này."), "good")
        return redirect(back, DONE)
    return render_template(
        "selection/reason.html",
        form=form,
        session=session,
        title=_("Khai báo xung đột lợi ích"),
        explains=_(
            "Hồ sơ %(ref)s. Anh/chị không chấm và không xem điểm hồ sơ này; điểm đã chấm (nếu có) "
            "bị bỏ. Lý do được ghi vào biên bản.",
            ref=each.application.reference,
        ),
        back=back,
        kind="primary",
    ), status
