"""The Sở's mark that the history was reviewed (đã rà soát), and every mark there was."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from wtforms.fields.choices import SelectChoice

from app.access import Permission, allowed
from app.forms import DONE
from app.guard import current_actor, requires
from app.ledger.forms import ReviewForm
from app.ledger.routes.room import ledger
from app.ledger.services import history
from app.text import _


@ledger.get("/so-ho-tro/ra-soat")
@requires(Permission.READ_LEDGER)
def reviews() -> Any:
    """Which history was reviewed, up to which year, by whom."""
    return _page(ReviewForm(formdata=None))


@ledger.post("/so-ho-tro/ra-soat")
@requires(Permission.MARK_REVIEWED)
def mark_reviewed() -> Any:
    """Mark the history of a scope as reviewed; pages then say "còn"."""
    form = ReviewForm()
    _offer(form, history.reviews())
    status = form.carry_out(
        lambda: history.mark_reviewed(
            form.scope.data,
            form.year.data or 0,
            current_actor(),
            document_number=form.document_number.data,
            note=form.note.data or "",
        )
    )
    if status == DONE:
        flash(_("Đã đánh dấu rà soát."), "good")
        return redirect(url_for("ledger.reviews"), DONE)
    return _page(form, status)


def _offer(form: ReviewForm, scopes: list[history.ScopeReview]) -> None:
    form.scope.choices = [SelectChoice(each.scope, each.scope) for each in scopes]


def _page(form: ReviewForm, status: int = 200) -> Any:
    scopes = history.reviews()
    _offer(form, scopes)
    return render_template(
        "ledger/reviews.html",
        form=form,
        scopes=scopes,
        may_mark=allowed(Permission.MARK_REVIEWED, current_actor()),
    ), status
