"""Lịch hạn hồ sơ: the feed a calendar fetches, and the page on which it is made and revoked."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from wtforms import BooleanField

from app.access import Permission
from app.extensions import limiter
from app.forms import DONE, Form, OneButton
from app.guard import current_actor, requires
from app.outbox.services import url
from app.review.routes.room import blueprint
from app.review.services import calendar_feed
from app.text import _


class FeedForm(Form):
    """Whether the calendar also says whose dossier it is."""

    form_key = None  # the answer shows a secret once: a page sent again makes another
    with_names = BooleanField(_("Ghi cả tên đơn vị vào lịch"))


@blueprint.get("/tai-khoan/lich")
@requires(Permission.SEE_WORK)
def calendar() -> Any:
    """Whether the person has a feed; its address is shown only when it is made."""
    return _page(FeedForm(), "")


@blueprint.post("/tai-khoan/lich")
@requires(Permission.SEE_WORK)
def make_calendar() -> Any:
    """Make a feed; its address is shown now and never again."""
    form, made = FeedForm(), list[str]()
    actor = current_actor()
    status = form.carry_out(
        lambda: made.append(calendar_feed.make(actor, with_names=form.with_names.data))
    )
    address = url(url_for("review.calendar_feed_file", file_name=f"{made[0]}.ics")) if made else ""
    return _page(form, address), 200 if status == DONE else status


@blueprint.post("/tai-khoan/lich/thu-hoi")
@requires(Permission.SEE_WORK)
def revoke_calendar() -> Any:
    """End the feed: its address answers nothing any more."""
    calendar_feed.revoke(current_actor())
    flash(_("Đã thu hồi địa chỉ lịch."), "good")
    return redirect(url_for("review.calendar"), DONE)


@blueprint.get("/lich/<file_name>")
@limiter.limit("60 per minute")
@requires(Permission.PUBLIC_PAGE)
def calendar_feed_file(file_name: str) -> Response:
    """The feed itself; the secret in the address is all that is asked for."""
    content = calendar_feed.read(file_name.removesuffix(".ics"))
    response = Response(content, mimetype="text/calendar")
    response.headers["X-Robots-Tag"] = "noindex"
    response.set_etag(calendar_feed.etag_of(content))
    answer = response.make_conditional(request)
    assert isinstance(answer, Response)
    return answer


def _page(form: FeedForm, address: str) -> Any:
    return render_template(
        "review/calendar.html",
        form=form,
        feed=calendar_feed.current(current_actor()),
        address=address,
        revoke_form=OneButton(formdata=None),
    )
