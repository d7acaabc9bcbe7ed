"""What "một nội dung" is, content by content; which other scopes block. The Sở's settings."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from wtforms.fields.choices import SelectChoice

from app.access import Permission, allowed
from app.forms import DONE, posted
from app.guard import current_actor, requires
from app.ledger.forms import LookbackForm, StandardForm, UnitForm
from app.ledger.routes.room import ledger
from app.ledger.services import lookback, units
from app.programmes.models import Programme, SupportContent
from app.programmes.services import contents
from app.text import _


@ledger.get("/so-ho-tro/quy-tac")
@requires(Permission.READ_LEDGER)
def rules() -> Any:
    """Every content with its unit, every programme with what blocks in it."""
    return render_template(
        "ledger/rules.html",
        contents=contents.listed(with_history=True),
        counts=units.counts(),
        units=units.UNITS,
        programmes=lookback.programmes(),
        may_set=allowed(Permission.SET_RULE, current_actor()),
    )


@ledger.route("/so-ho-tro/quy-tac/<code>", methods=["GET", "POST"])
@requires(Permission.SET_RULE, on=contents.get)
def rule(content: SupportContent) -> Any:
    """Change the unit of a content, after a preview of what changes and what would meet."""
    form = UnitForm()
    form.rule.choices = [
        SelectChoice(unit, words) for unit, words in units.fitting(content).items()
    ]
    standards = _standards_typed()
    looking = posted() and request.form.get("step") == "preview"
    status = 200
    if posted() and not looking:
        status = form.carry_out(
            lambda: units.change(
                content,
                form.rule.data,
                document_number=form.document_number.data,
                document_on=form.document_on.data,
                reason=form.reason.data,
                by=current_actor(),
                standards=standards,
            )
        )
        if status == DONE:
            flash(_("Đã đổi đơn vị tính 01 lần của nội dung."), "good")
            return redirect(url_for("ledger.rule", code=content.code), DONE)
    known = {choice.value for choice in form.rule.choices}
    preview = None
    if posted() and form.rule.data in known:
        preview = units.preview(content, form.rule.data, standards)
    return _page(content, form, preview, standards), status


def _standards_typed() -> dict[int, str]:
    """Return which standard was chosen for which entry."""
    return {
        int(name[9:]): value
        for name, value in request.form.items()
        if name.startswith("standard-") and name[9:].isdecimal() and len(name) < 20 and value
    }


def _page(
    content: SupportContent,
    form: UnitForm,
    preview: units.Preview | None,
    standards: dict[int, str],
) -> str:
    return render_template(
        "ledger/rule.html",
        content=content,
        form=form,
        standard_form=_standard_form(content, StandardForm(formdata=None)),
        preview=preview,
        standards=standards,
        units=units.UNITS,
        shown=units.SHOWN,
        events=units.history(content),
    )


def _standard_form(content: SupportContent, form: StandardForm) -> StandardForm:
    form.known.choices = [
        SelectChoice("", _("Tiêu chuẩn, công cụ mới")),
        *(SelectChoice(each["name"], each["name"]) for each in content.standards),
    ]
    return form


@ledger.post("/so-ho-tro/quy-tac/<code>/tieu-chuan")
@requires(Permission.SET_RULE, on=contents.get)
def add_standard(content: SupportContent) -> Any:
    """Add a standard, or one more name of a known one."""
    form = _standard_form(content, StandardForm())
    status = form.carry_out(
        lambda: units.add_standard(content, form.name.data, form.known.data or "", current_actor())
    )
    if status == DONE:
        flash(_("Đã thêm vào danh sách tiêu chuẩn, công cụ."), "good")
        return redirect(url_for("ledger.rule", code=content.code), DONE)
    return render_template("ledger/standard.html", content=content, form=form), status


@ledger.route("/so-ho-tro/pham-vi/<code>", methods=["GET", "POST"])
@requires(Permission.SET_RULE, on=lookback.get)
def lookback_page(programme: Programme) -> Any:
    """Say which other scopes block in this programme."""
    form = LookbackForm()
    form.scopes.choices = [SelectChoice(each, each) for each in lookback.scopes(programme)]
    if not posted():
        form.scopes.data = list(programme.lookback)
    status = form.carry_out(
        lambda: lookback.change(
            programme, form.scopes.data or (), form.document_number.data, current_actor()
        )
    )
    if status == DONE:
        flash(_("Đã ghi phạm vi chặn đăng ký."), "good")
        return redirect(url_for("ledger.rules"), DONE)
    return render_template("ledger/lookback.html", programme=programme, form=form), status
