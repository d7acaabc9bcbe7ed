"""One deed on many dossiers: the page that lists them and asks, the deed, what came of each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, render_template, request, url_for

from app.access import Actor, Permission
from app.applications.models import Application
from app.applications.services import supplement
from app.applications.workflow import MOVES, Action
from app.audit.models import Event
from app.errors import Invalid
from app.forms import DONE, Form
from app.guard import current_actor, requires
from app.review import filters as asked
from app.review import forms
from app.review.routes import officer_choices
from app.review.routes.room import blueprint
from app.review.services import assignment, bulk, decision, naming, reception
from app.review.services import queue as queues
from app.text import _, row_number

Do = Callable[[Application, Any, Actor, int], object]


@dataclass(frozen=True)
class Bulk:
    """A deed on many: its address, label, form, moves, and the service of the single deed."""

    slug: str
    label: str
    permission: Permission
    form: type[Form]
    actions: tuple[Action, ...]
    do: Do
    explains: str


DEEDS = (
    Bulk(
        "tiep-nhan",
        _("Tiếp nhận"),
        Permission.ACCEPT,
        forms.BulkForm,
        (Action.ACCEPT,),
        lambda one, _form, by, seen: reception.accept(one, by, version=seen),
        _("Mỗi đơn vị nhận thư báo tiếp nhận và ngày hẹn trả kết quả."),
    ),
    Bulk(
        "phan-cong",
        _("Phân công"),
        Permission.ASSIGN,
        forms.BulkAssignForm,
        (Action.ASSIGN, Action.REASSIGN),
        lambda one, form, by, seen: assignment.assign(one, form.officer.data, by, version=seen),
        _("Chuyên viên được giao thẩm định các hồ sơ này. Đơn vị không nhận thư."),
    ),
    Bulk(
        "yeu-cau-bo-sung",
        _("Yêu cầu bổ sung"),
        Permission.REQUEST_SUPPLEMENT,
        forms.BulkSupplementForm,
        (Action.REQUEST_SUPPLEMENT,),
        lambda one, form, by, seen: supplement.request(one, form.lines(), by, version=seen),
        _("Mỗi đơn vị nhận thư nêu cùng các mục này và hạn; thời hạn giải quyết tạm dừng."),
    ),
    Bulk(
        "dua-vao-xet-chon",
        _("Đưa vào xét chọn"),
        Permission.APPRAISE,
        forms.BulkForm,
        (Action.SEND_TO_SELECTION,),
        lambda one, _form, by, seen: bulk.send_to_selection(one, by, version=seen),
        _("Chỉ hồ sơ đã có phiếu thẩm định, thuộc đợt có xét chọn. Đơn vị không nhận thư."),
    ),
    Bulk(
        "trinh-so",
        _("Trình lãnh đạo Sở"),
        Permission.ENDORSE,
        forms.BulkForm,
        (Action.ENDORSE,),
        lambda one, _form, by, seen: decision.endorse(one, by, version=seen),
        _("Các hồ sơ chuyển đến lãnh đạo Sở. Đơn vị không nhận thư."),
    ),
)


def offered(by: Actor) -> list[Bulk]:
    """Return the deeds that this person can do on some dossiers."""
    return [deed for deed in DEEDS if bulk.may(deed.permission, by)]


def _deed(by: Actor) -> Bulk | None:
    return next((one for one in offered(by) if one.slug == request.values.get("viec")), None)


def _chosen() -> list[bulk.Chosen]:
    """Return the dossiers this request names, each with the version that was seen."""
    found = []
    for said in request.values.getlist("hs")[: bulk.MOST + 1]:
        number, _dash, version = said.partition("-")
        one, seen = row_number(number), row_number(version)
        if one is not None and seen is not None:
            found.append((one, seen))
    return found


def _of_filter(by: Actor) -> list[bulk.Chosen]:
    filters, _called = naming.understood(asked.read(request.args))
    return [(row.id, row.version) for row in queues.all_rows(filters, by, bulk.MOST)]


@blueprint.get("/xet-duyet/hang-loat")
@requires(Permission.READ_DESK)
def bulk_page() -> Any:
    """List the dossiers that were ticked, or all of the filter, and ask for a yes."""
    by = current_actor()
    chosen = _of_filter(by) if request.args.get("tat-ca") else _chosen()
    return _page(_deed(by), chosen, by)


@blueprint.post("/xet-duyet/hang-loat")
@requires(Permission.READ_DESK)
def bulk_deed() -> Any:
    """Do the deed on each dossier; the page that follows says what came of each."""
    by, chosen = current_actor(), _chosen()
    deed = _deed(by)
    if deed is None or not chosen:
        raise Invalid(_("Chưa chọn hồ sơ hoặc việc cần làm."))
    form = _form(deed)
    made: list[Event] = []

    def do() -> None:
        made.append(
            bulk.carry_out(
                deed.slug,
                chosen,
                lambda one, seen: deed.do(one, form, by, seen),
                by,
                form.form_key.data or "",
            )
        )

    status = form.carry_out(do)
    if status == DONE:
        return redirect(url_for("review.bulk_result", event_id=made[0].id), DONE)
    return _page(deed, chosen, by, status, form)


def _form(deed: Bulk) -> Any:
    form = deed.form()
    if isinstance(form, forms.BulkAssignForm):
        form.officer.choices = officer_choices.with_load(current_actor())
    return form


def _page(
    deed: Bulk | None, chosen: list[bulk.Chosen], by: Actor, status: int = 200, form: Any = None
) -> Any:
    seen = dict(chosen)
    rows = bulk.rows(seen, by)
    return render_template(
        "review/bulk.html",
        deed=deed,
        form=form or (_form(deed) if deed else None),
        rows=[
            (row, seen[row.id], _hindrance(deed, row, seen[row.id])) for row in rows
        ],
        most=bulk.MOST,
        full=len(chosen) >= bulk.MOST,
    ), status  # fmt: skip


def _hindrance(deed: Bulk | None, row: bulk.Row, seen: int) -> str:
    """Return why the deed will be refused for the row, as far as the page can tell."""
    if deed is None:
        return ""
    if row.version != seen:
        return _("Hồ sơ đã thay đổi từ khi anh/chị mở danh sách.")
    if not bulk.possible(row, deed.actions, MOVES):
        return _("Không thực hiện được ở trạng thái này.")
    return ""


@blueprint.get("/xet-duyet/hang-loat/<int:event_id>")
@requires(Permission.READ_DESK, on=bulk.get)
def bulk_result(event: Event) -> Any:
    """What came of each dossier; for who did it."""
    if event.actor_id != current_actor().person_id:
        abort(404)
    told = bulk.result(event)
    deed = next((one for one in DEEDS if one.slug == event.action), None)
    return render_template(
        "review/bulk_result.html",
        label=deed.label if deed else "",
        told=told,
        done=[each for each in told if not each.refused],
    )
