"""Who sits in a session."""

from typing import Any

from flask import flash, render_template

from app.access import Permission
from app.forms import DONE
from app.guard import current_actor, requires
from app.selection.forms import MemberForm
from app.selection.models import Member, Session
from app.selection.routes.room import blueprint, to
from app.selection.services import members, sessions
from app.text import _


@blueprint.route("/xet-chon/<int:session_id>/thanh-vien", methods=["GET", "POST"])
@requires(Permission.RUN_SESSION, on=sessions.get)
def seat(session: Session) -> Any:
    """Seat somebody by their address."""
    form = MemberForm.about(session, capacity="member", votes=True)
    seated: list[Member] = []
    status = form.carry_out(
        lambda: seated.append(
            members.seat(
                session,
                email=form.email.data,
                name=form.name.data,
                capacity=form.capacity.data,
                votes=bool(form.votes.data),
                position=form.position.data or "",
                by=current_actor(),
                seen=form.seen,
            )
        )
    )
    if status == DONE:  # by the account's name: an address may be another person's than was meant
        flash(_("Đã thêm thành viên: %(name)s.", name=seated[0].person.name), "good")
        return to(session)
    return render_template("selection/seat.html", form=form, session=session), status


@blueprint.post("/xet-chon/<int:session_id>/thanh-vien/<int:member_id>/dua-ra")
@requires(Permission.RUN_SESSION, on=sessions.get)
def unseat(session: Session, member_id: int) -> Any:
    """Let a member go who has not scored yet."""
    members.unseat(session, member_id, current_actor())
    flash(_("Đã đưa thành viên ra khỏi phiên."), "good")
    return to(session)
