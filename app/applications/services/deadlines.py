"""When a step is due and when the applicant may expect the result, in working days.

Durations are the call's; dates are frozen into the dossier when the step begins. The clock
stops while the applicant supplements.
"""

from datetime import date

from app import clock
from app.applications.models import Application, SupplementRequest
from app.applications.workflow import Status
from app.programmes.services import calendar
from app.programmes.working_days import add_working_days, working_days_between

WAITS_FOR_OTHERS = frozenset(
    {
        Status.AWAITING_SELECTION,
        Status.RESERVE,
        Status.AWAITING_ENDORSEMENT,
        Status.AWAITING_APPROVAL,
    }
)


def at_submission(application: Application) -> None:
    """Reception is due; the result is expected after all steps."""
    call, days = application.call, calendar.current()
    received = add_working_days(clock.today(), call.reception_days, days)
    application.due_on = received
    application.answer_on = add_working_days(
        received, call.appraisal_days + call.decision_days, days
    )


def at_step(application: Application, before: Status, target: Status) -> None:
    """Set the due date of the step that `target` begins."""
    if target is Status.ACCEPTED:
        application.due_on, application.answer_on = if_accepted(application)
    elif target in WAITS_FOR_OTHERS:
        if before is Status.RESERVE:
            _after_reserve(application)
        application.due_on = application.answer_on


def on_reserve(application: Application) -> None:
    """Move both dates to the last day of the reserve place: until then nobody is late."""
    if application.reserve_until is not None and application.answer_on is not None:
        application.answer_on = max(application.answer_on, application.reserve_until)
        application.due_on = application.answer_on


def _after_reserve(application: Application) -> None:
    """The decision has its own days again from the day a place became free."""
    days = calendar.current()
    application.answer_on = add_working_days(clock.today(), application.call.decision_days, days)


def if_accepted(application: Application) -> tuple[date, date]:
    """Return until when it is appraised and answered if it is accepted today."""
    call, days = application.call, calendar.current()
    appraised = add_working_days(clock.today(), call.appraisal_days, days)
    return appraised, add_working_days(appraised, call.decision_days, days)


def supplement_deadline(application: Application) -> date:
    """Return the day until which a supplement asked for today may come."""
    return add_working_days(clock.today(), application.call.supplement_days, calendar.current())


def resume(application: Application, request: SupplementRequest) -> None:
    """Let the clock run on: both dates move by the working days the supplement took."""
    days = calendar.current()
    asked = clock.local(request.asked_at).date()
    took = working_days_between(asked, clock.today(), days)
    application.due_on = add_working_days(request.due_before, took, days)
    application.answer_on = add_working_days(request.answer_before, took, days)
