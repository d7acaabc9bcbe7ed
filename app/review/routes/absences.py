"""Vắng mặt, giao xử lý thay; and bàn giao: an officer's dossiers to another."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from wtforms.fields.choices import SelectChoice

from app.access import Permission, allowed
from app.accounts.models import Absence, Person
from app.accounts.services import absences as services
from app.accounts.services import people
from app.forms import DONE, OneButton
from app.guard import current_actor, requires
from app.review.desk_forms import AbsenceForm, HandOverForm
from app.review.routes import officer_choices
from app.review.routes.room import blueprint
from app.review.services import assignment
from app.text import _, format_number

MOST_SAID = 10  # refusals named one by one; the others are counted


@blueprint.route("/viec-cua-toi/vang-mat", methods=["GET", "POST"])
@requires(Permission.SEE_WORK)
def absences() -> Any:
    """List who is away and who stands in; say that one is away, or set it for another."""
    actor = current_actor()
    form = AbsenceForm(data={"person": actor.person_id})
    choices = [SelectChoice(str(person.id), person.name) for person in services.staff()]
    nobody = SelectChoice("", _("Chọn người xử lý thay"))
    form.stand_in.choices = [nobody, *choices]
    sets = allowed(Permission.ARRANGE_ABSENCE, actor)
    if sets:
        form.person.choices = choices
    else:
        del form.person
        form.stand_in.choices = [
            each for each in form.stand_in.choices if each.value != str(actor.person_id)
        ]
    status = form.carry_out(
        lambda: services.say(
            form.person.data if sets else (actor.person_id or 0),
            form.stand_in.data,
            actor,
            first_on=form.first_on.data,
            last_on=form.last_on.data,
            reason=form.reason.data or "",
        )
    )
    if status == DONE:
        flash(_("Đã ghi."), "good")
        return redirect(url_for("review.absences"), DONE)
    listed = [
        (line, _may(Permission.ARRANGE_ABSENCE, line), _may(Permission.END_ABSENCE, line))
        for line in services.listed()
    ]
    return render_template(
        "review/absences.html", form=form, listed=listed, button=OneButton(formdata=None)
    ), status


def _may(permission: Permission, line: services.Line) -> bool:
    return allowed(permission, current_actor(), line.absence)


@blueprint.post("/viec-cua-toi/vang-mat/<int:absence_id>/xac-nhan")
@requires(Permission.ARRANGE_ABSENCE, on=services.get)
def confirm_absence(absence: Absence) -> Any:
    """Confirm what a person said of themself."""
    services.confirm(absence, current_actor())
    flash(_("Đã xác nhận giao xử lý thay."), "good")
    return redirect(url_for("review.absences"), DONE)


@blueprint.post("/viec-cua-toi/vang-mat/<int:absence_id>/ket-thuc")
@requires(Permission.END_ABSENCE, on=services.get)
def end_absence(absence: Absence) -> Any:
    """End it now, or take it back."""
    services.end(absence, current_actor())
    flash(_("Đã kết thúc giao xử lý thay."), "good")
    return redirect(url_for("review.absences"), DONE)


@blueprint.route("/viec-cua-toi/ban-giao/<int:person_id>", methods=["GET", "POST"])
@requires(Permission.HAND_OVER, on=people.get)
def handover(person: Person) -> Any:
    """Move dossiers of one officer to another, each with its result."""
    form, held = HandOverForm(), assignment.in_hand(person.id)
    form.dossiers.choices = [
        SelectChoice(str(each.id), f"{each.reference} · {each.organisation.name}") for each in held
    ]
    form.officer.choices = [
        each for each in officer_choices.with_load(current_actor()) if each.value != str(person.id)
    ]
    if not form.is_submitted():
        form.dossiers.data = [each.id for each in held]
    results: list[tuple[int, str]] = []
    status = form.carry_out(
        lambda: results.extend(
            assignment.hand_over(form.dossiers.data, person.id, form.officer.data, current_actor())
        )
    )
    if status == DONE:
        _say(results, {each.id: each.reference or "" for each in held})
        return redirect(url_for("review.handover", person_id=person.id), DONE)
    return render_template("review/handover.html", person=person, form=form, held=held), status


def _say(results: list[tuple[int, str]], references: dict[int, str]) -> None:
    """Tell the result of each dossier: those moved by their number, those refused by name."""
    refused = [(key, why) for key, why in results if why]
    moved = len(results) - len(refused)
    if moved:
        flash(_("Đã bàn giao %(count)s hồ sơ.", count=format_number(moved)), "good")
    for key, why in refused[:MOST_SAID]:
        flash(f"{references.get(key, '')}: {why}", "warning")
    if len(refused) > MOST_SAID:
        left = format_number(len(refused) - MOST_SAID)
        flash(_("Còn %(count)s hồ sơ khác chưa bàn giao được.", count=left), "warning")
