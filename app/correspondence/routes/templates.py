"""The words of letters: the list, one letter with its fields and versions, and looking first."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from app.access import Permission
from app.correspondence.forms import WordsForm
from app.correspondence.routes.room import blueprint
from app.correspondence.services import previews
from app.forms import DONE, OneButton
from app.guard import current_actor, requires
from app.outbox import letters, versions
from app.outbox.letters import LetterKind
from app.outbox.models import LetterVersion
from app.outbox.rendering import Rendered
from app.text import _, row_number


@blueprint.get("/mau-thu")
@requires(Permission.SET_UP_LETTERS)
def letter_list() -> Any:
    """Every letter: when, to whom, whose words."""
    return render_template("correspondence/letters.html", found=versions.overview())


@blueprint.route("/mau-thu/<name>", methods=["GET", "POST"])
@requires(Permission.SET_UP_LETTERS, on=letters.get)
def letter_words(kind: LetterKind) -> Any:
    """Read and change the words of a letter."""
    subject, body = versions.words(kind)
    form = WordsForm(data={"subject": subject, "body": body})
    if not form.is_submitted():
        form.seen.data = str(versions.latest(kind))
    shown: list[Rendered] = []

    def deed() -> None:
        by = current_actor()
        if form.look.data:
            reference = form.reference.data or ""
            shown.append(previews.of(kind, form.subject.data, form.body.data, reference, by))
            return
        seen = row_number(form.seen.data)
        versions.save(
            kind,
            form.subject.data,
            form.body.data,
            form.reason.data or "",
            by,
            seen=-1 if seen is None else seen,
        )

    status = form.carry_out(deed)
    if status == DONE and not shown:
        flash(_("Đã lưu. Các thư viết từ nay dùng nội dung mới."), "good")
        return redirect(url_for("correspondence.letter_words", name=kind.name), DONE)
    if status == 409:
        form.seen.data = str(versions.latest(kind))
    made = versions.versions(kind)
    return render_template(
        "correspondence/words.html",
        kind=kind,
        form=form,
        shown=shown[0] if shown else None,
        versions=made,
        own=next((each for each in made if each.state == "in_force"), None),
        now=versions.words(kind) if status == 409 else None,
        one=OneButton(formdata=None),
    ), 200 if status == DONE else status


@blueprint.get("/mau-thu/<letter>/ban/<int:version>")
@requires(Permission.SET_UP_LETTERS, on=versions.of_letter)
def letter_version(version: LetterVersion) -> Any:
    """One version beside what is used now."""
    kind = letters.get(version.letter)
    return render_template(
        "correspondence/version.html",
        kind=kind,
        version=version,
        lines=versions.compared(kind, version),
        one=OneButton(formdata=None),
    )


@blueprint.post("/mau-thu/<letter>/ban/<int:version>/dung-lai")
@requires(Permission.SET_UP_LETTERS, on=versions.of_letter)
def letter_again(version: LetterVersion) -> Any:
    """Use an earlier version again."""
    made = versions.bring_back(version, current_actor())
    flash(_("Đã dùng lại bản %(n)s.", n=version.version), "good")
    return redirect(url_for("correspondence.letter_words", name=made.letter), DONE)


@blueprint.post("/mau-thu/<name>/mac-dinh")
@requires(Permission.SET_UP_LETTERS, on=letters.get)
def letter_default(kind: LetterKind) -> Any:
    """Use the words that come with the system again."""
    versions.back_to_default(kind, current_actor())
    flash(_("Đã trở lại mẫu mặc định."), "good")
    return redirect(url_for("correspondence.letter_words", name=kind.name), DONE)
