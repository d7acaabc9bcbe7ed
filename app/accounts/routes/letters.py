"""The letters that could not be sent, for the staff to see."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for

from app import guard
from app.access import Permission, allowed
from app.forms import OneButton
from app.guard import requires
from app.outbox import bounces
from app.outbox import services as outbox
from app.outbox.models import Letter
from app.text import _

blueprint = Blueprint("letters", __name__, url_prefix="/quan-tri/thu")


@blueprint.get("")
@requires(Permission.READ_LETTERS)
def failed() -> str:
    """List them, newest first; the text of a letter is its receiver's and is not shown."""
    letters, more = outbox.failed(guard.asked_number("truoc") or None)
    return render_template(
        "accounts/letters.html",
        letters=letters,
        more_href=url_for("letters.failed", truoc=more) if more else None,
        may_send=allowed(Permission.MANAGE_PEOPLE, guard.current_actor()),
        reads_dossiers=allowed(Permission.READ_DESK, guard.current_actor()),
        why=bounces.words,
        button=OneButton(formdata=None),
    )


@blueprint.post("/<int:letter_id>/gui-lai")
@requires(Permission.MANAGE_PEOPLE, on=outbox.get)
def send_again(letter: Letter) -> Response:
    """Put one back in the queue."""
    outbox.send_again(letter, guard.current_actor())
    flash(_("Thư đã được xếp vào hàng chờ gửi."), "good")
    return make_response(redirect(url_for("letters.failed"), 303))
