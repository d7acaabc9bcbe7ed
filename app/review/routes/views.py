"""The ways of looking at the queue that people keep: kept, begun with, thrown away."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for

from app.access import Permission, allowed
from app.forms import DONE, OneButton
from app.guard import current_actor, requires
from app.review import filters as asked
from app.review.forms import ViewForm
from app.review.models import SavedView
from app.review.routes.room import blueprint
from app.review.services import naming, views
from app.text import _


@blueprint.get("/xet-duyet/cach-xem")
@requires(Permission.READ_DESK)
def view_list() -> Any:
    """The kept views, and a form that keeps the one in the address."""
    filters, _called = naming.understood(asked.read(request.args))
    return _page(ViewForm(query=urlencode(asked.written(filters))))


@blueprint.post("/xet-duyet/cach-xem")
@requires(Permission.READ_DESK)
def keep_view() -> Any:
    """Keep the filters under a name."""
    form = ViewForm()
    status = form.carry_out(
        lambda: views.keep(
            form.name.data,
            form.query.data or "",
            current_actor(),
            shared=form.shared.data,
            usual=form.usual.data,
        )
    )
    if status == DONE:
        flash(_("Đã lưu cách xem."), "good")
        return redirect(
            url_for("review.queue") + "?" + views.canonical(form.query.data or ""), DONE
        )
    return _page(form, status)


def _page(form: ViewForm, status: int = 200) -> Any:
    actor = current_actor()
    shares = allowed(Permission.SHARE_VIEWS, actor)
    return render_template(
        "review/views.html",
        form=form,
        shares=shares,
        views=views.of(actor),
        button=OneButton(),
        back_url=url_for("review.queue") + "?" + views.canonical(form.query.data or ""),
    ), status


@blueprint.post("/xet-duyet/cach-xem/<int:view_id>/mac-dinh")
@requires(Permission.READ_DESK, on=views.get)
def usual_view(view: SavedView) -> Any:
    """Let one's queue begin with this view."""
    return _done(
        lambda: views.begin_with(view, current_actor()), _("Đã đặt làm cách xem mặc định.")
    )


@blueprint.post("/xet-duyet/cach-xem/khong-mac-dinh")
@requires(Permission.READ_DESK)
def no_usual_view() -> Any:
    """Let one's queue begin with everything that is being dealt with."""
    return _done(lambda: views.begin_without(current_actor()), _("Đã bỏ cách xem mặc định."))


@blueprint.post("/xet-duyet/cach-xem/<int:view_id>/xoa")
@requires(Permission.READ_DESK, on=views.get)
def remove_view(view: SavedView) -> Any:
    """Throw a view away."""
    return _done(lambda: views.remove(view, current_actor()), _("Đã xóa cách xem."))


def _done(deed: Callable[[], object], words: str) -> Any:
    deed()
    flash(words, "good")
    return redirect(url_for("review.view_list"), DONE)
