"""The questions and documents of a draft: added, changed, moved, copied, taken out."""

from typing import Any

from flask import render_template

from app.access import Permission
from app.errors import NotFound
from app.forms import CONFLICT, DONE
from app.guard import current_actor, requires
from app.programmes.forms.builder import document_form
from app.programmes.forms.question import ONE_MORE, QuestionForm, question_form
from app.programmes.routes.builder import HERE, back_to
from app.programmes.routes.room import programmes
from app.programmes.services import builder
from app.programmes.services.builder import Draft
from app.programmes.services.draft_checks import DOCUMENTS, QUESTIONS
from app.programmes.shapes import MOST_COLUMNS

PARTS = {"cau-hoi": QUESTIONS, "giay-to": DOCUMENTS}
STEPS = {"len": -1, "xuong": 1}


@programmes.route(f"{HERE}/<code>/cau-hoi/moi", methods=["GET", "POST"])
@requires(Permission.SET_UP_CONTENTS, on=builder.of)
def builder_new_question(draft: Draft) -> Any:
    """Add a question to the draft."""
    return _one(draft, QUESTIONS, None)


@programmes.route(f"{HERE}/<code>/cau-hoi/<key>", methods=["GET", "POST"])
@requires(Permission.SET_UP_CONTENTS, on=builder.of)
def builder_question(draft: Draft, key: str) -> Any:
    """Change a question of the draft."""
    return _one(draft, QUESTIONS, key)


@programmes.route(f"{HERE}/<code>/giay-to/moi", methods=["GET", "POST"])
@requires(Permission.SET_UP_CONTENTS, on=builder.of)
def builder_new_document(draft: Draft) -> Any:
    """Add a required document (thành phần hồ sơ) to the draft."""
    return _one(draft, DOCUMENTS, None)


@programmes.route(f"{HERE}/<code>/giay-to/<key>", methods=["GET", "POST"])
@requires(Permission.SET_UP_CONTENTS, on=builder.of)
def builder_document(draft: Draft, key: str) -> Any:
    """Change a required document of the draft."""
    return _one(draft, DOCUMENTS, key)


def _one(draft: Draft, part: str, key: str | None) -> Any:
    form = question_form(draft, key) if part == QUESTIONS else document_form(draft, key)
    if isinstance(form, QuestionForm) and form.wants_column:
        status = 200
    else:
        status = form.carry_out(
            lambda: builder.put(draft, part, key, form.values(), current_actor(), seen=form.seen)
        )
    if status == DONE:
        return back_to(draft, part)
    now = draft.item(part, key) if key else {}
    return render_template(
        f"programmes/builder/{part}.html",
        draft=draft,
        form=form,
        key=key,
        one_more=ONE_MORE,
        most_columns=MOST_COLUMNS,
        others=form.differing(now) if status == CONFLICT else [],
    ), status


@programmes.post(f"{HERE}/<code>/<part>/<key>/<any(len, xuong, xoa, 'sao-chep', them):deed>")
@requires(Permission.SET_UP_CONTENTS, on=builder.of)
def builder_deed(draft: Draft, part: str, key: str, deed: str) -> Any:
    """Move, copy, take out, or include a common one; each is a button of its own."""
    if part not in PARTS:
        raise NotFound
    part, by = PARTS[part], current_actor()
    if deed in STEPS:
        builder.move(draft, part, key, STEPS[deed], by)
    elif deed == "xoa":
        builder.remove(draft, part, key, by)
    elif deed == "sao-chep":
        builder.copy(draft, part, key, by)
    else:
        builder.include(draft, part, key, by)
    return back_to(draft, part)
