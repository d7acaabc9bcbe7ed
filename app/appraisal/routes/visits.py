"""Visits on the spot: planned, written down on a phone, signed."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from app import transactions
from app.access import Permission, allowed
from app.applications.models import Application
from app.applications.services import queries
from app.appraisal.forms.visits import (
    CancelForm,
    PlanForm,
    RecordForm,
    SignedForm,
    record_form,
    shown,
)
from app.appraisal.models import PLANNED, FieldVisit
from app.appraisal.routes.room import blueprint
from app.appraisal.services import visits
from app.appraisal.services.visits import Record
from app.errors import NotFound
from app.files import services as files
from app.files.making import MAX_BODY, USUAL
from app.files.serving import served
from app.forms import CONFLICT, DONE, posted
from app.guard import current_actor, requires, takes_up_to
from app.text import _

HERE = "/xet-duyet/<int:application_id>/khao-sat"


@blueprint.route(f"{HERE}/moi", methods=["GET", "POST"])
@requires(Permission.APPRAISE, on=queries.get)
def plan_visit(application: Application) -> Any:
    """Plan a visit; the organisation is told by letter."""
    unit = application.organisation
    place = unit.production_site or ", ".join(filter(None, (unit.address, unit.commune.name)))
    form = PlanForm(data={"place": place, "team": f"{current_actor().name}, "})
    made: list[FieldVisit] = []
    status = form.carry_out(
        lambda: made.append(
            visits.plan(
                application,
                visit_on=form.visit_on.data,
                starts=form.starts.data,
                place=form.place.data,
                team=visits.people(form.team.data),
                by=current_actor(),
            )
        )
    )
    if status == DONE:
        told = made[0].announced
        flash(
            _("Đã lên kế hoạch khảo sát. Đơn vị được báo bằng thư.")
            if told
            else _("Đã ghi chuyến khảo sát đã diễn ra; không gửi thư. Có thể ghi biên bản."),
            "good",
        )
        return _to(application, made[0])
    return render_template("appraisal/visit_plan.html", application=application, form=form), status


def _to(application: Application, visit: FieldVisit) -> Any:
    here = url_for("appraisal.visit_page", application_id=application.id, visit_id=visit.id)
    return redirect(here, DONE)


@blueprint.get(f"{HERE}/<int:visit_id>")
@requires(Permission.VIEW_DOSSIER, on=queries.get)
def visit_page(application: Application, visit_id: int) -> str:
    """The plan, the record and its photos."""
    visit = visits.get(application, visit_id)
    record = Record.of(visit.said)
    return render_template(
        "appraisal/visit.html",
        application=application,
        visit=visit,
        record=record,
        findings=[
            (label, record.findings[key])
            for key, label in visits.FINDINGS.items()
            if record.findings.get(key)
        ],
        look=visits.LOOKS[visit.state],
        may=allowed(Permission.APPRAISE, current_actor(), application),
    )


@blueprint.route(f"{HERE}/<int:visit_id>/bien-ban", methods=["GET", "POST"])
@requires(Permission.APPRAISE, on=queries.get)
@takes_up_to(MAX_BODY)
def write_visit(application: Application, visit_id: int) -> Any:
    """Fill in the record; a script keeps what is typed where there is no signal."""
    visit = visits.get(application, visit_id)
    if not posted() and visit.state != PLANNED:
        return _to(application, visit)
    form = record_form(visit, Record.of(visit.said))
    form.finishing = request.form.get("then") != "draft"
    status = form.carry_out(lambda: _save(application, visit, form))
    if status == DONE and form.finishing:
        flash(_("Đã hoàn thành biên bản. In ra để các bên ký, rồi tải bản ký lên."), "good")
        return _to(application, visit)
    if status == DONE:
        flash(_("Đã lưu biên bản nháp."), "good")
        return _to(application, visit)
    now = shown(Record.of(visit.said)) if status == CONFLICT else {}
    return render_template(
        "appraisal/visit_record.html",
        application=application,
        visit=visit,
        form=form,
        findings=visits.FINDINGS,
        kept=form.differing(now),
        answered=posted(),
        who=current_actor().person_id,
    ), status


def _save(application: Application, visit: FieldVisit, form: RecordForm) -> None:
    photos, uploads = None, form.uploads
    if uploads:
        transactions.rollback()  # joining takes seconds: nothing is locked meanwhile
        photos = files.make(uploads, ("image",), _("Ảnh khảo sát thực tế"))
    visits.save(
        application,
        visit,
        form.record(),
        current_actor(),
        photos=photos,
        count=len(uploads),
        finish=form.finishing,
        seen=form.seen,
    )


@blueprint.route(f"{HERE}/<int:visit_id>/huy", methods=["GET", "POST"])
@requires(Permission.APPRAISE, on=queries.get)
def cancel_visit(application: Application, visit_id: int) -> Any:
    """Nobody comes; the organisation is told why."""
    visit = visits.get(application, visit_id)
    form = CancelForm()
    status = form.carry_out(
        lambda: visits.cancel(application, visit, form.reason.data, current_actor())
    )
    if status == DONE:
        flash(
            _("Đã hủy chuyến khảo sát. Đơn vị được báo bằng thư.")
            if visit.announced
            else _("Đã hủy chuyến khảo sát."),
            "good",
        )
        return _to(application, visit)
    return _small(application, visit, form, _("Hủy chuyến khảo sát")), status


@blueprint.route(f"{HERE}/<int:visit_id>/ban-ky", methods=["GET", "POST"])
@requires(Permission.APPRAISE, on=queries.get)
@takes_up_to(MAX_BODY)
def sign_visit(application: Application, visit_id: int) -> Any:
    """Give the scan of the signed record."""
    visit = visits.get(application, visit_id)
    form = SignedForm.accepting(USUAL)
    status = form.carry_out(lambda: _signed(application, visit, form))
    if status == DONE:
        flash(_("Đã nhận biên bản đã ký."), "good")
        return _to(application, visit)
    return _small(application, visit, form, _("Tải biên bản đã ký")), status


def _signed(application: Application, visit: FieldVisit, form: SignedForm) -> None:
    transactions.rollback()
    scan = files.make(form.uploads, USUAL, _("Biên bản khảo sát đã ký"))
    visits.attach_signed(application, visit, scan, current_actor())


def _small(application: Application, visit: FieldVisit, form: Any, heading: str) -> str:
    return render_template(
        "appraisal/visit_small.html",
        application=application,
        visit=visit,
        form=form,
        heading=heading,
    )


@blueprint.get(f"{HERE}/<int:visit_id>/anh/<int:photos_id>/tai-ve")
@requires(Permission.VIEW_DOSSIER, on=queries.get)
def visit_photos(application: Application, visit_id: int, photos_id: int) -> Response:
    """One lot of photos, as a PDF."""
    kept = visits.photo_file(visits.get(application, visit_id), photos_id)
    return served(kept.file, files.read(kept.file))


@blueprint.get(f"{HERE}/<int:visit_id>/ban-ky/tai-ve")
@requires(Permission.VIEW_DOSSIER, on=queries.get)
def signed_visit(application: Application, visit_id: int) -> Response:
    """The signed record."""
    visit = visits.get(application, visit_id)
    if visit.signed_file is None:
        raise NotFound
    return served(visit.signed_file, files.read(visit.signed_file))
