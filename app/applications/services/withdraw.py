"""Withdrawing a dossier (rút hồ sơ): possible until a decision has been made."""

from datetime import date
from typing import BinaryIO

from app import access, clock, limits
from app.access import Actor
from app.applications.models import PAPER_WITHDRAWAL, Application, ApplicationFile
from app.applications.services import perform, queries
from app.applications.workflow import MOVES, Action, Status
from app.errors import Conflict, Invalid
from app.extensions import db
from app.files import services as files
from app.text import _

LONGEST_REASON = 1000  # characters


def withdraw(
    application: Application, by: Actor, *, reason: str = "", version: int | None = None
) -> None:
    """Withdraw the dossier; the slot is free again.

    Raises 409 once it has ended or a decision waits to be issued; the words are the same for
    both decisions, and do not say which. Raises 422 for a reason too long.
    """
    limits.texts({"reason": reason}, {"reason": LONGEST_REASON})
    application = queries.lock(application.id)
    if application.status in {Status.APPROVED_UNISSUED, Status.REJECTED_UNISSUED}:
        access.check(MOVES[Action.WITHDRAW].permission, by, application)
        raise Conflict(
            _(
                "Hồ sơ đang trình phê duyệt, lúc này không rút được trên hệ thống. "
                "Vui lòng liên hệ người hướng dẫn của đợt đăng ký."
            )
        )
    perform.perform(
        application, Action.WITHDRAW, by, reason=reason, version=version, facts=_close_asked
    )


def record_paper(
    application: Application,
    *,
    reason: str,
    signed_on: date,
    scan: BinaryIO,
    scan_name: str,
    by: Actor,
    version: int | None = None,
) -> None:
    """An officer records that an organisation without e-mail withdrew on paper, with the scan.

    Raises 403 for an organisation that withdraws by itself, 409 as `withdraw`, 422 for a day
    before the submission or ahead, and as `files.save`.
    """
    application = queries.lock(application.id)
    perform.check(application, Action.WITHDRAW_ON_PAPER, by, reason=reason, version=version)
    if signed_on > clock.today():
        raise Invalid(_("Ngày ký không được sau ngày hôm nay."), "signed_on")
    if application.submitted_at and signed_on < clock.local(application.submitted_at).date():
        raise Invalid(_("Ngày ký không được trước ngày nộp hồ sơ."), "signed_on")
    kept = ApplicationFile(
        application_id=application.id,
        file_id=files.save(scan, scan_name, by).id,
        document_key=PAPER_WITHDRAWAL,
        created_at=clock.now(),
    )
    db.session.add(kept)
    perform.perform(
        application,
        Action.WITHDRAW_ON_PAPER,
        by,
        reason=reason,
        data={"signed_on": signed_on.isoformat()},
        facts=_close_asked,
    )


def _close_asked(application: Application) -> None:
    asked = queries.open_supplement(application)
    if asked is not None:
        asked.closed_at = clock.now()
