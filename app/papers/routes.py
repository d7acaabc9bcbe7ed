"""Checking a paper by its code (nothing personal); the office's own Word templates."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for

from app.access import Permission
from app.extensions import limiter
from app.files.kinds import DOCX
from app.files.serving import served_bytes
from app.forms import DONE, OneButton
from app.guard import current_actor, requires
from app.papers import kinds
from app.papers.forms import CodeForm, TemplateForm
from app.papers.kinds import Kind
from app.papers.models import Paper
from app.papers.services import checking, templates
from app.text import _

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


@blueprint.get("/mau-van-ban")
@requires(Permission.SET_UP_TEMPLATES)
def template_list() -> Any:
    """Every kind with a Word copy, and whose template it uses."""
    return render_template("papers/templates.html", found=templates.overview())


@blueprint.route("/mau-van-ban/<kind_key>", methods=["GET", "POST"])
@requires(Permission.SET_UP_TEMPLATES, on=templates.kind)
def template_page(kind: Kind) -> Any:
    """The fields of a kind, its template to take away, and a new one to send."""
    form = TemplateForm()
    status = form.carry_out(lambda: templates.replace(kind, *form.upload, current_actor()))
    if status == DONE:
        flash(_("Đã dùng mẫu mới cho các văn bản lập từ nay."), "good")
        return redirect(url_for("papers.template_page", kind_key=kind.key), DONE)
    return render_template(
        "papers/template.html",
        kind=kind,
        form=form,
        one=OneButton(),
        general=templates.GENERAL,
        versions=templates.versions(kind.key),
    ), status


@blueprint.get("/mau-van-ban/<kind_key>/tai-ve")
@requires(Permission.SET_UP_TEMPLATES, on=templates.kind)
def template_file(kind: Kind) -> Response:
    """The template in force, to be changed in Word."""
    return served_bytes(templates.source(kind), DOCX, f"mau-{kind.key}.docx")


@blueprint.post("/mau-van-ban/<kind_key>/mac-dinh")
@requires(Permission.SET_UP_TEMPLATES, on=templates.kind)
def template_default(kind: Kind) -> Any:
    """Go back to the template that comes with the system."""
    templates.back_to_default(kind, current_actor())
    flash(_("Đã trở lại mẫu mặc định."), "good")
    return redirect(url_for("papers.template_page", kind_key=kind.key), DONE)
