"""Letters on paper (thư cần in), for the clerk and the officers."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import guard
from app.access import Permission
from app.accounts.forms import HandedOverForm
from app.forms import DONE
from app.guard import requires
from app.outbox import paper
from app.outbox.models import TO_PRINT, Letter
from app.text import _, row_number

blueprint = Blueprint("paper_letters", __name__, url_prefix="/xet-duyet/thu-can-in")


@blueprint.get("")
@requires(Permission.PRINT_LETTERS)
def to_print() -> str:
    """List them, oldest first; several are printed at once."""
    found, after = paper.waiting(guard.asked_number("sau"))
    return render_template(
        "accounts/paper_letters.html",
        letters=found,
        more_href=url_for("paper_letters.to_print", sau=after) if after else None,
    )


@blueprint.get("/in")
@requires(Permission.PRINT_LETTERS)
def printed() -> str:
    """Show the chosen letters as sheets, one on a page."""
    chosen = [row_number(each) or 0 for each in request.args.getlist("thu")]
    return render_template("accounts/paper_sheets.html", letters=paper.several(chosen))


@blueprint.route("/<int:letter_id>", methods=["GET", "POST"])
@requires(Permission.PRINT_LETTERS, on=paper.get)
def letter(letter: Letter) -> Any:
    """Show one, with the words to send by phone; note how it was handed over."""
    form = HandedOverForm()
    status = form.carry_out(
        lambda: paper.hand_over(letter, form.how.data, form.note.data or "", guard.current_actor())
    )
    if status == DONE:
        flash(_("Đã ghi: thư đã giao cho %(name)s.", name=letter.recipient["name"]), "good")
        return redirect(url_for("paper_letters.to_print"), DONE)
    page = render_template(
        "accounts/paper_letter.html",
        letter=letter,
        short=paper.short(letter),
        waits=letter.state == TO_PRINT,
        how=paper.WAYS.get(letter.handed_how, ""),
        form=form,
    )
    return page, status
