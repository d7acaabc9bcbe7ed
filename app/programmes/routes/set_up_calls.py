"""Setting up a call (đợt đăng ký): three pages from nothing to published, and a preview."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from wtforms.fields.choices import SelectChoice

from app import clock
from app.access import Permission
from app.forms import DONE, OneButton
from app.guard import current_actor, requires
from app.organisations import communes
from app.organisations.models import KINDS
from app.programmes.forms.calls import (
    CallForm,
    CloneCallForm,
    contents_form,
    criteria_data,
    criteria_form,
    offered_data,
)
from app.programmes.forms.set_up import DocumentForm, ReasonedDocumentForm, programme_choices
from app.programmes.models import Call, Programme
from app.programmes.routes.public import call_context
from app.programmes.routes.room import programmes
from app.programmes.routes.set_up_programmes import before, shown
from app.programmes.services import (
    calls,
    catalogue,
    changes,
    cloning,
    contents,
    public_documents,
    publishing,
    set_up_calls,
    set_up_history,
    set_up_programmes,
    set_up_projects,
)
from app.programmes.workflow import LOOKS, MOVES, CallAction, CallState
from app.text import _

SET_UP = Permission.SET_UP_PROGRAMMES
FACTS = [
    "programme_id", "code", "name", "opens_at", "closes_at", "kinds", "priorities", "notice",
    "contact_name", "contact_phone",
]  # fmt: skip
# Taken over from the last call, and rarely changed: below, under one heading.
AS_BEFORE = [
    "reception_days", "appraisal_days", "decision_days", "supplement_days", "reserve_days",
    "unsigned_days", "council",
]  # fmt: skip


@programmes.get("/quan-tri/dot-dang-ky")
@requires(SET_UP)
def call_desk() -> str:
    """List the calls of every state, the last made first."""
    rows = set_up_calls.listed(before())
    page = rows[: set_up_calls.PAGE]
    return render_template(
        "programmes/setup/calls.html",
        calls=page,
        looks={state.value: look for state, look in LOOKS.items()},
        phases={call.id: calls.LOOKS[calls.phase(call, clock.now())] for call in page},
        more_href=url_for("programmes.call_desk", truoc=page[-1].id)
        if len(rows) > len(page)
        else None,
    )


def _with_choices(form: CallForm) -> CallForm:
    form.programme_id.choices = programme_choices(set_up_programmes.choices())
    form.communes.choices = [
        SelectChoice(commune.code, commune.name) for commune in communes.all_communes()
    ]
    return form


def _call_page(form: CallForm, **more: Any) -> str:
    return render_template(
        "programmes/setup/call_form.html",
        form=form,
        facts=[form[name] for name in FACTS if name in form],
        as_before=[form[name] for name in AS_BEFORE],
        **more,
    )


@programmes.route("/quan-tri/dot-dang-ky/moi", methods=["GET", "POST"])
@requires(SET_UP)
def call_new() -> Any:
    """Begin a call; what the last one said is proposed."""
    form = _with_choices(CallForm(data=set_up_calls.proposal()))
    made: list[Call] = []

    def create() -> None:
        values = form.values()
        programme = changes.get(Programme, values.pop("programme_id"))
        made.append(set_up_calls.create(programme, values, current_actor()))

    status = form.carry_out(create)
    if status == DONE:
        flash(_("Đã tạo bản thảo. Tiếp theo, anh/chị chọn nội dung của đợt."), "good")
        return redirect(url_for("programmes.call_contents", call_id=made[0].id), DONE)
    return _call_page(
        form,
        title=_("Đợt đăng ký mới"),
        back=(url_for("programmes.call_desk"), _("Đợt đăng ký")),
        button=_("Lưu và chọn nội dung"),
    ), status


@programmes.get("/quan-tri/dot-dang-ky/<int:call_id>")
@requires(SET_UP, on=set_up_calls.get)
def call_set_up(call: Call) -> str:
    """Show a call: all it says, what can be done with it, its history."""
    return render_template(
        "programmes/setup/call.html",
        call=call,
        look=LOOKS[CallState(call.state)],
        phase=calls.LOOKS[calls.phase(call, clock.now())],
        kinds=catalogue.kind_names(call.kinds),
        communes=calls.commune_names(call),
        contents=sorted(call.contents, key=lambda each: each.content.position),
        possible={
            action.value: MOVES[action]
            for action in CallAction
            if MOVES[action].source is CallState(call.state)
        },
        faults=publishing.faults(call) if call.state == CallState.DRAFT.value else [],
        documents=public_documents.of(call),
        history=set_up_history.of(call),
        button=OneButton(formdata=None),
    )


@programmes.route("/quan-tri/dot-dang-ky/<int:call_id>/sua", methods=["GET", "POST"])
@requires(SET_UP, on=set_up_calls.get)
def call_edit(call: Call) -> Any:
    """Change a draft."""
    if call.state != CallState.DRAFT.value:
        return _no_draft(call)
    data = {name: getattr(call, name) for name in [*FACTS, *AS_BEFORE, "communes"]} | {
        "kinds": call.kinds or list(KINDS)
    }
    form = _with_choices(CallForm.about(call, **data))
    del form.code, form.programme_id
    status = form.carry_out(
        lambda: set_up_calls.edit(
            call, {**form.values(), "code": call.code}, current_actor(), seen=form.seen
        )
    )
    if status == DONE:
        return _to(call, _("Đã lưu."))
    return _call_page(
        form,
        title=_("Thông tin chung của đợt"),
        back=_back(call),
        button=_("Lưu"),
    ), status


@programmes.route("/quan-tri/dot-dang-ky/<int:call_id>/noi-dung", methods=["GET", "POST"])
@requires(SET_UP, on=set_up_calls.get)
def call_contents(call: Call) -> Any:
    """Choose the contents of a draft, with project, quota and ceiling each."""
    if call.state != CallState.DRAFT.value:
        return _no_draft(call)
    offerable = set_up_calls.offerable()
    word = call.programme.project_word
    projects = [
        SelectChoice("", _("Chưa chọn")),
        *(
            SelectChoice(str(each.id), f"{each.code} – {each.name}")
            for each in set_up_projects.of_programme(call.programme)
        ),
    ]
    form = contents_form(offerable, projects, word).about(call, **offered_data(call.contents))
    form.project_all.choices = projects
    form.project_all.label.text = _(
        "%(word)s cho các nội dung chưa chọn riêng", word=word.capitalize()
    )
    status = form.carry_out(
        lambda: set_up_calls.offer(call, form.lines(), current_actor(), seen=form.seen)
    )
    if status == DONE:
        return _to(call, _("Đã lưu nội dung của đợt."))
    return render_template(
        "programmes/setup/contents.html",
        call=call,
        form=form,
        groups=contents.grouped(offerable),
        word=word.capitalize(),
    ), status


@programmes.route("/quan-tri/dot-dang-ky/<int:call_id>/tieu-chi", methods=["GET", "POST"])
@requires(SET_UP, on=set_up_calls.get)
def call_criteria(call: Call) -> Any:
    """Write the criteria of a draft, whose weights add up to 100."""
    if call.state != CallState.DRAFT.value:
        return _no_draft(call)
    form = criteria_form().about(call, **criteria_data(call.criteria))
    status = form.carry_out(
        lambda: set_up_calls.set_criteria(call, form.wanted(), current_actor(), seen=form.seen)
    )
    if status == DONE:
        return _to(call, _("Đã lưu tiêu chí."))
    return render_template(
        "programmes/setup/criteria.html",
        call=call,
        form=form,
        numbers=range(1, set_up_calls.MOST_CRITERIA + 1),
    ), status


@programmes.route("/quan-tri/dot-dang-ky/<int:call_id>/them-van-ban", methods=["GET", "POST"])
@requires(SET_UP, on=set_up_calls.get)
def call_document(call: Call) -> Any:
    """Attach a document; with a reason once the call is published."""
    draft = call.state == CallState.DRAFT.value
    form = (DocumentForm if draft else ReasonedDocumentForm).about(call)
    status = form.carry_out(
        lambda: public_documents.attach(
            call,
            form.label.data,
            form.file.data.stream,
            form.file.data.filename,
            current_actor(),
            reason="" if draft else form.reason.data,
        )
    )
    if status == DONE:
        return _to(call, _("Đã thêm văn bản."))
    return render_template(
        "programmes/setup/form.html",
        title=_("Văn bản kèm theo thông báo"),
        caption=call.name,
        back=_back(call),
        button=_("Tải lên"),
        **shown(form),
    ), status


@programmes.get("/quan-tri/dot-dang-ky/<int:call_id>/xem-truoc")
@requires(SET_UP, on=set_up_calls.get)
def call_preview(call: Call) -> str:
    """Show the very page an applicant sees, before it is public."""
    return render_template(
        "programmes/call.html",
        preview=True,
        **call_context(call, calls.by_the_clock(call, clock.now())),
    )


@programmes.route("/quan-tri/dot-dang-ky/<int:call_id>/sao-chep", methods=["GET", "POST"])
@requires(SET_UP, on=set_up_calls.get)
def call_clone(call: Call) -> Any:
    """Make next year's call from this one."""
    form = CloneCallForm(data=cloning.call_proposal(call))
    form.programme_id.choices = programme_choices(set_up_programmes.choices())
    made: list[Call] = []

    def clone() -> None:
        values = form.values()
        programme = changes.get(Programme, values.pop("programme_id"))
        made.append(cloning.clone_call(call, programme, values, current_actor()))

    status = form.carry_out(clone)
    if status == DONE:
        return _to(made[0], _("Đã sao chép thành bản thảo. Vui lòng xem lại rồi công bố."))
    return render_template(
        "programmes/setup/form.html",
        title=_("Đợt mới từ bản sao"),
        caption=call.name,
        explains=_(
            "Nội dung, chỉ tiêu, thời hạn, tiêu chí và lời thông báo được chép sang bản thảo; văn "
            "bản kèm theo thì không."
        ),
        back=_back(call),
        button=_("Sao chép"),
        **shown(form),
    ), status


def _back(call: Call) -> tuple[str, str]:
    return url_for("programmes.call_set_up", call_id=call.id), call.name


def _to(call: Call, words: str) -> Any:
    flash(words, "good")
    return redirect(url_for("programmes.call_set_up", call_id=call.id), DONE)


def _no_draft(call: Call) -> Any:
    flash(_("Đợt đã công bố nên không sửa như bản thảo được nữa."), "warning")
    return redirect(url_for("programmes.call_set_up", call_id=call.id))
