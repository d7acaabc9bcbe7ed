"""The page of the letter's link: no signing in, and no more than the letter says."""

from dataclasses import replace
from typing import Any

from flask import redirect, render_template, url_for

from app import transactions
from app.access import Permission
from app.extensions import limiter
from app.files import services as files
from app.files.making import USUAL
from app.forms import DONE
from app.guard import requires
from app.opinions.forms import LinkForm
from app.opinions.models import ANSWERED
from app.opinions.routes.room import blueprint
from app.opinions.services import answering
from app.text import _


@blueprint.get("/tra-loi-y-kien")
@requires(Permission.PUBLIC_PAGE)
def received() -> str:
    """Thank for an answer. No secret in its address: a receipt keeps where a form led."""
    return render_template("opinions/received.html")


@blueprint.route("/tra-loi-y-kien/<token>", methods=["GET", "POST"])
@requires(Permission.PUBLIC_PAGE)
@limiter.limit("30 per hour", methods=["POST"])
def answer(token: str) -> Any:
    """Show what is asked; a POST answers it, once."""
    opinion = answering.by_secret(token)
    form = LinkForm()
    status = form.carry_out(lambda: _answer(token, form))
    if status == DONE:
        return redirect(url_for("opinions.received"), DONE)
    if opinion.state == ANSWERED:
        return render_template("opinions/received.html")
    return render_template(
        "opinions/answer.html", opinion=opinion, application=opinion.application, form=form
    ), status


def _answer(token: str, form: LinkForm) -> None:
    said = form.answer()
    if uploads := form.uploads:
        transactions.rollback()  # checking takes its time: nothing is locked meanwhile
        said = replace(said, file=files.make(uploads, USUAL, _("Văn bản trả lời")))
    answering.by_link(token, said)
