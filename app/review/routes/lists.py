"""Lists on screen: what waits for a director or for the clerk, ticked and done in one act."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from app.access import Permission, allowed
from app.applications.workflow import Status
from app.errors import Invalid
from app.forms import DONE, posted
from app.guard import asked_number, current_actor, requires
from app.review.bundle_forms import ChosenForm, ListForm, decide_form
from app.review.routes.room import blueprint
from app.review.services import lists, waiting
from app.review.services.bundle_door import NotAll
from app.review.services.waiting import Row
from app.review.workflow import OUTCOMES
from app.selection.ranking import points
from app.text import _, row_number

CHOSEN, WHOLE, OF_CALL = "dossiers", "tat-ca", "dot"
SLUGS = {"phe-duyet": "approve", "khong-phe-duyet": "reject"}


def chosen_ids() -> list[int]:
    """Return the dossiers that were ticked, each once."""
    asked = [row_number(each) for each in request.args.getlist(CHOSEN)]
    return list(dict.fromkeys(each for each in asked if each is not None))


def all_ticked(endpoint: str, slug: str) -> Any:
    """Return the way to a page that names each dossier, where all of a content were ticked.

    What the page shows is what is done: who comes to wait in the meantime is not in it.
    """
    chosen, actor = chosen_ids(), current_actor()
    wanted = request.args.getlist(WHOLE)
    for said in wanted:
        call_id, content_id = (row_number(part) or 0 for part in (*said.split("-"), "")[:2])
        chosen += waiting.whole(Status.AWAITING_APPROVAL, call_id, content_id, actor)
    if not wanted:
        return None
    return redirect(url_for(endpoint, slug=slug, dossiers=list(dict.fromkeys(chosen))))


def _next_url(endpoint: str, key: str, **more: str) -> str | None:
    return url_for(endpoint, sau=key, **more) if key else None  # type: ignore[arg-type]  # strings only


def _of_call(call_id: int) -> dict[str, str]:
    return {OF_CALL: str(call_id)} if call_id else {}


@blueprint.get("/xet-duyet/cho-ky")
@requires(Permission.READ_DESK)
def waiting_list() -> str:
    """What waits for the director's signature (chờ ký), by call and content."""
    actor = current_actor()
    call_id = asked_number(OF_CALL)
    page = waiting.page(Status.AWAITING_APPROVAL, actor, request.args.get("sau", ""), call_id)
    return render_template(
        "review/lists/waiting.html",
        page=page,
        all_calls=waiting.calls(Status.AWAITING_APPROVAL, actor),
        only=call_id,
        most=waiting.MOST,
        calls=list({group.call_id: group.call for group in page.groups}.items()),
        points=points,
        may_decide=allowed(Permission.DECIDE_LISTS, actor),
        may_prepare=allowed(Permission.PREPARE_BUNDLE, actor),
        next_url=_next_url("review.waiting_list", page.next_key, **_of_call(call_id)),
    )


@blueprint.route(
    "/xet-duyet/cho-ky/<any('phe-duyet','khong-phe-duyet'):slug>", methods=["GET", "POST"]
)
@requires(Permission.DECIDE_LISTS)
def decide_list(slug: str) -> Any:
    """A director decides the ticked dossiers in one act; each row is checked by itself."""
    if not posted() and (way := all_ticked("review.decide_list", slug)):
        return way
    outcome, actor = SLUGS[slug], current_actor()
    rows = waiting.these(chosen_ids(), actor)
    if not rows:
        if posted():
            raise Invalid(_("Vui lòng chọn ít nhất một hồ sơ."))
        flash(_("Vui lòng chọn ít nhất một hồ sơ."), "warning")
        return redirect(url_for("review.waiting_list"))
    form = decide_form(rows, outcome)()
    if not posted():
        _propose(form, rows)
    refused: list[str] = []
    made: list[int] = []

    def deed() -> None:
        keys = [row.application.id for row in rows]
        seen = {key: row_number(form.value(key, "seen")) or -1 for key in keys}
        try:
            made.append(lists.decide(form.said(keys), outcome, actor, versions=seen).id)
        except NotAll as refusal:
            refused.extend(refusal.rows)
            raise

    status = form.carry_out(deed)
    if status == DONE:
        flash(_("Đã quyết định danh sách. Xem kết quả từng hồ sơ bên dưới."), "good")
        return redirect(url_for("review.bundle", bundle_id=made[0]), DONE)
    return render_template(
        "review/lists/decide.html",
        form=form,
        outcome=outcome,
        look=OUTCOMES[outcome],
        groups=waiting.groups(rows),
        refused=refused,
        points=points,
    ), status


def _propose(form: ListForm, rows: list[Row]) -> None:
    """Write the amount that was proposed where one is asked for; it is there to be changed."""
    for row in rows:
        field = form.of(row.application.id, "amount")
        if field is not None:
            field.data = row.proposed


@blueprint.route(
    "/xet-duyet/cho-ban-hanh/<any('phe-duyet','khong-phe-duyet'):slug>", methods=["GET", "POST"]
)
@requires(Permission.ISSUE_LISTS)
def to_issue(slug: str) -> Any:
    """Decisions that wait for the clerk: the ticked ones become a list with one number."""
    outcome, actor = SLUGS[slug], current_actor()
    page = waiting.page(lists.UNISSUED[outcome], actor, request.args.get("sau", ""))
    form, made = ChosenForm(), list[int]()

    def deed() -> None:
        chosen = [key for key in form.dossiers.data or () if key is not None]
        made.append(lists.gather(chosen, outcome, actor).id)

    status = form.carry_out(deed)
    if status == DONE:
        return redirect(url_for("review.issue_bundle", bundle_id=made[0]), DONE)
    return render_template(
        "review/lists/to_issue.html",
        form=form,
        page=page,
        calls=list({group.call_id: group.call for group in page.groups}.items()),
        outcome=outcome,
        outcomes=[(OUTCOMES[key].label, each, each == slug) for each, key in SLUGS.items()],
        next_url=_next_url("review.to_issue", page.next_key, slug=slug),
    ), status


@blueprint.get("/xet-duyet/cho-ban-hanh")
@requires(Permission.ISSUE_LISTS)
def to_issue_first() -> Any:
    """The way to what waits for the clerk: approvals first."""
    return redirect(url_for("review.to_issue", slug="phe-duyet"))
