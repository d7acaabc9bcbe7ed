"""Yêu cầu bổ sung: asked once with everything that lacks, answered item by item."""

from collections.abc import Sequence
from hashlib import sha256

from app import access, clock, limits
from app.access import Actor, Permission
from app.applications.models import Application, SupplementItem, SupplementRequest
from app.applications.services import deadlines, perform, queries, submit
from app.applications.workflow import Action, Status
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.programmes.working_days import end_of_day
from app.text import _, format_date

MOST_ITEMS = 20
LONGEST_ANSWER = 4000  # characters


def request(
    application: Application, items: Sequence[str], by: Actor, *, version: int | None = None
) -> SupplementRequest:
    """Ask the applicant for everything that lacks; the clock stops until the answer.

    The deadline is the call's number of working days from today. Raises 422 without items.
    """
    wanted = [item.strip() for item in items if item.strip()]
    application = queries.lock(application.id)
    perform.check(application, Action.REQUEST_SUPPLEMENT, by, version=version)
    if not wanted:
        raise Invalid(_("Vui lòng nêu ít nhất một nội dung cần bổ sung."), "items")
    if len(wanted) > MOST_ITEMS:
        raise Invalid(_("Mỗi lần yêu cầu tối đa %(most)s mục.", most=MOST_ITEMS), "items")
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


def in_time(application: Application) -> SupplementRequest:
    """Return the open request; raises 409 once 17:00 of its deadline has come."""
    asked = queries.open_supplement(application)
    if asked is None:
        raise Conflict(_("Hồ sơ không ở trạng thái chờ bổ sung."))
    if clock.now() >= end_of_day(asked.deadline_on):
        raise Conflict(
            _(
                "Đã quá hạn bổ sung (17 giờ ngày %(day)s) nên hồ sơ dừng giải quyết. Đơn vị có "
                "thể nộp hồ sơ mới khi đợt đăng ký còn mở.",
                day=format_date(asked.deadline_on),
            )
        )
    return asked


def waiting(application: Application, by: Actor) -> Application:
    """Lock the dossier and make sure the applicant may still answer (403, 409)."""
    application = queries.lock(application.id)
    access.check(Permission.ANSWER_SUPPLEMENT, by, application)
    if application.status != Status.SUPPLEMENT_REQUESTED:
        raise Conflict(_("Hồ sơ không ở trạng thái chờ bổ sung."))
    in_time(application)
    return application


def digest(asked_item: SupplementItem) -> str:
    """Return what tells an answer from another: what a form says it has seen."""
    return sha256(asked_item.answer.encode()).hexdigest()


def answer(
    application: Application,
    asked_item: SupplementItem,
    text: str,
    by: Actor,
    *,
    seen: str | None = None,
) -> None:
    """Keep the answer to one item; nothing is sent yet.

    Raises 422 for a text too long, 409 when a colleague wrote another answer than the one `seen`.
    """
    limits.texts({"text": text}, {"text": LONGEST_ANSWER})
    application = waiting(application, by)
    asked_item = item(application, asked_item.id)  # still of the open request, under the lock
    db.session.refresh(asked_item)
    if seen not in {None, digest(asked_item)} and text != asked_item.answer:
        raise Conflict(
            _("Người khác vừa lưu câu trả lời của mục này. Vui lòng xem lại rồi lưu lại.")
        )
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

    Raises 422 while an item has no answer, 409 from 17:00 of the deadline on, whether or not the
    lapse has been carried out yet: the hour of a timer decides nothing.
    """
    application = queries.lock(application.id)
    perform.check(application, Action.SUPPLEMENT, by, version=version)
    asked = in_time(application)
    if lacking := unanswered(application):
        raise Invalid(
            _("Còn mục chưa trả lời: %(items)s.", items="; ".join(each.text for each in lacking))
        )

    def facts(application: Application) -> None:
        asked.closed_at = clock.now()
        deadlines.resume(application, asked)

    perform.perform(application, Action.SUPPLEMENT, by, facts=facts, data={"request": asked.id})
    submit.keep_revision(application)
