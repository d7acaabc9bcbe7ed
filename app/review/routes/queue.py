"""The queue (danh sách hồ sơ)."""

from typing import Any

from flask import render_template, request, url_for
from wtforms.fields.choices import SelectChoice

from app import clock
from app.access import Permission
from app.applications.workflow import LOOKS, Status
from app.forms import LONGEST_SEARCH, all_or
from app.guard import asked_number, current_actor, requires
from app.organisations.services import communes
from app.programmes.services import contents
from app.review.forms import QueueForm
from app.review.routes.room import blueprint
from app.review.services import queue as queues
from app.text import _, row_number


@blueprint.get("/xet-duyet")
@requires(Permission.READ_DESK)
def queue() -> Any:
    """Earliest due first. What is not a filter of ours is ignored, never an error."""
    form = QueueForm(request.args)
    form.status.choices = _status_choices()
    form.content.choices = all_or(contents.names())
    form.commune.choices = all_or((each.code, each.name) for each in communes.all_communes())
    filters = _filters(form)
    page = queues.page(filters, current_actor())
    return render_template(
        "review/queue.html",
        form=form,
        page=page,
        today=clock.today(),
        next_url=_next_url(page.next_key),
        filtered=any(
            (filters.status, filters.content_id, filters.commune, filters.mine, filters.query)
        ),
    )


def _status_choices() -> list[SelectChoice]:
    return [
        SelectChoice("", _("Đang giải quyết")),
        *(
            SelectChoice(status.value, LOOKS[status].inside)
            for status in Status
            if status is not Status.DRAFT
        ),
    ]


def _filters(form: QueueForm) -> queues.Filters:
    known = {choice.value for choice in form.status.choices}
    status = form.status.data if form.status.data in known else ""
    return queues.Filters(
        status=status,
        content_id=row_number(form.content.data),
        commune=(form.commune.data or "")[:10],
        mine=bool(form.mine.data),
        query=(form.q.data or "")[:LONGEST_SEARCH],
        after=request.args.get("sau", ""),
        size=asked_number("so", queues.PAGE),
    )


def _next_url(key: str) -> str | None:
    if not key:
        return None
    names = ("q", "status", "content", "commune", "mine", "so")  # nothing else is passed on
    args = {name: request.args[name] for name in names if request.args.get(name)}
    return url_for("review.queue", sau=key, **args)  # type: ignore[arg-type]  # strings only
