"""Which contents a phiếu is for: several of one call are chosen at once, and changed later."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from app.access import Permission
from app.applications.forms import ContentsForm, contents_form
from app.applications.models import Application
from app.applications.routes.room import blueprint, while_draft
from app.applications.services import bundle, compose, queries
from app.forms import DONE
from app.guard import current_actor, requires
from app.ledger.services import standing
from app.organisations.models import Organisation
from app.organisations.services import queries as organisations
from app.programmes.models import Call, SupportContent
from app.programmes.services import calls
from app.text import _


@blueprint.route("/ho-so/moi/<call_code>", methods=["GET", "POST"])
@requires(Permission.START_APPLICATION)
def choose(call_code: str) -> Any:
    """Choose one or several contents of a call, then begin one phiếu for them."""
    call = calls.get(call_code)
    organisation = organisations.of_actor(current_actor())
    assert organisation is not None  # the policy says so
    offered = _offered(organisation, call)
    form = contents_form(offered)
    begun: list[Application] = []
    status = form.carry_out(
        lambda: begun.append(
            compose.begin(organisation, call, _chosen(form, offered), current_actor())
        )
    )
    if status == DONE:
        return redirect(url_for("applications.show", application_id=begun[0].id), DONE)
    return render_template(
        "applications/choose.html", call=call, form=form, offered=offered
    ), status


@blueprint.route("/ho-so/<int:application_id>/cac-noi-dung", methods=["GET", "POST"])
@requires(Permission.EDIT_APPLICATION, on=queries.get)
@while_draft
def contents(application: Application) -> Any:
    """Add contents to the phiếu, or take some out."""
    drafts = bundle.dossiers(application)
    here = [each.content for each in drafts]
    offered = _offered(application.organisation, application.call)
    offered = sorted({*offered, *here}, key=lambda content: (content.position, content.id))
    form = contents_form(offered, here)
    kept: list[Application] = []
    status = form.carry_out(
        lambda: kept.append(compose.choose(application, _chosen(form, offered), current_actor()))
    )
    if status == DONE:
        return redirect(url_for("applications.show", application_id=kept[0].id), DONE)
    return render_template("applications/contents.html", application=application, form=form), status


@blueprint.post("/ho-so/<int:application_id>/bo-khoi-phieu")
@requires(Permission.EDIT_APPLICATION, on=queries.get)
def take_out(application: Application) -> Any:
    """Take one content out, as the page offers where its slot was taken, and go on."""
    staying = compose.take_out(application, current_actor())
    flash(
        _(
            "Đã bỏ nội dung “%(content)s” khỏi phiếu; nội dung này được giữ thành bản nháp riêng.",
            content=application.content_version.name,
        ),
        "good",
    )
    return redirect(url_for("applications.check", application_id=staying.id), DONE)


def _offered(organisation: Organisation, call: Call) -> list[SupportContent]:
    """Return the contents of the call that are open for the organisation."""
    standings = standing.overview(organisation).standings
    return [item.content for item in standings if item.is_open_in(call)]


def _chosen(form: ContentsForm, offered: list[SupportContent]) -> list[SupportContent]:
    return [content for content in offered if content.code in form.contents.data]
