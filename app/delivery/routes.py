"""One support (lượt hỗ trợ) and all that stands behind it: papers, events, results."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from app.access import Permission, allowed
from app.applications.models import Application
from app.applications.services import queries as dossiers
from app.delivery import services as delivery
from app.delivery.forms import GiveUpForm
from app.delivery.models import RESULT_KINDS
from app.delivery.services import unsigned
from app.delivery.workflow import MOVES, Action
from app.forms import DONE, posted
from app.guard import current_actor, requires
from app.ledger.models import PROPOSED, Entry
from app.ledger.services import closing, exceptions, timeline
from app.organisations import identifiers
from app.text import _

blueprint = Blueprint("delivery", __name__)


@blueprint.get("/so-ho-tro/<int:entry_id>")
@requires(Permission.READ_LEDGER, on=exceptions.entry)
def entry_page(entry: Entry) -> Any:
    """A row of the book with its papers, its events, and what each product got."""
    actor = current_actor()
    requests = exceptions.of_entry(entry.id)
    return render_template(
        "delivery/entry.html",
        entry=entry,
        code=identifiers.shown(
            entry.organisation.code,
            entry.organisation_id,
            member_of=(),
            handling=allowed(Permission.READ_PERSONAL_CODE, actor),
        ),
        requests=requests,
        results=delivery.results_of(entry.id),
        result_kinds=RESULT_KINDS,
        events=timeline.of_entry(entry, requests),
        may_see_batch=allowed(Permission.IMPORT_HISTORY, actor),
        may_propose=allowed(Permission.PROPOSE_EXCEPTION, actor, entry)
        and exceptions.why_not(entry) is None
        and all(each.state != PROPOSED for each in requests),
        why_no_exception=exceptions.why_not(entry),
        may_close=allowed(Permission.CLOSE_ENTRY, actor, entry) and closing.why_not(entry) is None,
    )


@blueprint.route("/ho-so/<int:application_id>/khong-ky", methods=["GET", "POST"])
@requires(Permission.WITHDRAW, on=dossiers.get)
def give_up(application: Application) -> Any:
    """The organisation withdraws after the approval, before the agreement is signed."""
    support = delivery.of_application(application.id)
    back = url_for("applications.show", application_id=application.id)
    if support is None or (not posted() and not unsigned.may_give_up(support)):
        flash(_("Thỏa thuận đã ký hoặc lượt hỗ trợ đã kết thúc nên không rút ở đây."), "warning")
        return redirect(back)
    form = GiveUpForm()
    status = form.carry_out(
        lambda: unsigned.give_up(support, form.reason.data or "", current_actor())
    )
    if status == DONE:
        flash(_("Đã ghi nhận đơn vị rút."), "good")
        return redirect(back, DONE)
    return render_template(
        "delivery/give_up.html",
        application=application,
        support=support,
        form=form,
        label=MOVES[Action.GIVE_UP].label,
    ), status


@blueprint.app_context_processor
def _on_the_dossiers_page() -> dict[str, Any]:
    """What the organisation's page of a dossier asks: signed, or to be signed by when."""

    def signing(application: Application) -> dict[str, Any]:
        support = delivery.of_application(application.id)
        if support is None:
            return {"signed": None, "by": None}
        return {"signed": delivery.signed(support), "by": support.contract_by}

    return {"signing": signing}
