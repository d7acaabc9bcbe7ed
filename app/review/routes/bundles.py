"""Bundles for signature (bộ trình ký): drafted, sent out, signed, issued under one number."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, url_for

from app.access import Permission, allowed
from app.applications.services import foreign
from app.errors import Invalid
from app.forms import DONE, posted
from app.guard import asked_number, current_actor, requires
from app.papers import kinds
from app.papers.models import DRAFT
from app.review import bundle_papers
from app.review.bundle_forms import SigningForm, edit_form, signed_form
from app.review.forms import ConfirmForm, IssueForm, ReasonForm
from app.review.models import Bundle
from app.review.routes.lists import SLUGS, all_ticked, chosen_ids
from app.review.routes.room import blueprint
from app.review.services import bundle_door, bundles, lists, waiting
from app.review.services.bundle_door import NotAll
from app.review.workflow import MOVES, OUTCOMES, Act, State
from app.text import _

AT = "/xet-duyet/bo-trinh-ky/<int:bundle_id>"
_P = Permission


def to(bundle: Bundle) -> Any:
    """Go back to the bundle's page."""
    return redirect(url_for("review.bundle", bundle_id=bundle.id), DONE)


def carried_out(form: Any, deed: Callable[[], object]) -> tuple[int, list[str]]:
    """Carry the form out; return its status and the rows that stood in the way."""
    rows: list[str] = []

    def told() -> None:
        try:
            deed()
        except NotAll as refusal:
            rows.extend(refusal.rows)
            raise

    return form.carry_out(told), rows


def _page(template: str, bundle: Bundle, form: Any, status: int, **more: Any) -> Any:
    return render_template(
        f"review/lists/{template}.html", bundle=bundle, form=form, **more
    ), status


@blueprint.get("/xet-duyet/bo-trinh-ky")
@requires(_P.READ_DESK)
def bundle_list() -> str:
    """All bundles and lists, the newest first."""
    found = bundles.listed(asked_number("truoc") or None)
    more = len(found) > bundles.PAGE
    shown = found[: bundles.PAGE]
    return render_template(
        "review/lists/bundles.html",
        bundles=shown,
        outcomes=OUTCOMES,
        next_url=url_for("review.bundle_list", truoc=shown[-1].id) if more else None,
    )


@blueprint.get("/xet-duyet/bo-trinh-ky/moi/<any('phe-duyet','khong-phe-duyet'):slug>")
@requires(_P.PREPARE_BUNDLE)
def new_bundle(slug: str) -> Any:
    """Look at the ticked dossiers before a bundle is made of them."""
    if way := all_ticked("review.new_bundle", slug):
        return way
    rows = waiting.these(chosen_ids(), current_actor())
    if not rows:
        flash(_("Vui lòng chọn ít nhất một hồ sơ."), "warning")
        return redirect(url_for("review.waiting_list"))
    return _new_page(slug, rows, ConfirmForm(), 200)


@blueprint.post("/xet-duyet/bo-trinh-ky/moi/<any('phe-duyet','khong-phe-duyet'):slug>")
@requires(_P.PREPARE_BUNDLE)
def make_bundle(slug: str) -> Any:
    """Make a bundle of the ticked dossiers."""
    actor, made = current_actor(), list[int]()
    rows = waiting.these(chosen_ids(), actor)
    keys = [row.application.id for row in rows]
    if not keys:
        raise Invalid(_("Vui lòng chọn ít nhất một hồ sơ."))
    form = ConfirmForm()
    status, refused = carried_out(
        form, lambda: made.append(bundles.create(keys, SLUGS[slug], actor).id)
    )
    if status == DONE:
        return redirect(url_for("review.edit_bundle", bundle_id=made[0]), DONE)
    return _new_page(slug, rows, form, status, refused)


def _new_page(slug: str, rows: Any, form: Any, status: int, refused: Any = ()) -> Any:
    return render_template(
        "review/lists/new.html",
        groups=waiting.groups(rows),
        form=form,
        refused=refused,
        look=OUTCOMES[SLUGS[slug]],
    ), status


@blueprint.get(AT)
@requires(_P.READ_DESK, on=bundle_door.get)
def bundle(bundle: Bundle) -> str:
    """One bundle: its rows and what became of each, its papers, what can be done."""
    actor, state = current_actor(), State(bundle.state)
    prepares, issues = allowed(_P.PREPARE_BUNDLE, actor), allowed(_P.ISSUE_LISTS, actor)
    return render_template(
        "review/lists/bundle.html",
        bundle=bundle,
        rows=_seen(bundle),
        look=OUTCOMES[bundle.outcome],
        papers=[(each, kinds.get(each.kind)) for each in bundle_papers.of(bundle)],
        unnumbered=_unnumbered(bundle),
        stale=[row for row in bundle.rows if state is State.OUT and row.changed],
        drafts=prepares and state is State.DRAFT,
        out=prepares and state is State.OUT,
        numbers=issues and state is State.SIGNED and bundle.document_id is None,
        goes_on=issues and state is State.SIGNED and bundle.document_id is not None,
        cancels=issues and bundle.on_screen and state is State.SIGNED and not bundle.document_id,
        button=ConfirmForm(),
        label=MOVES,
        acts=Act,
    )


def _unnumbered(bundle: Bundle) -> set[int]:
    """Return which of its papers wait for a number of their own; for the clerk alone."""
    if not allowed(_P.NUMBER_PAPER, current_actor()):
        return set()
    return {each.id for each in bundle_papers.submitted(bundle) if each.state == DRAFT}


