"""Nhu cầu của đơn vị: said any day, withdrawn, confirmed, turned into a phiếu."""

from collections import defaultdict
from typing import Any

from flask import flash, redirect, render_template, url_for

from app.access import Permission
from app.applications.models import Application
from app.forms import DONE, OneButton
from app.guard import current_actor, requires
from app.needs.forms import NeedForm
from app.needs.models import NeedItem
from app.needs.routes.room import blueprint
from app.needs.services import begin, confirming, perform, say
from app.needs.workflow import Action, Status, may
from app.organisations.models import Organisation
from app.organisations.services import queries as organisations
from app.programmes.models import Call
from app.text import _


def _organisation() -> Organisation:
    organisation = organisations.of_actor(current_actor())
    assert organisation is not None  # the policy says so
    return organisation


@blueprint.get("/to-chuc/nhu-cau")
@requires(Permission.SAY_NEED)
def own() -> str:
    """What the organisation wants, what others said of it, and where it is invited."""
    organisation = _organisation()
    items = say.of_organisation(organisation.id)
    invited: dict[Call, list[NeedItem]] = defaultdict(list)
    for item in items:
        if item.status == Status.INVITED and item.call is not None:
            invited[item.call].append(item)
    return render_template(
        "needs/own.html",
        organisation=organisation,
        items=[item for item in items if item.status != Status.UNCONFIRMED],
        unconfirmed=[item for item in items if item.status == Status.UNCONFIRMED],
        invited=invited,
        withdrawable={item.id for item in items if may(Action.WITHDRAW, item.status)},
        button=OneButton(formdata=None),
    )


@blueprint.route("/to-chuc/nhu-cau/moi", methods=["GET", "POST"])
@requires(Permission.SAY_NEED)
def new() -> Any:
    """Say what the organisation would want; the person to call is filled in already."""
    organisation = _organisation()
    form = NeedForm(
        data={
            "year": str(say.years()[1]),
            "contact_name": organisation.contact_name,
            "contact_phone": organisation.contact_phone,
        }
    )
    status = form.carry_out(lambda: say.say(organisation, form.said, current_actor()))
    if status == DONE:
        flash(_("Đã ghi nhận nhu cầu. Khi có đợt phù hợp, Sở gửi thư mời đăng ký."), "good")
        return redirect(url_for("needs.own"), DONE)
    return render_template("needs/new.html", organisation=organisation, form=form), status


@blueprint.post("/to-chuc/nhu-cau/<int:item_id>/rut")
@requires(Permission.CHANGE_NEED, on=perform.get)
def withdraw(item: NeedItem) -> Any:
    """Take one content back."""
    say.withdraw(item, current_actor())
    return _back(_("Đã rút nhu cầu."))


@blueprint.post("/to-chuc/nhu-cau/<int:item_id>/xac-nhan")
@requires(Permission.CHANGE_NEED, on=perform.get)
def confirm(item: NeedItem) -> Any:
    """Say that what a partner said is so."""
    confirming.answer(item, True, current_actor())
    return _back(_("Đã xác nhận nhu cầu."))


@blueprint.post("/to-chuc/nhu-cau/<int:item_id>/khong-xac-nhan")
@requires(Permission.CHANGE_NEED, on=perform.get)
def decline(item: NeedItem) -> Any:
    """Say that it is not so."""
    confirming.answer(item, False, current_actor())
    return _back(_("Đã ghi nhận: đơn vị không có nhu cầu này."))


@blueprint.post("/to-chuc/nhu-cau/lap-phieu/<int:call_id>")
@requires(Permission.START_APPLICATION)
def begin_form(call_id: int) -> Any:
    """Begin one phiếu for everything the organisation is invited to in a call."""
    first: Application = begin.begin(_organisation(), begin.call(call_id), current_actor())
    return redirect(url_for("applications.show", application_id=first.id), DONE)


def _back(words: str) -> Any:
    flash(words, "good")
    return redirect(url_for("needs.own"), DONE)
