"""Setting up a call (đợt đăng ký): three pages from nothing to published, and a preview."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import flash, redirect, render_template, url_for
from wtforms.fields.choices import SelectChoice

from app import clock
from app.access import Permission
from app.forms import DONE, OneButton
from app.guard import current_actor, requires
from app.organisations import kinds
from app.organisations.models import KINDS
from app.organisations.services import communes
from app.programmes.councils import COUNCILS
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
from app.programmes.routes.mould import before, filled_in, paged
from app.programmes.routes.public import call_context
from app.programmes.routes.room import programmes
from app.programmes.services import (
    calls,
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
    "unsigned_days", "silence_days", "council", "council_word",
]  # fmt: skip


def _while_draft(view: Callable[[Call], Any]) -> Callable[[Call], Any]:
    """Open a page that changes a draft only while it is one; the service refuses besides."""

    @wraps(view)
    def opened(call: Call) -> Any:
        if call.state == CallState.DRAFT.value:
            return view(call)
        flash(_("Đợt đã công bố nên không sửa như bản thảo được nữa."), "warning")
        return redirect(url_for("programmes.call_set_up", call_id=call.id))

    return opened


@programmes.get("/quan-tri/dot-dang-ky")
@requires(SET_UP)
def call_desk() -> str:
    """List the calls of every state, the last made first."""
    page, more = paged(set_up_calls.listed(before()), set_up_calls.PAGE, "programmes.call_desk")
    return render_template(
        "programmes/setup/calls.html",
        calls=page,
        looks={state.value: look for state, look in LOOKS.items()},
        phases={call.id: calls.LOOKS[calls.phase(call, clock.now())] for call in page},
        more_href=more,
    )


def _with_choices(form: CallForm) -> CallForm:
    form.programme_id.choices = programme_choices(set_up_programmes.choices())
    form.communes.choices = [
        SelectChoice(commune.code, commune.name) for commune in communes.all_communes()
    ]
    return form


def _parts(form: CallForm) -> dict[str, Any]:
    """Return the page of a call: what is new each time, then what is as in the last call."""
    return {
        "template": "programmes/setup/call_form.html",
        "facts": [form[name] for name in FACTS if name in form],
        "as_before": [form[name] for name in AS_BEFORE],
    }


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

    def go_on() -> Any:
        flash(_("Đã tạo bản thảo. Tiếp theo, anh/chị chọn nội dung của đợt."), "good")
        return redirect(url_for("programmes.call_contents", call_id=made[0].id), DONE)

    return filled_in(
        form,
        create,
        go_on,
        title=_("Đợt đăng ký mới"),
        back=(url_for("programmes.call_desk"), _("Đợt đăng ký")),
        button=_("Lưu và chọn nội dung"),
        **_parts(form),
    )


@programmes.get("/quan-tri/dot-dang-ky/<int:call_id>")
@requires(SET_UP, on=set_up_calls.get)
def call_set_up(call: Call) -> str:
    """Show a call: all it says, what can be done with it, its history."""
    return render_template(
        "programmes/setup/call.html",
        call=call,
        look=LOOKS[CallState(call.state)],
        phase=calls.LOOKS[calls.phase(call, clock.now())],
        council=COUNCILS[call.council_word] if call.council else _("Không có"),
        kinds=kinds.names(call.kinds),
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
@_while_draft
def call_edit(call: Call) -> Any:
    """Change a draft."""
    data = {name: getattr(call, name) for name in [*FACTS, *AS_BEFORE, "communes"]} | {
        "kinds": call.kinds or list(KINDS)
    }
    form = _with_choices(CallForm.about(call, **data))
    del form.code, form.programme_id
    return filled_in(
        form,
        lambda: set_up_calls.edit(
            call, {**form.values(), "code": call.code}, current_actor(), seen=form.seen
        ),
        lambda: _to(call, _("Đã lưu.")),
        title=_("Thông tin chung của đợt"),
        back=_back(call),
        button=_("Lưu"),
        **_parts(form),
    )


@programmes.route("/quan-tri/dot-dang-ky/<int:call_id>/noi-dung", methods=["GET", "POST"])
@requires(SET_UP, on=set_up_calls.get)
@_while_draft
def call_contents(call: Call) -> Any:
    """Choose the contents of a draft, with project, quota and ceiling each."""
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
    return filled_in(
        form,
        lambda: set_up_calls.offer(call, form.lines(), current_actor(), seen=form.seen),
        lambda: _to(call, _("Đã lưu nội dung của đợt.")),
        "programmes/setup/contents.html",
        call=call,
        groups=contents.grouped(offerable),
        word=word.capitalize(),
    )


@programmes.route("/quan-tri/dot-dang-ky/<int:call_id>/tieu-chi", methods=["GET", "POST"])
@requires(SET_UP, on=set_up_calls.get)
@_while_draft
def call_criteria(call: Call) -> Any:
    """Write the criteria of a draft, whose weights add up to 100."""
    form = criteria_form().about(call, **criteria_data(call.criteria))
    return filled_in(
        form,
        lambda: set_up_calls.set_criteria(call, form.wanted(), current_actor(), seen=form.seen),
        lambda: _to(call, _("Đã lưu tiêu chí.")),
        "programmes/setup/criteria.html",
        call=call,
        numbers=range(1, set_up_calls.MOST_CRITERIA + 1),
    )


@programmes.route("/quan-tri/dot-dang-ky/<int:call_id>/them-van-ban", methods=["GET", "POST"])
@requires(SET_UP, on=set_up_calls.get)
def call_document(call: Call) -> Any:
    """Attach a document; with a reason once the call is published."""
    draft = call.state == CallState.DRAFT.value
    form = (DocumentForm if draft else ReasonedDocumentForm).about(call)
    return filled_in(
        form,
        lambda: public_documents.attach(
            call,
            form.label.data,
            *form.upload,
            current_actor(),
            reason="" if draft else form.reason.data,
        ),
        lambda: _to(call, _("Đã thêm văn bản.")),
        title=_("Văn bản kèm theo thông báo"),
        caption=call.name,
        back=_back(call),
        button=_("Tải lên"),
    )


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

    return filled_in(
        form,
        clone,
        lambda: _to(made[0], _("Đã sao chép thành bản thảo. Vui lòng xem lại rồi công bố.")),
        title=_("Đợt mới từ bản sao"),
        caption=call.name,
        explains=_(
            "Nội dung, chỉ tiêu, thời hạn, tiêu chí và lời thông báo được chép sang bản thảo; văn "
            "bản kèm theo thì không."
        ),
        back=_back(call),
        button=_("Sao chép"),
    )


def _back(call: Call) -> tuple[str, str]:
    return url_for("programmes.call_set_up", call_id=call.id), call.name


def _to(call: Call, words: str) -> Any:
    flash(words, "good")
    return redirect(url_for("programmes.call_set_up", call_id=call.id), DONE)
