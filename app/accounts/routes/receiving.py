"""Nhận thư: how one wants one's letters, signed in or by the link of a letter."""

from typing import Any

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for

from app.access import Permission
from app.accounts.forms import ReceivingForm, way_words
from app.accounts.routes.blueprint import blueprint
from app.accounts.services import receiving
from app.accounts.services.receiving import Reader
from app.extensions import csrf, limiter
from app.forms import CONFLICT, DONE
from app.guard import current_actor, requires
from app.outbox import bounces, preferences
from app.outbox.models import Letter
from app.text import _


def _form(reader: Reader) -> ReceivingForm:
    wanted = reader.wanted
    form = ReceivingForm.about(wanted, **wanted.ways)
    return form.only(reader.choosable())


def _page(reader: Reader, form: ReceivingForm | None, status: int, *, shown: str) -> Any:
    kept = form.differing(reader.wanted.ways) if form and status == CONFLICT else []
    return render_template(
        "accounts/receiving.html",
        form=form,
        reader=reader,
        shown=shown,
        kept=[(label, way_words(way)) for label, way in kept],
    ), status


@blueprint.route("/tai-khoan/nhan-thu", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
def own_letters() -> Any:
    """Choose for one's own address."""
    by = current_actor()
    reader = receiving.own(by)
    form = _form(reader)
    status = form.carry_out(lambda: receiving.choose(form.ways, by, seen=form.seen))
    if status == DONE:
        flash(_("Đã lưu cách nhận thư."), "good")
        return redirect(url_for("accounts.own_letters"), DONE)
    return _page(reader, form if reader.address else None, status, shown=reader.address)


@blueprint.route("/nhan-thu/<token>", methods=["GET", "POST"])
@limiter.limit("30 per hour", methods=["POST"])
@requires(Permission.PUBLIC_PAGE, on=preferences.letter_of)
def letters_by_link(letter: Letter) -> Any:
    """Choose for the address a letter went to, without signing in; the address is not shown."""
    reader = receiving.of_letter(letter)
    form = _form(reader)
    status = form.carry_out(lambda: receiving.choose_by_link(letter, form.ways, seen=form.seen))
    if status == DONE:
        flash(_("Đã lưu cách nhận thư."), "good")
        return redirect(request.path, DONE)
    return _page(reader, form, status, shown=bounces.masked(letter.to))


@blueprint.get("/nhan-thu/<token>/ngung")
@requires(Permission.PUBLIC_PAGE)
def leave(token: str) -> Response:
    """Lead who follows the address of a mail program to the page: a GET ends nothing."""
    return make_response(redirect(url_for("accounts.letters_by_link", token=token)))


@blueprint.post("/nhan-thu/<token>/ngung")
@requires(Permission.PUBLIC_PAGE, on=preferences.letter_of)
def leave_at_once(letter: Letter) -> Response:
    """End news by the one press of a mail program (RFC 8058): no cookie, no form of ours.

    The signed address is the proof; nothing but news can be ended by it.
    """
    if request.form.get("List-Unsubscribe") != "One-Click":
        abort(400)
    preferences.refuse_news(letter)
    said = _("Đã ngừng gửi tin về đợt đăng ký đến địa chỉ này.")
    return Response(said + "\n", mimetype="text/plain")


csrf.exempt(leave_at_once)  # mail programs have no session to ask a token of
