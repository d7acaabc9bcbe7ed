"""Nhu cầu của thành viên: the pages of a partner, who sees only what it gave itself."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from app.access import Permission
from app.errors import DomainError
from app.forms import DONE
from app.guard import asked_number, current_actor, requires, takes_up_to
from app.needs.forms import MAX_SHEET, MemberNeedForm, RecordForm, SheetForm
from app.needs.routes.room import blueprint
from app.needs.services import partners, say, sheet, speaking
from app.needs.services.sheet import Row
from app.needs.services.speaking import Spoken
from app.organisations import identifiers
from app.spreadsheets.sending import workbook
from app.text import _

SAID = _("Đã ghi nhận. Đơn vị, hoặc cán bộ gọi cho đơn vị, xác nhận thì nhu cầu mới được tính.")


@blueprint.get("/doi-tac")
@requires(Permission.SPEAK_FOR_MEMBERS)
def given() -> str:
    """What this partner gave, and what became of it."""
    partner_id = current_actor().partner_id or 0
    items, more = speaking.given(partner_id, asked_number("sau") or None)
    return render_template(
        "needs/given.html",
        partner=partners.get(partner_id),
        items=items,
        show_code=identifiers.display,
        next_url=url_for("needs.given", sau=more) if more else None,
    )


@blueprint.route("/doi-tac/moi", methods=["GET", "POST"])
@requires(Permission.SPEAK_FOR_MEMBERS)
def speak() -> Any:
    """Register the need of one member. The answer never says whether it was known."""
    form = MemberNeedForm(data={"year": str(say.years()[1])})
    status = form.carry_out(lambda: speaking.speak(_spoken(form), current_actor()))
    if status == DONE:
        flash(SAID, "good")
        return redirect(url_for("needs.given"), DONE)
    return render_template("needs/speak.html", form=form), status


def _spoken(form: MemberNeedForm) -> Spoken:
    return Spoken(
        code=form.code.data,
        name=form.name.data,
        kind=form.kind.data or "",
        commune_code=form.commune_code.data or "",
        phone=form.phone.data or "",
        email=form.email.data or "",
        said=form.said,
    )


@blueprint.route("/doi-tac/tep", methods=["GET", "POST"])
@requires(Permission.SPEAK_FOR_MEMBERS)
@takes_up_to(MAX_SHEET)
def upload() -> Any:
    """Read the file and show every row judged; nothing is written, so the answer is the page."""
    form = SheetForm()
    rows: list[Row] = []
    status = form.carry_out(lambda: rows.extend(_judged(form)))
    if status == DONE:
        return _judgement(rows, RecordForm(formdata=None, rows=sheet.packed(rows)))
    return render_template("needs/upload.html", form=form, most=sheet.MOST_ROWS), status


def _judged(form: SheetForm) -> list[Row]:
    return sheet.judged(form.file.data.stream.read(), form.file.data.filename)


def _judgement(rows: list[Row], form: RecordForm) -> str:
    return render_template(
        "needs/judged.html",
        form=form,
        right=[row for row in rows if row.right],
        wrong=[row for row in rows if not row.right],
    )


@blueprint.post("/doi-tac/tep/ghi-nhan")
@requires(Permission.SPEAK_FOR_MEMBERS)
@takes_up_to(MAX_SHEET)
def record() -> Any:
    """Write down the rows that were shown, judged anew."""
    form = RecordForm()
    if not form.validate():
        return redirect(url_for("needs.upload"), DONE)
    try:
        written, left = sheet.record(form.rows.data or "", current_actor())
    except DomainError as error:
        flash(error.message, "warning")
        return redirect(url_for("needs.upload"), DONE)
    flash(
        _(
            "Đã ghi nhận %(n)s dòng. Đơn vị, hoặc cán bộ gọi cho đơn vị, xác nhận thì nhu cầu mới "
            "được tính.",
            n=written,
        ),
        "good",
    )
    if left:
        flash(
            _(
                "Không ghi %(n)s dòng: %(which)s.",
                n=len(left),
                which="; ".join(f"{row.cell} {row.fault}" for row in left[:10]),
            ),
            "warning",
        )
    return redirect(url_for("needs.given"), DONE)


@blueprint.get("/doi-tac/tep/mau")
@requires(Permission.SPEAK_FOR_MEMBERS)
def template() -> Response:
    """The workbook to fill in, with the lists its cells are taken from."""
    return workbook(sheet.template(), "mau-nhu-cau-thanh-vien.xlsx")
