"""The letter of a move, read before the move is made: with the real dossier, posted to nobody."""

from collections.abc import Callable
from datetime import date
from typing import Any

from app import clock
from app.applications import emails
from app.applications.models import Application
from app.applications.services import deadlines
from app.applications.workflow import LOOKS, Move, Status
from app.outbox import services as outbox
from app.outbox.services import Rendered
from app.review.services import decision
from app.text import _

Said = dict[str, Any]


def _typed(form: Any, name: str) -> str:
    """Return what is typed in a field, or where it will stand."""
    field = getattr(form, name, None)
    typed = str(field.data or "").strip() if field is not None else ""
    return typed or _("[nội dung anh/chị sẽ ghi]")


def _day(form: Any, name: str) -> date:
    field = getattr(form, name, None)
    return field.data if field is not None and isinstance(field.data, date) else clock.today()


def _accepted(application: Application, _form: Any) -> Said:
    due_on, answer_on = deadlines.if_accepted(application)
    return {"due_on": due_on, "answer_on": answer_on}


def _asked(application: Application, form: Any) -> Said:
    day = deadlines.supplement_deadline(application)
    items = [line for line in form.lines() if line] or [_typed(form, "items")]
    return {"items": items, "deadline_on": day, "due_on": day}


def _issued(application: Application, form: Any) -> Said:
    made = decision.current(application.id)
    return {
        "number": _typed(form, "number"),
        "issued_on": _day(form, "issued_on"),
        "decision_reason": made.reason if made else "",
    }


def _reasoned(_application: Application, form: Any) -> Said:
    return {"reason": _typed(form, "reason")}


SAID: dict[str, Callable[[Application, Any], Said]] = {
    "accepted": _accepted,
    "declined": _reasoned,
    "supplement_requested": _asked,
    "approved": _issued,
    "rejected": _issued,
    "withdrawn": _reasoned,
}


def of(move: Move, application: Application, form: Any) -> Rendered | None:
    """Return what the organisation would be told by the move, or None when it is told nothing."""
    said = SAID.get(move.letter or "")
    if move.letter is None or said is None:
        return None
    context = {
        **emails.context(application),
        "reason": "",
        "status": LOOKS[Status(move.target)].label,
        **said(application, form),
    }
    paper = not application.organisation.contact_email
    return outbox.rendered(f"application_{move.letter}", context, paper=paper)
