"""Questions and answers of a dossier: the organisation's page, the desk's, and the files."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from app.access import Actor, Permission, allowed
from app.applications.models import Application
from app.applications.services import queries
from app.correspondence.forms import MessageForm
from app.correspondence.models import Thread
from app.correspondence.routes.room import blueprint
from app.correspondence.services import ratings, threads
from app.extensions import limiter
from app.files import services as files
from app.files.serving import served
from app.forms import CONFLICT, DONE, OneButton
from app.guard import current_actor, requires
from app.text import _, row_number


def _page(application: Application, form: MessageForm, *, inside: bool, status: int = 200) -> Any:
    thread = threads.of(application.id)
    permission = Permission.ANSWER_QUESTION if inside else Permission.ASK_QUESTION
    may = allowed(permission, current_actor(), application)
    if status in {200, CONFLICT}:
        form.seen.data = str(threads.latest(application.id))
    unread = 0 if thread is None else (thread.unread_inside if inside else thread.unread_outside)
    return render_template(
        "correspondence/thread.html",
        application=application,
        form=form,
        inside=inside,
        thread=thread,
        messages=threads.messages(application.id),
        may_write=may and threads.is_open(application) and not (inside and thread is None),
        closed=not threads.is_open(application),
        unread=unread if may else 0,
        one=OneButton(formdata=None),
    ), status


def _answered(application: Application, form: MessageForm, by: Actor) -> None:
    seen = row_number(form.seen.data)
    threads.answer(
        application, form.text.data, form.attached, by, seen=-1 if seen is None else seen
    )


def _asked(application: Application, form: MessageForm, by: Actor) -> None:
    threads.ask(application, form.text.data, form.attached, by)


def _written(
    application: Application,
    deed: Callable[[Application, MessageForm, Actor], None],
    *,
    inside: bool,
) -> Any:
    form = MessageForm()
    by = current_actor()
    status = form.carry_out(lambda: deed(application, form, by))
    if status == DONE:
        flash(_("Đã gửi trả lời.") if inside else _("Đã gửi câu hỏi."), "good")
        return redirect(_here(application, inside=inside), DONE)
    return _page(application, form, inside=inside, status=status)


def _here(application: Application, *, inside: bool) -> str:
    page = "correspondence.desk_thread" if inside else "correspondence.own_thread"
    return url_for(page, application_id=application.id)


@blueprint.get("/ho-so/<int:application_id>/hoi-dap")
@requires(Permission.ASK_QUESTION, on=queries.get)
def own_thread(application: Application) -> Any:
    """What the organisation asked and was answered."""
    return _page(application, MessageForm(), inside=False)


@blueprint.post("/ho-so/<int:application_id>/hoi-dap")
@requires(Permission.ASK_QUESTION, on=queries.get)
@limiter.limit("30 per hour")
def ask(application: Application) -> Any:
    """Ask."""
    return _written(application, _asked, inside=False)


@blueprint.get("/xet-duyet/<int:application_id>/hoi-dap")
@requires(Permission.VIEW_DOSSIER, on=queries.get)
def desk_thread(application: Application) -> Any:
    """The same thread at the desk."""
    return _page(application, MessageForm(), inside=True)


@blueprint.post("/xet-duyet/<int:application_id>/hoi-dap")
@requires(Permission.ANSWER_QUESTION, on=queries.get)
def answer(application: Application) -> Any:
    """Answer."""
    return _written(application, _answered, inside=True)


@blueprint.post("/ho-so/<int:application_id>/hoi-dap/da-doc")
@requires(Permission.ASK_QUESTION, on=queries.get)
def own_read(application: Application) -> Any:
    """The organisation has read the answers."""
    threads.mark_read(application, current_actor())
    return redirect(_here(application, inside=False), DONE)


@blueprint.post("/xet-duyet/<int:application_id>/hoi-dap/da-doc")
@requires(Permission.ANSWER_QUESTION, on=queries.get)
def desk_read(application: Application) -> Any:
    """The desk has read the questions; they go on waiting for an answer."""
    threads.mark_read(application, current_actor())
    return redirect(_here(application, inside=True), DONE)


@blueprint.get("/ho-so/<int:application_id>/hoi-dap/<int:message_id>/tep")
@requires(Permission.VIEW_APPLICATION, on=queries.get)
def message_file(application: Application, message_id: int) -> Response:
    """The file of a message."""
    stored = threads.attachment(application.id, message_id)
    return served(stored, files.read(stored))


@blueprint.app_context_processor
def _on_the_dossiers_page() -> dict[str, Any]:
    """What the organisation's page of a dossier asks: whether something was answered, rated."""

    def conversation(application: Application) -> Thread | None:
        return threads.of(application.id)

    def to_rate(application: Application) -> bool:
        return (
            ratings.may_be_rated(application)
            and ratings.of(application.id) is None
            and allowed(Permission.RATE, current_actor(), application)
        )

    return {"conversation": conversation, "to_rate": to_rate}
