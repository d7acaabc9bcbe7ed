"""Contents set up on screen: their settings, the draft of the next version, its publication."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from app.access import Permission, allowed
from app.forms import CONFLICT, DONE, OneButton
from app.guard import current_actor, requires
from app.programmes import comparing
from app.programmes import texts as words
from app.programmes.forms.builder import NewContentForm, PublishForm, SettingsForm, TextsForm
from app.programmes.forms.question import previewed
from app.programmes.routes.room import programmes
from app.programmes.services import builder, contents, edit_contents
from app.programmes.services.builder import Draft
from app.text import _

HERE = "/quan-tri/noi-dung-ho-tro"


def back_to(draft: Draft, anchor: str = "") -> Any:
    """Lead to the content's page."""
    return redirect(
        url_for("programmes.builder_content", code=draft.content.code, _anchor=anchor or None), DONE
    )


@programmes.get(HERE)
@requires(Permission.SET_UP_CONTENTS)
def builder_list() -> str:
    """Every content, also those of the past."""
    return render_template(
        "programmes/builder/list.html",
        groups=contents.grouped(contents.listed(with_history=True)),
    )


@programmes.route(f"{HERE}/moi", methods=["GET", "POST"])
@requires(Permission.SET_UP_CONTENTS)
def builder_new() -> Any:
    """Make a content; what else it says is filled in on its own page."""
    form = NewContentForm()
    form.prepare()
    status = form.carry_out(
        lambda: edit_contents.create(form.code.data, form.name.data, form.values(), current_actor())
    )
    if status == DONE:
        flash(_("Đã tạo nội dung. Nội dung chưa nhận đăng ký cho đến khi được bật."), "good")
        return redirect(url_for("programmes.builder_content", code=form.code.data), DONE)
    return render_template("programmes/builder/new.html", form=form), status


@programmes.get(f"{HERE}/<code>")
@requires(Permission.SET_UP_CONTENTS, on=builder.of)
def builder_content(draft: Draft) -> str:
    """What is in force, and what is worked on."""
    return render_template(
        "programmes/builder/content.html",
        draft=draft,
        common=builder.common(draft),
        one=OneButton(),
        labels=comparing.labels(),
        called=contents.names_by_code(),
        rule_page=_rule_page(draft.content.code),
    )


def _rule_page(code: str) -> str:
    """Return where the unit of the once-only rule is set, or nothing for who may not set it."""
    if not allowed(Permission.SET_RULE, current_actor()):
        return ""
    return url_for("ledger.rule", code=code)


@programmes.route(f"{HERE}/<code>/thiet-lap", methods=["GET", "POST"])
@requires(Permission.SET_UP_CONTENTS, on=builder.of)
def builder_settings(draft: Draft) -> Any:
    """Change what belongs to the content itself and counts at once, without a new version."""
    content = draft.content
    kept = {name: getattr(content, name) for name in edit_contents.SETTINGS}
    told = {name: "\n".join(kept[name]) for name in ("editions", "synonyms")}
    form = SettingsForm.about(draft, **kept | told)
    others = contents.listed(with_history=True)
    form.prepare([(each.code, contents.name_of(each)) for each in others if each is not content])
    status = form.carry_out(
        lambda: edit_contents.save(content, form.values(), current_actor(), seen=form.seen)
    )
    if status == DONE:
        flash(_("Đã lưu thiết lập của nội dung."), "good")
        return back_to(draft)
    return render_template(
        "programmes/builder/settings.html",
        draft=draft,
        form=form,
        others=form.differing(kept | told) if status == CONFLICT else [],
    ), status


@programmes.route(f"{HERE}/<code>/gioi-thieu", methods=["GET", "POST"])
@requires(Permission.SET_UP_CONTENTS, on=builder.of)
def builder_texts(draft: Draft) -> Any:
    """Change what the next version says, and what the officers check."""
    checks = "\n".join(each["label"] for each in draft.texts["checklist"])
    now = {**draft.texts, "checklist": checks}
    form = TextsForm.about(draft, **now)
    status = form.carry_out(
        lambda: builder.set_texts(draft, form.values(), current_actor(), seen=form.seen)
    )
    if status == DONE:
        return back_to(draft)
    return render_template(
        "programmes/builder/texts.html",
        draft=draft,
        form=form,
        others=form.differing(now) if status == CONFLICT else [],
    ), status


@programmes.get(f"{HERE}/<code>/xem-truoc")
@requires(Permission.SET_UP_CONTENTS, on=builder.of)
def builder_preview(draft: Draft) -> str:
    """The draft as an applicant would be asked; nothing typed here is kept."""
    return render_template(
        "programmes/builder/preview.html", draft=draft, form=previewed(draft.texts["questions"])
    )


@programmes.route(f"{HERE}/<code>/cong-bo", methods=["GET", "POST"])
@requires(Permission.SET_UP_CONTENTS, on=builder.of)
def builder_publish(draft: Draft) -> Any:
    """What the draft changes, in words; then the note and the button."""
    form = PublishForm.about(draft)
    status = form.carry_out(
        lambda: builder.publish(draft, form.note.data, current_actor(), seen=form.seen)
    )
    if status == DONE:
        flash(_("Đã công bố phiên bản mới. Hồ sơ đã lập giữ phiên bản cũ."), "good")
        return back_to(draft)
    return render_template(
        "programmes/builder/publish.html",
        draft=draft,
        form=form,
        changes=comparing.compare(words.of(draft.current), draft.texts),
    ), status


@programmes.post(f"{HERE}/<code>/bo-ban-thao")
@requires(Permission.SET_UP_CONTENTS, on=builder.of)
def builder_discard(draft: Draft) -> Any:
    """Give the draft up; what is in force stays."""
    builder.discard(draft, current_actor())
    flash(_("Đã bỏ bản thảo."), "good")
    return back_to(draft)
