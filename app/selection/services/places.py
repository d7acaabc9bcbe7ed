"""Places (chỗ) of a content in a call, and who comes from the reserve into a freed one.

places = quota - approvals that stand - dossiers between the session and the approval. A dossier
that a leader returned for clarification keeps its place; a rejection frees it when it is issued.
Whatever takes a place does it under the lock of the call-content, so that two never take one.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from app import clock
from app.access import SYSTEM, Actor
from app.applications.models import Application
from app.applications.services import perform as dossier
from app.applications.services import queries
from app.applications.workflow import Action, Status
from app.errors import Conflict
from app.extensions import db
from app.programmes.models import Call, CallContent
from app.programmes.services import quota
from app.selection.models import Listed
from app.selection.workflow import Outcome
from app.text import _

MOST = 100
BEYOND = (Status.AWAITING_ENDORSEMENT, Status.AWAITING_APPROVAL, Status.REJECTED_UNISSUED)
RETURNED = (Status.UNDER_APPRAISAL, Status.SUPPLEMENT_REQUESTED, Status.AWAITING_SELECTION)


def _last_said() -> ColumnElement[int]:
    """Return the id of the last conclusion about a dossier."""
    return (
        select(func.max(Listed.id))
        .where(
            Listed.application_id == Application.id,
            Listed.outcome.is_not(None),
        )
        .correlate(Application)
        .scalar_subquery()
    )


def _takes() -> ColumnElement[bool]:
    """Say which dossiers stand in a place without being approved yet."""
    chosen = and_(
        Listed.id == _last_said(),
        or_(Listed.outcome == Outcome.SHORTLISTED, Listed.promoted_at.is_not(None)),
    )
    return and_(Application.status.in_([*BEYOND, *RETURNED]), chosen)


def taken(call_id: int, content_id: int) -> int:
    """Return how many dossiers stand between their session and their approval."""
    found = db.session.scalar(
        select(func.count())
        .select_from(Application)
        .join(Listed, Listed.application_id == Application.id)
        .where(Application.call_id == call_id, Application.content_id == content_id, _takes())
    )
    return int(found or 0)


def held_by(application_ids: Sequence[int]) -> int:
    """Return how many of these dossiers stand in a place already (returned for clarification)."""
    found = db.session.scalar(
        select(func.count())
        .select_from(Application)
        .join(Listed, Listed.application_id == Application.id)
        .where(Application.id.in_(application_ids), _takes())
    )
    return int(found or 0)


def free(row: CallContent) -> int | None:
    """Return the free places of a content in a call; None where it has no quota.

    Negative when the quota was lowered below what is in progress.
    """
    if row.quota is None:
        return None
    return row.quota - row.approved - taken(row.call_id, row.content_id)


def waiting(call_id: int, content_id: int) -> Sequence[Application]:
    """Return the reserve of a content in a call, the first to be promoted first."""
    return db.session.scalars(
        select(Application)
        .where(
            Application.call_id == call_id,
            Application.content_id == content_id,
            Application.status == Status.RESERVE,
        )
        .options(joinedload(Application.organisation), joinedload(Application.content_version))
        .order_by(Application.rank, Application.submitted_at, Application.id)
        .limit(MOST)
    ).all()


def with_reserve() -> list[tuple[int, int]]:
    """Return (call, content) of everything that has a reserve."""
    rows = db.session.execute(
        select(Application.call_id, Application.content_id)
        .where(Application.status == Status.RESERVE)
        .group_by(Application.call_id, Application.content_id)
        .order_by(Application.call_id, Application.content_id)
    ).all()
    return [(call_id, content_id) for call_id, content_id in rows]


def fillable(call_id: int, content_id: int) -> int:
    """Return how many of the reserve can be promoted now."""
    row = quota.offered(call_id, content_id)
    waits = len(waiting(call_id, content_id))
    if row is None:
        return 0
    left = free(row)
    return waits if left is None else max(min(left, waits), 0)


def promote_next(call_id: int, content_id: int, by: Actor = SYSTEM) -> Application | None:
    """Promote the first of the reserve into a free place, in the caller's transaction.

    None when there is no free place or nobody waits. The dossier is locked first, the
    call-content after it: what was free without the lock is looked at again under it.
    """
    row = quota.offered(call_id, content_id)
    if row is None or ((left := free(row)) is not None and left <= 0):
        return None
    for each in waiting(call_id, content_id):
        application = queries.lock(each.id)
        if application.status != Status.RESERVE:
            continue  # withdrawn, ended or promoted meanwhile: the next one
        promote(application, by)
        return application
    return None


def promote_first(application: Application, by: Actor) -> None:
    """Promote this dossier, which must be the first of its reserve (409): ranks are kept."""
    application = queries.lock(application.id)
    waits = waiting(application.call_id, application.content_id)
    if waits and waits[0].id != application.id:
        raise Conflict(
            _("Hồ sơ %(reference)s xếp trước trong danh sách dự bị.", reference=waits[0].reference)
        )
    promote(application, by)


def promote(application: Application, by: Actor, *, version: int | None = None) -> None:
    """Promote one dossier of the reserve. Raises 409 without a free place."""

    def facts(promoted: Application) -> None:
        row = quota.locked(promoted.call_id, promoted.content_id)
        left = free(row)
        if left is not None and left <= 0:
            raise Conflict(_("Nội dung này không còn chỗ trong đợt."))
        last = db.session.scalars(
            select(Listed)
            .where(Listed.application_id == promoted.id, Listed.outcome.is_not(None))
            .order_by(Listed.id.desc())
            .limit(1)
        ).first()
        if last is not None:
            last.promoted_at = clock.now()

    straight = not application.call.programme.endorsement
    action = Action.PROMOTE_STRAIGHT if straight else Action.PROMOTE
    dossier.perform(application, action, by, version=version, facts=facts)


def call_of(call_id: int) -> Call:
    """Return the call of a place."""
    return db.session.get_one(Call, call_id)
