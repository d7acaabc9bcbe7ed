"""One page for every deed of the table: what it does, whom it tells, the letter, the form."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from app.access import Permission, allowed
from app.applications.models import Application
from app.applications.services import queries
from app.applications.services.deadlines import supplement_deadline
from app.forms import DONE, Versioned, posted
from app.guard import current_actor, requires
from app.review import forms
from app.review.routes import amounts, officer_choices, preview
from app.review.routes.deeds import DEEDS, Deed, Do, offered
from app.review.routes.room import blueprint
from app.review.services import assignment
from app.text import _, format_date

PREVIEW = "xem_thu"  # the button that shows the letter and does nothing else


def _prepare(application: Application, form: Any) -> str:
    """Fill what the form needs from the database; return a remark to show with it."""
    if isinstance(form, forms.AcceptForm) and not allowed(
        Permission.NOTE_ARRIVAL, current_actor(), application
    ):
        del form.arrival_number, form.arrived_on
    if isinstance(form, forms.AssignForm):
        form.officer.choices = officer_choices.with_load(current_actor())
        form.coordinators.choices = officer_choices.names()
    if "amount" in form:
        return amounts.ask(application, form)
    if isinstance(form, forms.SupplementForm):
        day = format_date(supplement_deadline(application))
        return _("Hạn trả lời nếu gửi hôm nay: 17 giờ ngày %(day)s.", day=day)
    return ""


def _about(kind: type[Versioned], application: Application) -> Any:
    """Return the deed's form, with what is so now where it changes it."""
    if kind is not forms.AssignForm or posted():
        return kind.about(application)
    return kind.about(
        application,
        officer=application.officer_id,
        coordinators=[person_id for person_id, _name in assignment.coordinators(application.id)],
    )


def _page(deed: Deed, kind: type[Versioned], do: Do) -> Callable[..., Any]:
    def view(application: Application) -> Any:
        if not posted() and deed not in offered(application, current_actor()):
            flash(_("Hồ sơ đã sang bước khác nên không thực hiện được việc này."), "warning")
            return redirect(url_for("review.dossier", application_id=application.id))
        form = _about(kind, application)
        remark = _prepare(application, form)
        looks = PREVIEW in request.form
        status = 200 if looks else form.carry_out(lambda: do(application, form, current_actor()))
        if status == DONE:
            flash(deed.done, "good")
            return redirect(url_for("review.dossier", application_id=application.id), DONE)
        return render_template(
            "review/deed.html",
            application=application,
            deed=deed,
            form=form,
            remark=remark,
            letter=preview.of(deed.move(application), application, form),
            previewed=looks,
        ), status

    view.__name__ = f"deed_{deed.slug.replace('-', '_')}"
    view.__doc__ = deed.explains
    return view


for _deed in DEEDS:
    if _deed.form is None or _deed.do is None:
        continue
    _view = requires(_deed.permission, on=queries.get)(_page(_deed, _deed.form, _deed.do))
    blueprint.add_url_rule(
        f"/xet-duyet/<int:application_id>/{_deed.slug}",
        endpoint=_deed.slug.replace("-", "_"),
        view_func=_view,
        methods=["GET", "POST"],
    )
