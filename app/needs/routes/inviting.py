"""Mời đăng ký: the needs an open call could serve, ticked and invited."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from app.access import Permission, allowed
from app.forms import DONE
from app.guard import current_actor, requires
from app.needs.forms import InviteForm
from app.needs.routes.desk import address, filter_form, filters_of
from app.needs.routes.room import blueprint
from app.needs.services import inviting
from app.programmes.models import Call
from app.programmes.services import calls
from app.text import _


@blueprint.route("/nhu-cau/moi/<code>", methods=["GET", "POST"])
@requires(Permission.INVITE_NEED, on=calls.get)
def invite(call: Call) -> Any:
    """Show whom to invite, all ticked; those whose slot is taken stand apart with why."""
    form = InviteForm()
    done: list[tuple[int, int]] = []
    status = form.carry_out(
        lambda: done.append(inviting.invite(call, form.chosen, current_actor()))
    )
    if status == DONE:
        organisations, contents = done[0]
        flash(
            _("Đã mời %(n)s đơn vị, %(m)s nội dung.", n=organisations, m=contents),
            "good",
        )
        return redirect(url_for("needs.invite", code=call.code), DONE)
    wanted = inviting.page(call, filters_of(filter_form()))
    next_url = (
        address("needs.invite", code=call.code, sau=wanted.next_after)
        if wanted.next_after
        else None
    )
    return render_template(
        "needs/invite.html",
        call=call,
        form=form,
        wanted=wanted,
        next_url=next_url,
        may_assist=allowed(Permission.ASSIST, current_actor()),
    ), status