def _seen(bundle: Bundle) -> list[Any]:
    """Return the rows; nobody looks from this side at dossiers in whom they have an interest."""
    seen = foreign.open_to(current_actor(), [row.application_id for row in bundle.rows])
    return [row for row in bundle.rows if row.application_id in seen]


@blueprint.route(f"{AT}/sua", methods=["GET", "POST"])
@requires(_P.PREPARE_BUNDLE, on=bundle_door.get)
def edit_bundle(bundle: Bundle) -> Any:
    """Amounts and reasons of a drafted bundle; dossiers taken off it."""
    keys = [row.application_id for row in bundle.rows]
    known = {row.application.id: row for row in waiting.these(keys, current_actor())}
    wanting = {key for key, row in known.items() if row.wants_amount}
    form = edit_form(bundle.rows, bundle.outcome, wanting).about(bundle)
    if not posted():
        for row in bundle.rows:
            _fill(form, row, known.get(row.application_id))
    status, refused = carried_out(
        form,
        lambda: bundles.edit(
            bundle,
            form.said(keys),
            [key for key in keys if form.value(key, "remove")],
            current_actor(),
            seen=form.seen,
        ),
    )
    if status == DONE:
        flash(_("Đã lưu bộ trình ký."), "good")
        return to(bundle)
    return _page("edit", bundle, form, status, refused=refused, known=known)


def _fill(form: Any, row: Any, known: Any) -> None:
    for name, value in (("amount", row.amount), ("reason", row.reason)):
        field = form.of(row.application_id, name)
        if field is not None:
            field.data = value
            if name == "amount" and value is None and known is not None:
                field.data = known.proposed


@blueprint.route(f"{AT}/trinh-ky", methods=["GET", "POST"])
@requires(_P.PREPARE_BUNDLE, on=bundle_door.get)
def send_out(bundle: Bundle) -> Any:
    """Make the papers and let them go out as one bundle."""
    form = SigningForm.about(bundle)
    status, refused = carried_out(
        form, lambda: bundles.send_out(bundle, form.signing, current_actor(), seen=form.seen)
    )
    if status == DONE:
        flash(_("Đã lập văn bản. Tải cả bộ để đưa vào hệ thống văn bản của cơ quan."), "good")
        return to(bundle)
    return _page("send_out", bundle, form, status, refused=refused)


@blueprint.post(f"{AT}/lap-lai")
@requires(_P.PREPARE_BUNDLE, on=bundle_door.get)
def take_back(bundle: Bundle) -> Any:
    """Take the papers back; the bundle is a draft again."""
    bundles.take_back(bundle, current_actor())
    flash(_("Bộ trình ký trở lại bản soạn. Các văn bản đã lập không còn dùng."), "good")
    return to(bundle)


@blueprint.route(f"{AT}/da-ky", methods=["GET", "POST"])
@requires(_P.PREPARE_BUNDLE, on=bundle_door.get)
def bundle_signed(bundle: Bundle) -> Any:
    """Record who signed, by which right and when, for all rows at once."""
    keys = [row.application_id for row in bundle.rows]
    form = signed_form(bundle.rows).about(bundle)
    if not posted():
        form.begin(bundle_papers.planned(bundle))
    status, refused = carried_out(
        form,
        lambda: bundles.sign(
            bundle, form.signed, form.struck(keys), current_actor(), seen=form.seen
        ),
    )
    if status == DONE:
        flash(_("Đã ghi nhận cả bộ đã ký, chờ văn thư ban hành."), "good")
        return to(bundle)
    return _page("signed", bundle, form, status, refused=refused)


@blueprint.route(f"{AT}/huy", methods=["GET", "POST"])
@requires(_P.READ_DESK, on=bundle_door.get)
def cancel_bundle(bundle: Bundle) -> Any:
    """Cancel a bundle with a reason."""
    if not allowed(_P.ISSUE_LISTS if bundle.on_screen else _P.PREPARE_BUNDLE, current_actor()):
        abort(403)
    form = ReasonForm.about(bundle)
    status = form.carry_out(
        lambda: bundles.cancel(bundle, form.reason.data, current_actor(), seen=form.seen)
    )
    if status == DONE:
        flash(_("Đã hủy."), "good")
        return to(bundle)
    return _page("cancel", bundle, form, status)


@blueprint.route(f"{AT}/ban-hanh", methods=["GET", "POST"])
@requires(_P.ISSUE_LISTS, on=bundle_door.get)
def issue_bundle(bundle: Bundle) -> Any:
    """Number, date and signed file once: every row is issued under them."""
    form = IssueForm.about(bundle)
    status = form.carry_out(
        lambda: lists.issue_all(
            bundle,
            number=form.number.data,
            issued_on=form.issued_on.data,
            signed=(form.signed.data.stream, form.signed.data.filename),
            by=current_actor(),
            seen=form.seen,
        )
    )
    if status == DONE:
        _tell_issue(bundle.id)
        return to(bundle)
    return _page("issue", bundle, form, status)


@blueprint.post(f"{AT}/ban-hanh-tiep")
@requires(_P.ISSUE_LISTS, on=bundle_door.get)
def issue_on(bundle: Bundle) -> Any:
    """Issue the rows that failed before, under the number the list has."""
    lists.go_on(bundle, current_actor())
    _tell_issue(bundle.id)
    return to(bundle)


def _tell_issue(bundle_id: int) -> None:
    left = sum(row.live for row in bundle_door.get(bundle_id).rows)
    if left:
        flash(_("Còn %(n)s hồ sơ chưa ban hành được; lý do ở từng dòng.", n=left), "warning")
    else:
        flash(_("Đã ban hành cả danh sách. Các đơn vị được báo bằng thư."), "good")
