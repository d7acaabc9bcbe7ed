"""Withdrawing a dossier (rút hồ sơ): possible until a decision has been made."""

from app import access, clock
from app.access import Actor
from app.applications.models import Application
from app.applications.services import perform, queries
from app.applications.workflow import MOVES, Action, Status
from app.errors import Conflict
from app.text import _


def withdraw(
    application: Application, by: Actor, *, reason: str = "", version: int | None = None
) -> None:
    """Withdraw the dossier; the slot is free again.

    Raises 409 once it has ended or a decision waits to be issued; the words are the same for
    both decisions, and do not say which.
    """
    application = queries.lock(application.id)
    if application.status in {Status.APPROVED_UNISSUED, Status.REJECTED_UNISSUED}:
        access.check(MOVES[Action.WITHDRAW].permission, by, application)
        raise Conflict(
            _(
                "Hồ sơ đang trình phê duyệt, lúc này không rút được trên hệ thống. "
                "Vui lòng liên hệ người hướng dẫn của đợt đăng ký."
            )
        )

    def facts(application: Application) -> None:
        asked = queries.open_supplement(application)
        if asked is not None:
            asked.closed_at = clock.now()

    perform.perform(application, Action.WITHDRAW, by, reason=reason, version=version, facts=facts)
