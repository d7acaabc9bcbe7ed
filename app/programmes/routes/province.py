"""The province's profile, its symbol and its communes."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from app.access import Permission
from app.forms import CONFLICT, DONE, OneButton
from app.guard import current_actor, requires
from app.organisations.models import Commune
from app.organisations.services import communes
from app.programmes.forms.settings import CommuneForm, MarkForm, NewCommuneForm, ProvinceForm
from app.programmes.routes.room import programmes
from app.programmes.services import province
from app.text import _

HERE, COMMUNES = "/quan-tri/tinh", "/quan-tri/xa-phuong"
YEAR_SECONDS = 365 * 24 * 3600


@programmes.route(HERE, methods=["GET", "POST"])
@requires(Permission.SET_UP_PROVINCE)
def province_profile() -> Any:
    """Change who the office is: the names and contacts on every page, letter and paper."""
    row = province.get()
    now = {name: getattr(row, name) for name in province.FACTS}
    now["silence_days"] = row.silence_days
    form = ProvinceForm.about(row, **now)
    status = form.carry_out(
        lambda: province.save(
            form.values(),
            current_actor(),
            silence_days=form.silence_days.data,
            seen=form.seen,
        )
    )
    if status == DONE:
        flash(_("Đã lưu hồ sơ tỉnh."), "good")
        return redirect(url_for("programmes.province_profile"), DONE)
    return render_template(
        "programmes/settings/province.html",
        row=row,
        form=form,
        others=form.differing(now) if status == CONFLICT else [],
        one=OneButton(),
    ), status


@programmes.route(f"{HERE}/bieu-trung", methods=["GET", "POST"])
@requires(Permission.SET_UP_PROVINCE)
def province_mark() -> Any:
    """Upload the symbol."""
    form = MarkForm()
    status = form.carry_out(lambda: province.set_mark(*form.upload, current_actor()))
    if status == DONE:
        flash(_("Đã thay biểu trưng."), "good")
        return redirect(url_for("programmes.province_profile"), DONE)
    return render_template("programmes/settings/mark.html", form=form), status


@programmes.post(f"{HERE}/bieu-trung/go")
@requires(Permission.SET_UP_PROVINCE)
def province_mark_removed() -> Any:
    """Go back to the built-in symbol."""
    province.remove_mark(current_actor())
    return redirect(url_for("programmes.province_profile"), DONE)


@programmes.get("/bieu-trung")
@requires(Permission.PUBLIC_PAGE)
def mark() -> Response:
    """The symbol in the header: its address names its content, so a browser keeps it."""
    content, media_type = province.mark()
    response = Response(content, mimetype=media_type)
    response.cache_control.public = True
    response.cache_control.max_age = YEAR_SECONDS
    return response


@programmes.route(COMMUNES, methods=["GET", "POST"])
@requires(Permission.SET_UP_PROVINCE)
def commune_list() -> Any:
    """The communes, and one more."""
    form = NewCommuneForm()
    status = form.carry_out(lambda: communes.add(form.code.data, form.name.data, current_actor()))
    if status == DONE:
        flash(_("Đã thêm %(name)s.", name=form.name.data), "good")
        return redirect(url_for("programmes.commune_list"), DONE)
    return render_template(
        "programmes/settings/communes.html", communes=communes.all_communes(), form=form
    ), status


@programmes.route(f"{COMMUNES}/<code>", methods=["GET", "POST"])
@requires(Permission.SET_UP_PROVINCE, on=communes.get)
def commune(commune: Commune) -> Any:
    """One commune, renamed."""
    form = CommuneForm(data={"name": commune.name})
    status = form.carry_out(lambda: communes.rename(commune, form.name.data, current_actor()))
    if status == DONE:
        return redirect(url_for("programmes.commune_list"), DONE)
    return render_template(
        "programmes/settings/commune.html", commune=commune, form=form, one=OneButton()
    ), status


@programmes.post(f"{COMMUNES}/<code>/<any(ngung, 'dung-lai'):deed>")
@requires(Permission.SET_UP_PROVINCE, on=communes.get)
def commune_retired(commune: Commune, deed: str) -> Any:
    """Take a commune out of the forms, or offer it again."""
    communes.retire(commune, deed == "ngung", current_actor())
    return redirect(url_for("programmes.commune_list"), DONE)
