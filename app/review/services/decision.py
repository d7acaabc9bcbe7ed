"""Endorsement, decision, return; nothing here takes effect before the clerk has issued it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock, limits
from app.access import Actor
from app.accounts.models import Person
from app.accounts.services.authors import by_name
from app.applications.models import Application
from app.applications.services import perform as door
from app.applications.services import queries
from app.applications.workflow import Action, Status
from app.appraisal.services import appraisal
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.files import services as files
from app.papers.services import stale
from app.programmes.services import quota
from app.review.models import Decision
from app.review.services import bundle_bar
from app.text import _, fold, format_date

SHOWN = (
    by_name(Decision.decider),
    joinedload(Decision.scan),
    joinedload(Decision.issued_file),
)

LONGEST = {"signer_name": 120, "signer_capacity": 120}  # characters


def endorse(application: Application, by: Actor, *, version: int | None = None) -> None:
    """The Chi cục's leader agrees and sends the dossier on to the Sở."""
    door.perform(application, Action.ENDORSE, by, version=version)


def send_back(
    application: Application, reason: str, by: Actor, *, version: int | None = None
) -> None:
    """Return the dossier to the appraising officer with a note."""
    application = queries.lock(application.id)
    waits_for_lead = application.status == Status.AWAITING_ENDORSEMENT
    action = Action.RETURN_TO_APPRAISAL if waits_for_lead else Action.RETURN_BY_DIRECTOR
    bundle_bar.check(application)
    door.perform(application, action, by, reason=reason, version=version)
    _drafts_go(application, by)


def decide(
    application: Application,
    outcome: str,
    reason: str,
    by: Actor,
    *,
    amount: int | None = None,
    version: int | None = None,
) -> Decision:
    """A director approves, or rejects with a reason; who appraised may not (403).

    `amount` (đồng) is asked for where the call's content has a ceiling or its project a budget
    (422), and is committed with the place (409 when nothing is left).
    """
    application = queries.lock(application.id)
    action = Action.APPROVE if outcome == "approve" else Action.REJECT
    door.check(application, action, by, reason=reason, version=version)
    bundle_bar.check(application)
    door.perform(application, action, by, reason=reason, facts=_within_quota(outcome, amount))
    return _keep(application, by, outcome=outcome, reason=reason, decided_by=by.person_id)


def record_paper(
    application: Application,
    *,
    outcome: str,
    reason: str,
    signer_name: str,
    signer_capacity: str,
    signed_on: date,
    scan: BinaryIO,
    scan_name: str,
    by: Actor,
    amount: int | None = None,
    version: int | None = None,
) -> Decision:
    """An officer records a decision that was signed on paper, with its scan.

    Raises 403 when the signer is one of those who appraised, 422 when the date lies ahead.
    """
    application = queries.lock(application.id)
    action = _recorded(outcome)
    door.check(application, action, by, reason=reason, version=version)
    bundle_bar.check(application)
    check_signer(application, signer_name, signer_capacity, signed_on)
    stored = files.save(scan, scan_name, by)
    return keep_paper(
        application,
        outcome=outcome,
        reason=reason,
        signer_name=signer_name,
        signer_capacity=signer_capacity,
        signed_on=signed_on,
        by=by,
        amount=amount,
        scan_id=stored.id,
    )


def check_signer(
    application: Application, signer_name: str, signer_capacity: str, signed_on: date
) -> None:
    """Raise 403 when the signer is one of those who appraised, 422 for a day that cannot be."""
    signer = {"signer_name": signer_name, "signer_capacity": signer_capacity}
    limits.texts(signer, LONGEST, needed=LONGEST)
    if signed_on > clock.today():
        raise Invalid(_("Ngày ký không được sau ngày hôm nay."), "signed_on")
    assert application.submitted_at is not None
    if signed_on < clock.local(application.submitted_at).date():
        raise Invalid(_("Ngày ký không được trước ngày nộp hồ sơ."), "signed_on")
    if any(name in fold(signer_name) for name in _appraiser_names(application)):
        raise DomainError(403, _("Người đã thẩm định không được ký phê duyệt."), "signer_name")


def keep_paper(
    application: Application,
    *,
    outcome: str,
    reason: str,
    signer_name: str,
    signer_capacity: str,
    signed_on: date,
    by: Actor,
    amount: int | None = None,
    scan_id: int | None = None,
) -> Decision:
    """Keep what was signed on paper about a locked dossier, alone or in a list.

    In a list there is no scan of each: the signed file comes with the issue. Raises as the move.
    """
    door.perform(
        application,
        _recorded(outcome),
        by,
        reason=reason,
        data={"signer": signer_name},
        facts=_within_quota(outcome, amount),
    )
    return _keep(
        application,
        by,
        outcome=outcome,
        reason=reason,
        recorded_by=by.person_id,
        signer_name=signer_name,
        signer_capacity=signer_capacity,
        signed_on=signed_on,
        scan_id=scan_id,
    )


def _recorded(outcome: str) -> Action:
    return Action.RECORD_APPROVAL if outcome == "approve" else Action.RECORD_REJECTION


def _appraiser_names(application: Application) -> set[str]:
    names = db.session.scalars(
        select(Person.name).where(Person.id.in_(application.appraiser_ids or [0]))
    )
    return {fold(name) for name in names}


def _within_quota(outcome: str, amount: int | None) -> Callable[[Application], None] | None:
    """The quota is looked at inside the move, after the beneficiary is locked: the lock order."""
    if outcome != "approve":
        return None
    return lambda application: take_quota(application, amount)


def take_quota(application: Application, amount: int | None = None) -> None:
    """Count the approval and its amount (đồng); raises 409 when quota or budget are used up."""
    quota.take(application.call_id, application.content_id, amount)
    application.approved_amount = amount


def must_be_made(application_id: int) -> None:
    """Refuse (409) a number to the draft of a decision that nobody has made yet.

    Documents are numbered once they are signed (NĐ 30/2020, Điều 15): until then the amount may
    become another, or the outcome.
    """
    if queries.get(application_id).status in {
        Status.AWAITING_ENDORSEMENT,
        Status.AWAITING_APPROVAL,
    }:
        raise Conflict(_("Quyết định chỉ ghi số sau khi đã được quyết định, ký."))


def _drafts_go(application: Application, by: Actor) -> None:
    """Withdraw the draft of a decision that says another outcome or amount than was decided."""
    reason = _("Hồ sơ đã được giải quyết khác với dự thảo.")
    stale.let_go("application", application.id, reason, by, only={"quyet_dinh"})


def _keep(application: Application, by: Actor, **values: object) -> Decision:
    bundle_bar.leave_draft(application.id)
    _drafts_go(application, by)
    appraised = appraisal.of_application(application.id)
    decision = Decision(
        application_id=application.id,
        appraised_by=appraised[0].person_id if appraised else None,
        at=clock.now(),
        **values,
    )
    db.session.add(decision)
    db.session.flush()
    return decision


def current(application_id: int) -> Decision | None:
    """Return the newest decision of a dossier."""
    return db.session.scalars(
        select(Decision)
        .where(Decision.application_id == application_id)
        .options(*SHOWN)
        .order_by(Decision.id.desc())
        .limit(1)
    ).first()


def issued_numbers(application_ids: Sequence[int]) -> dict[int, str]:
    """Return number and date of the issued document of each dossier that has one."""
    found = db.session.execute(
        select(Decision.application_id, Decision.number, Decision.issued_on)
        .where(Decision.application_id.in_(application_ids), Decision.issued_on.is_not(None))
        .order_by(Decision.id)
    )
    return {key: f"{number}, {format_date(day)}" for key, number, day in found}
