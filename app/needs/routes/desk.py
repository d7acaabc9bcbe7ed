"""Nhu cầu on the desk: counted, listed, exported, confirmed by phone."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app import clock
from app.access import Permission, allowed
from app.exports.sending import ExportForm, sent
from app.forms import DONE, all_or
from app.guard import asked_number, current_actor, requires
from app.needs.forms import DemandForm, PhoneAnswerForm
from app.needs.models import NeedItem
from app.needs.routes.room import blueprint
from app.needs.services import confirming, demand, partners, perform
from app.needs.services.demand import Filters
from app.organisations import identifiers
from app.organisations.services import communes
from app.programmes.services import calls, contents
from app.text import _, row_number

_NAMES = ("content", "commune", "year", "status", "partner")


@blueprint.get("/nhu-cau")
@requires(Permission.READ_NEEDS)
def desk() -> str:
    """Demand by content, commune and year, and the list behind it."""
    form = filter_form()
    filters = filters_of(form)
    rows, after = demand.page(filters)
    actor = current_actor()
    whole = allowed(Permission.READ_PERSONAL_CODE, actor)
    return render_template(
        "needs/desk.html",
        form=form,
        export_form=ExportForm(formdata=None),
        totals=demand.totals(filters),
        cells=demand.breakdown(filters),
        most_cells=demand.MOST_CELLS,
        rows=rows,
        show_code=identifiers.display if whole else identifiers.mask,
        filtered=any(request.args.get(name) for name in _NAMES),
        next_url=address("needs.desk", sau=after) if after else None,
        export_url=address("needs.export_demand"),
        calls=calls.open_calls(clock.now()) if allowed(Permission.INVITE_NEED, actor) else (),
        invite_url=lambda call: address("needs.invite", code=call.code),
        may_confirm=allowed(Permission.CONFIRM_BY_PHONE, actor),
    )


@blueprint.post("/nhu-cau/xuat")
@requires(Permission.READ_NEEDS)
def export_demand() -> Any:
    """Give the whole filter as a file; each export leaves an event."""
    form, actor = ExportForm(), current_actor()
    filters = filters_of(filter_form())
    files: list[Response] = []
    status = form.carry_out(lambda: files.append(sent("needs", filters, form.kind.data, actor)))
    if status == DONE:
        return files[0]
    return render_template("needs/export.html", form=form), status


@blueprint.route("/nhu-cau/<int:item_id>/xac-nhan", methods=["GET", "POST"])
@requires(Permission.CONFIRM_BY_PHONE, on=perform.get)
def confirm_by_phone(item: NeedItem) -> Any:
    """Write down what an organisation without anybody who signs in answered."""
    form = PhoneAnswerForm()
    status = form.carry_out(
        lambda: confirming.answer_by_phone(
            item, form.outcome.data == "yes", form.note.data, current_actor()
        )
    )
    if status == DONE:
        flash(_("Đã ghi trả lời của đơn vị."), "good")
        return redirect(url_for("needs.desk"), DONE)
    return render_template(
        "needs/confirm.html", item=item, content=contents.name_of(item.content), form=form
    ), status


def filter_form() -> DemandForm:
    """Return the filters with what they offer."""
    form = DemandForm(request.args)
    form.content.choices = all_or(contents.names())
    form.commune.choices = all_or((each.code, each.name) for each in communes.all_communes())
    form.year.choices = all_or((year, str(year)) for year in demand.years())
    form.status.choices = [SelectChoice(value, label) for value, label in demand.statuses()]
    listed = [(each.id, each.name) for each in partners.listed()]
    form.partner.choices = all_or([(demand.ITSELF, _("Đơn vị tự đăng ký")), *listed])
    return form


def filters_of(form: DemandForm) -> Filters:
    """Return what is asked; what is no filter of ours is ignored."""
    known = {value for value, _label in demand.statuses()}
    return Filters(
        content_id=row_number(form.content.data),
        commune=(form.commune.data or "")[:10],
        year=row_number(form.year.data),
        status=form.status.data if form.status.data in known else "",
        partner_id=row_number(form.partner.data),
        after=asked_number("sau") or None,
    )


def address(endpoint: str, **more: Any) -> str:
    """Return the address with the filters of this page, and what is said besides."""
    args = {name: request.args[name] for name in _NAMES if request.args.get(name)}
    return url_for(endpoint, **{**args, **more})
