"""Nhận tin khi có đợt mới: asked for by whoever is signed in, ended also from a letter."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from wtforms.fields.choices import SelectChoice

from app.access import Permission
from app.accounts.models import Person
from app.forms import DONE, OneButton
from app.guard import current_actor, requires
from app.programmes.forms.calls import NewsForm
from app.programmes.models import SupportContent
from app.programmes.routes.room import programmes
from app.programmes.services import contents, news
from app.text import _


@programmes.route("/tai-khoan/nhan-tin", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
def news_page() -> Any:
    """Choose the contents one wants news of; none is ticked beforehand."""
    actor = current_actor()
    form = NewsForm(contents=sorted(news.asked_by(actor.person_id or 0)))
    form.contents.choices = [
        SelectChoice(str(row.id), contents.name_of(row)) for row in contents.listed()
    ]
    status = form.carry_out(lambda: news.choose(form.contents.data or [], actor))
    if status == DONE:
        flash(_("Đã lưu."), "good")
        return redirect(url_for("programmes.news_page"), DONE)
    return render_template("programmes/news.html", form=form, consent=news.consent_words()), status


@programmes.post("/noi-dung-ho-tro/<code>/nhan-tin")
@requires(Permission.OWN_ACCOUNT, on=contents.get)
def news_on(content: SupportContent) -> Any:
    """Ask for news of one content."""
    news.subscribe(content, current_actor())
    flash(_("Đơn vị sẽ nhận thư khi có đợt đăng ký cho nội dung này."), "good")
    return redirect(url_for("programmes.content_page", code=content.code), DONE)


@programmes.post("/noi-dung-ho-tro/<code>/ngung-nhan-tin")
@requires(Permission.OWN_ACCOUNT, on=contents.get)
def news_off(content: SupportContent) -> Any:
    """No more news of one content."""
    news.unsubscribe(content, current_actor())
    flash(_("Đã ngừng nhận tin về nội dung này."), "good")
    return redirect(url_for("programmes.content_page", code=content.code), DONE)


@programmes.route("/ngung-nhan-tin/<token>", methods=["GET", "POST"])
@requires(Permission.PUBLIC_PAGE, on=news.person_of)
def news_end(person: Person) -> Any:
    """A letter's way out: the link opens this page, its button ends all news."""
    form = OneButton()
    status = form.carry_out(lambda: news.end_all(person))
    if status == DONE:
        flash(_("Đã ngừng nhận tin."), "good")
        return redirect(request.path, DONE)
    return render_template(
        "programmes/news_end.html", form=form, still=bool(news.asked_by(person.id))
    ), status
