"""Tệp đã xuất: what one asked for, how far it is, download, delete."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from app.access import Permission
from app.exports.models import Job
from app.exports.routes.room import blueprint
from app.exports.services import jobs
from app.files import large
from app.files.serving import served_pieces
from app.forms import DONE, OneButton
from app.guard import asked_number, current_actor, requires
from app.text import _

REFRESH = 5  # seconds between two looks at a file being made, without JavaScript


@blueprint.get("")
@requires(Permission.TAKE_AWAY)
def listed() -> Any:
    """Everything one asked for, newest first."""
    found, before = jobs.of(current_actor(), asked_number("truoc") or None)
    return render_template(
        "exports/listed.html",
        jobs=found,
        next_url=url_for("exports.listed", truoc=before) if before else None,
    )


@blueprint.get("/<int:job_id>")
@requires(Permission.OPEN_EXPORT, on=jobs.get)
def show(job: Job) -> Any:
    """One file: how far it is, or the file itself."""
    stopped = asked_number("dung") == 1
    return render_template(
        "exports/job.html",
        job=job,
        refresh=REFRESH if job.open and not stopped else 0,
        form=OneButton(formdata=None),
    )


@blueprint.post("/<int:job_id>/tai-ve")
@requires(Permission.OPEN_EXPORT, on=jobs.get)
def download(job: Job) -> Response:
    """Hand the file over; who took it is written down, so this is no reading request."""
    file = jobs.hand_over(job, current_actor())
    return served_pieces(large.chunks(file), file)


@blueprint.post("/<int:job_id>/xoa")
@requires(Permission.OPEN_EXPORT, on=jobs.get)
def delete(job: Job) -> Any:
    """Delete the file, or stop what is not made yet."""
    jobs.give_up(job, current_actor())
    flash(_("Đã xóa tệp."), "good")
    return redirect(url_for("exports.listed"), DONE)
