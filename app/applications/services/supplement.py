"""Yêu cầu bổ sung: asked once with everything that lacks, answered item by item."""

from collections.abc import Sequence

from app import access, clock
from app.access import Actor, Permission
from app.applications.models import Application, SupplementItem, SupplementRequest
from app.applications.services import deadlines, perform, queries, submit
from app.applications.workflow import Action, Status
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.text import _

MOST_ITEMS = 20


def request(
    application: Application, items: Sequence[str], by: Actor, *, version: int | None = None
) -> SupplementRequest:
    """Ask the applicant for everything that lacks; the clock stops until the answer.

    The deadline is the call's number of working days from today. Raises 422 without items.
    """
    wanted = [item.strip() for item in items if item.strip()][:MOST_ITEMS]
    application = queries.lock(application.id)
    perform.check(application, Action.REQUEST_SUPPLEMENT, by, version=version)
    if not wanted:
        raise Invalid(_("Vui lòng nêu ít nhất một nội dung cần bổ sung."), "items")
    assert application.due_on is not None
    assert application.answer_on is not None
    asked = SupplementRequest(
        application_id=application.id,
        asked_at=clock.now(),
        deadline_on=deadlines.supplement_deadline(application),
        due_before=application.due_on,
        answer_before=application.answer_on,
        items=[
            SupplementItem(position=position, text=text)
            for position, text in enumerate(wanted, start=1)
        ],
    )
    application.supplements.append(asked)
    db.session.flush()

    def facts(application: Application) -> None:
        application.due_on = asked.deadline_on

    perform.perform(
        application,
        Action.REQUEST_SUPPLEMENT,
        by,
        facts=facts,
        data={"request": asked.id, "items": wanted},
        letter=lambda: {"items": wanted, "deadline_on": asked.deadline_on},
    )
    return asked


def item(application: Application, item_id: int) -> SupplementItem:
    """Return an item of the dossier's open request; raises `NotFound`."""
    asked = queries.open_supplement(application)
    for each in asked.items if asked else []:
        if each.id == item_id:
            return each
    raise NotFound


def answer(application: Application, asked_item: SupplementItem, text: str, by: Actor) -> None:
    """Keep the answer to one item; nothing is sent yet."""
    application = queries.lock(application.id)
    access.check(Permission.ANSWER_SUPPLEMENT, by, application)
    if application.status != Status.SUPPLEMENT_REQUESTED:
        raise Conflict(_("Hồ sơ không ở trạng thái chờ bổ sung."))
    asked_item.answer = text
    db.session.flush()
    audit.record("application", application.id, "answer_item", by, data={"item": asked_item.id})


def unanswered(application: Application) -> list[SupplementItem]:
    """Return the items with neither a text nor a file."""
    asked = queries.open_supplement(application)
    with_file = {file.item_id for file in queries.files(application)}
    return [
        each
        for each in (asked.items if asked else [])
        if not each.answer and each.id not in with_file
    ]


def send(application: Application, by: Actor, *, version: int | None = None) -> None:
    """Send the supplement; the dossier goes back where it was and the clock runs on.

    Raises 422 while an item has no answer, 409 when the deadline has passed and the dossier was
    closed for it.
    """
    application = queries.lock(application.id)
    perform.check(application, Action.SUPPLEMENT, by, version=version)
    if lacking := unanswered(application):
        raise Invalid(
            _("Còn mục chưa trả lời: %(items)s.", items="; ".join(each.text for each in lacking))
        )
    asked = queries.open_supplement(application)
    assert asked is not None

    def facts(application: Application) -> None:
        asked.closed_at = clock.now()
        deadlines.resume(application, asked)

    perform.perform(application, Action.SUPPLEMENT, by, facts=facts, data={"request": asked.id})
    submit.keep_revision(application)
