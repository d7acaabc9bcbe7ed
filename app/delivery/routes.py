"""One support (lượt hỗ trợ) and all that stands behind it: papers, events, results."""

from typing import Any

from flask import Blueprint, render_template

from app.access import Permission, allowed
from app.delivery import services as delivery
from app.delivery.models import RESULT_KINDS
from app.guard import current_actor, requires
from app.ledger.models import PROPOSED, Entry
from app.ledger.services import closing, exceptions, timeline
from app.organisations import identifiers

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
