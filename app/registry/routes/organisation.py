"""The list of organisations (sổ tổ chức) and one of them, whole."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from app.access import Permission, allowed
from app.exports.sending import ExportForm, sent
from app.forms import DONE, LONGEST_SEARCH, OneButton
from app.guard import asked_number, current_actor, requires
from app.organisations import identifiers, kinds
from app.organisations.models import Organisation
from app.organisations.services import profile
from app.organisations.services import queries as organisations
from app.registry.looks import LOOKS
from app.registry.routes.room import blueprint
from app.registry.services import directory, export, page
from app.text import _

CAPACITIES = {
    "preparer": _("Người lập hồ sơ"),
    "signatory": _("Người ký, nộp"),
    "agent": _("Người nộp thay"),
}


@blueprint.get("/xet-duyet/to-chuc")
@requires(Permission.READ_DESK)
def index() -> Any:
    """Every organisation, found by name, earlier names and codes. Nonsense filters nothing."""
    filters = _filters()
    found = directory.listed(filters)
    return render_template(
        "registry/index.html",
        page=found,
        filters=filters,
        which=directory.WHICH,
        shown=lambda row: _code(row.code, row.id),
        kind=kinds.label,
        next_url=url_for("registry.index", **_narrowing(filters), sau=found.next_after)
        if found.next_after
        else None,
        export_form=ExportForm(formdata=None),
        export_url=url_for("registry.export_list", **_narrowing(filters)),
    )


def _filters() -> directory.Filters:
    which = request.args.get("loai", "")
    return directory.Filters(
        query=request.args.get("q", "")[:LONGEST_SEARCH].strip(),
        which=which if which in directory.WHICH else "",
        after=asked_number("sau"),
    )


def _narrowing(filters: directory.Filters) -> dict[str, Any]:
    """Return what narrows the list, as addresses say it."""
    said = {"q": filters.query, "loai": filters.which}
    return {name: value for name, value in said.items() if value}


@blueprint.post("/xet-duyet/to-chuc/xuat")
@requires(Permission.READ_DESK)
def export_list() -> Any:
    """The whole filter as a file, a long one made by the worker; each leaves an event."""
    form, actor, filters = ExportForm(), current_actor(), _filters()
    files: list[Any] = []
    status = form.carry_out(lambda: files.append(sent(export.NAME, filters, form.kind.data, actor)))
    if status == DONE:
        return files[0]
    back = url_for("registry.index", **_narrowing(filters))
    return render_template("registry/export.html", form=form, back=back), status


def _code(value: str, organisation_id: int) -> str:
    actor = current_actor()
    return identifiers.shown(
        value,
        organisation_id,
        member_of=actor.organisation_ids,
        handling=allowed(Permission.READ_PERSONAL_CODE, actor),
    )


@blueprint.get("/xet-duyet/to-chuc/<int:organisation_id>")
@requires(Permission.VIEW_ORGANISATION, on=organisations.get)
def organisation(organisation: Organisation) -> Any:
    """What it is, had, has and asked; personal numbers are masked for who handles no dossiers."""
    actor = current_actor()
    if not actor.staff:  # a member's own pages say all this
        return redirect(url_for("organisations.overview"))
    changes = allowed(Permission.CHANGE_ORGANISATION, actor, organisation)
    return render_template(
        "registry/organisation.html",
        organisation=organisation,
        whole=page.whole(organisation),
        kind=kinds.label(organisation.kind),
        size=kinds.size(organisation.size),
        priorities=[label for code, label in kinds.priorities() if code in organisation.priorities],
        shown=lambda value: _code(value, organisation.id),
        missing=organisations.profile_missing(organisation),
        alike=page.alike(organisation) if changes else [],
        capacities=CAPACITIES,
        may_assist=allowed(Permission.ASSIST, actor, organisation),
        deeds=LOOKS.values() if changes else (),
        looks=LOOKS,
        may_check=allowed(Permission.CHECK_REGISTRATION, actor, organisation),
        button=OneButton(formdata=None),
    )


@blueprint.post("/xet-duyet/to-chuc/<int:organisation_id>/da-tra-cuu")
@requires(Permission.CHECK_REGISTRATION, on=organisations.get)
def check_registration(organisation: Organisation) -> Any:
    """Note that the registration was looked up."""
    profile.check_registration(organisation, current_actor())
    flash(_("Đã ghi nhận: cán bộ đã tra cứu đăng ký của đơn vị."), "good")
    return redirect(url_for("registry.organisation", organisation_id=organisation.id), DONE)
