"""Thư xin lỗi và đề nghị gia hạn: read, edited, signed and sent, or dropped."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from app.access import Permission
from app.applications import emails
from app.applications.models import Application
from app.applications.services import queries
from app.forms import DONE, OneButton, posted
from app.guard import current_actor, requires
from app.outbox import services as outbox
from app.review.desk_forms import ExtensionForm
from app.review.routes.room import blueprint
from app.review.services import extension as services
from app.text import _

PREVIEW = "xem_thu"


@blueprint.route("/xet-duyet/<int:application_id>/gia-han", methods=["GET", "POST"])
@requires(Permission.SIGN_EXTENSION, on=queries.get)
def extension(application: Application) -> Any:
    """Show the drafted letter; signing sends it. It never leaves by itself."""
    drafted = services.of(application.id)
    if drafted is None and not posted():
        flash(_("Hồ sơ không có dự thảo thư xin lỗi nào chờ ký."), "warning")
        return _back(application)
    proposed = {"answer_on": drafted.answer_on, "reason": drafted.reason} if drafted else {}
    form = ExtensionForm.about(application, **proposed)
    looks = PREVIEW in request.form
    status = 200 if looks else form.carry_out(
        lambda: services.sign(
            application, form.answer_on.data, form.reason.data, current_actor(), version=form.seen
        )
    )  # fmt: skip
    if status == DONE:
        flash(_("Đã ký và gửi thư xin lỗi. Ngày hẹn trả kết quả đã đổi."), "good")
        return _back(application)
    return render_template(
        "review/extension.html",
        application=application,
        form=form,
        letter=_letter(application, form),
        previewed=looks,
        button=OneButton(formdata=None),
    ), status


@blueprint.post("/xet-duyet/<int:application_id>/gia-han/bo")
@requires(Permission.SIGN_EXTENSION, on=queries.get)
def drop_extension(application: Application) -> Any:
    """Drop the draft: nothing is sent."""
    services.drop(application, current_actor())
    flash(_("Đã bỏ dự thảo, không gửi thư."), "good")
    return _back(application)


def _letter(application: Application, form: ExtensionForm) -> outbox.Rendered:
    said = {
        **emails.context(application),
        "answer_before": application.answer_on,
        "answer_on": form.answer_on.data or application.answer_on,
        "reason": form.reason.data or _("[nội dung anh/chị sẽ ghi]"),
    }
    paper = not application.organisation.contact_email
    return outbox.rendered("application_extended", said, paper=paper)


def _back(application: Application) -> Any:
    return redirect(url_for("review.dossier", application_id=application.id), DONE)
