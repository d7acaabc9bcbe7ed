"""Checking a paper by its code: genuine, current, replaced or withdrawn; nothing personal."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, url_for

from app.access import Permission
from app.extensions import limiter
from app.forms import DONE
from app.guard import requires
from app.papers import kinds
from app.papers.forms import CodeForm
from app.papers.models import Paper
from app.papers.services import checking

blueprint = Blueprint("papers", __name__)


def _failed(response: Response) -> bool:
    return response.status_code >= 400


@blueprint.route("/kiem-tra", methods=["GET", "POST"])
@requires(Permission.PUBLIC_PAGE)
@limiter.limit("60 per hour", methods=["POST"], deduct_when=_failed)
def check() -> Any:
    """Type the code of a paper."""
    form = CodeForm()
    found: list[Paper] = []
    status = form.carry_out(lambda: found.append(checking.typed(form.code.data)))
    if status == DONE:
        return redirect(url_for("papers.checked", code=found[0].code), DONE)
    return render_template("papers/check.html", form=form), status


@blueprint.get("/kiem-tra/<code>")
@requires(Permission.PUBLIC_PAGE, on=checking.by_code)
@limiter.limit("60 per hour", deduct_when=_failed)
def checked(paper: Paper) -> Any:
    """What the QR leads to: whether the paper is genuine, and whether a newer one counts."""
    newer = checking.newer(paper)
    return render_template(
        "papers/checked.html", paper=paper, kind=kinds.get(paper.kind), newer=newer
    )
