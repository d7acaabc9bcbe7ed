"""The acts on an organisation: one table, one page for those on one, one for those on two."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from app.access import Actor, Permission, allowed
from app.errors import DomainError, NotFound
from app.files import services as files
from app.files.serving import served
from app.forms import DONE, LONGEST_SEARCH, FileForm
from app.guard import asked_number, current_actor, requires
from app.organisations.models import Organisation
from app.organisations.services import queries as organisations
from app.registry import forms
from app.registry.looks import LOOKS, ActLook
from app.registry.models import BRANCH, IDENTIFIER, JOIN, RENAME, SPLIT, SUCCESSOR, Act
from app.registry.routes.room import blueprint
from app.registry.services import acts, deeds, directory, page, preview
from app.registry.services.preview import Preview
from app.text import _


@dataclass(frozen=True)
class Alone:
    """An act on one organisation."""

    look: ActLook
    form: type[forms.ActForm]
    do: Callable[[Organisation, Any, Actor], Act]


@dataclass(frozen=True)
class Pair:
    """An act on two: the other one is looked up first, then the ledger is shown."""

    look: ActLook
    preview: Callable[[Organisation, Organisation], Preview]
    make: Callable[[Preview], forms.PairForm]
    do: Callable[[Organisation, Organisation, Any, Actor], Act]


ALONE = (
    Alone(
        LOOKS[RENAME],
        forms.RenameForm,
        lambda one, form, by: deeds.rename(one.id, form.name.data, form.on.data, form.paper, by),
    ),
    Alone(
        LOOKS[IDENTIFIER],
        forms.CodeForm,
        lambda one, form, by: deeds.change_code(
            one.id, form.code.data, form.on.data, form.paper, by
        ),
    ),
)
PAIRS = (
    Pair(
        LOOKS[BRANCH],
        lambda one, other: preview.of_joining(other, one),
        lambda shown: forms.pair_form(forms.PairForm, shown.collisions),
        lambda one, other, form, by: deeds.make_branch(one.id, other.id, form.keep, form.paper, by),
    ),
    Pair(
        LOOKS[SUCCESSOR],
        preview.of_joining,
        lambda shown: forms.pair_form(forms.SuccessorForm, shown.collisions),
        lambda one, other, form, by: deeds.succeed(
            one.id,
            other.id,
            inherits=form.inherits.data == forms.YES,
            ceases=bool(form.ceases.data),
            since=form.since.data,
            keep=form.keep,
            paper=form.paper,
            by=by,
        ),
    ),
    Pair(
        LOOKS[JOIN],
        preview.of_joining,
        lambda shown: forms.pair_form(forms.PairForm, shown.collisions),
        lambda one, other, form, by: deeds.join(one.id, other.id, form.keep, form.paper, by),
    ),
    Pair(
        LOOKS[SPLIT],
        preview.of_split,
        lambda shown: forms.split_form(shown.collisions, shown.here),
        lambda one, other, form, by: deeds.split(
            one.id,
            other.id,
            form.chosen_ids,
            ceases=bool(form.ceases.data),
            since=form.since.data,
            keep=form.keep,
            paper=form.paper,
            by=by,
        ),
    ),
)


@blueprint.route("/xet-duyet/to-chuc/<int:organisation_id>/<any('doi-ten','doi-ma-so'):slug>",
                 methods=["GET", "POST"])  # fmt: skip
@requires(Permission.CHANGE_ORGANISATION, on=organisations.get)
def alone(organisation: Organisation, slug: str) -> Any:
    """An act on this organisation alone."""
    act = next(each for each in ALONE if each.look.slug == slug)
    form = act.form()
    status = form.carry_out(lambda: act.do(organisation, form, current_actor()))
    if status == DONE:
        return _done(organisation)
    return render_template(
        "registry/alone.html", organisation=organisation, act=act.look, form=form
    ), status


@blueprint.route(
    "/xet-duyet/to-chuc/<int:organisation_id>/<any('chi-nhanh','ke-thua','gop','tach'):slug>",
    methods=["GET", "POST"],
)
@requires(Permission.CHANGE_ORGANISATION, on=organisations.get)
def pair(organisation: Organisation, slug: str) -> Any:
    """First the other organisation is found, then the ledger of both is shown, then it is done."""
    act = next(each for each in PAIRS if each.look.slug == slug)
    other = _other(organisation)
    if other is None:
        return _look_for(organisation, act)
    shown = act.preview(organisation, other)
    form = act.make(shown)
    status = form.carry_out(lambda: act.do(organisation, other, form, current_actor()))
    if status == DONE:
        return _done(organisation)
    return render_template(
        "registry/pair.html",
        organisation=organisation,
        other=other,
        act=act.look,
        form=form,
        preview=shown,
        said=forms.said,
    ), status


def _other(organisation: Organisation) -> Organisation | None:
    """Return the organisation the address names, or None while it is still looked for."""
    key = asked_number("voi")
    if key == organisation.id:
        return None
    try:
        other = organisations.get(key)
    except NotFound:
        return None
    if other.joined_into_id is not None:
        return None
    if not allowed(Permission.CHANGE_ORGANISATION, current_actor(), other):
        abort(403)
    return other


def _look_for(organisation: Organisation, act: Pair) -> Any:
    typed = request.args.get("q", "")[:LONGEST_SEARCH].strip()
    return render_template(
        "registry/look_for.html",
        organisation=organisation,
        act=act.look,
        typed=typed,
        found=directory.find(typed, organisation.id) if typed else [],
        alike=[] if typed else page.alike(organisation),
    )


def _done(organisation: Organisation) -> Any:
    flash(_("Đã ghi thay đổi. Có thể hoàn tác khi chưa có gì phát sinh sau đó."), "good")
    return redirect(url_for("registry.organisation", organisation_id=organisation.id), DONE)


@blueprint.route("/xet-duyet/to-chuc/thay-doi/<int:act_id>", methods=["GET", "POST"])
@requires(Permission.CHANGE_ORGANISATION, on=acts.get)
def act_page(act: Act) -> Any:
    """One act: what it did, its document, and undoing it."""
    form = forms.UndoForm()
    status = form.carry_out(lambda: acts.undo(act, form.reason.data, current_actor()))
    if status == DONE:
        flash(_("Đã hoàn tác."), "good")
        return redirect(url_for("registry.act_page", act_id=act.id), DONE)
    return render_template(
        "registry/act.html",
        act=act,
        label=LOOKS[act.kind].label,
        depends=[] if act.undone_at else acts.dependants(act),
        form=form,
    ), status


@blueprint.route("/xet-duyet/to-chuc/thay-doi/<int:act_id>/van-ban", methods=["GET", "POST"])
@requires(Permission.CHANGE_ORGANISATION, on=acts.get)
def act_document(act: Act) -> Any:
    """Keep the scan of the act's document."""
    form = FileForm()
    status = form.carry_out(lambda: acts.attach(act, *form.upload, current_actor()))
    if status == DONE:
        flash(_("Đã lưu văn bản."), "good")
        return redirect(url_for("registry.act_page", act_id=act.id), DONE)
    return render_template("registry/act_document.html", act=act, form=form), status


@blueprint.get("/xet-duyet/to-chuc/thay-doi/<int:act_id>/van-ban/tai-ve")
@requires(Permission.READ_ACT, on=acts.get)
def act_file(act: Act) -> Any:
    """Serve the scan."""
    if act.file is None:
        raise DomainError(404, _("Thay đổi này chưa có bản quét văn bản."))
    return served(act.file, files.read(act.file))
