"""What a bundle keeps from being done to its dossiers singly, while its papers are out."""

from sqlalchemy import delete, select

from app.applications.models import Application
from app.applications.workflow import Status
from app.errors import Conflict
from app.extensions import db
from app.review.models import Bundle, BundleRow
from app.review.workflow import State
from app.text import _

_IN_BUNDLES = frozenset(
    {Status.AWAITING_APPROVAL, Status.APPROVED_UNISSUED, Status.REJECTED_UNISSUED}
)
_HOLDS = frozenset({State.OUT, State.SIGNED})


def of_application(application_id: int) -> Bundle | None:
    """Return the bundle that has the dossier now, whatever its state; None for none."""
    return db.session.scalar(
        select(Bundle)
        .join(BundleRow, BundleRow.bundle_id == Bundle.id)
        .where(BundleRow.application_id == application_id, BundleRow.live.is_(True))
        .execution_options(populate_existing=True)
    )


def holding(application: Application) -> Bundle | None:
    """Return the bundle with which the dossier is signed or issued; None when it goes singly."""
    if Status(application.status) not in _IN_BUNDLES:
        return None
    found = of_application(application.id)
    return found if found is not None and State(found.state) in _HOLDS else None


def check(application: Application) -> None:
    """Raise 409 for a dossier whose outcome is out for signature, or is issued with others.

    The dossier is locked: no bundle takes it meanwhile.
    """
    found = holding(application)
    if found is not None:
        raise Conflict(
            _(
                "Hồ sơ đang nằm trong “%(bundle)s” (%(state)s), nên không giải quyết riêng. "
                "Vui lòng giải quyết cả bộ, hoặc hủy bộ đó trước.",
                bundle=found.name,
                state=found.look.label,
            )
        )


def leave_draft(application_id: int) -> None:
    """Take a dossier that was decided off the bundle somebody is drafting with it."""
    drafts = select(Bundle.id).where(Bundle.state == State.DRAFT.value)
    db.session.execute(
        delete(BundleRow)
        .where(BundleRow.application_id == application_id, BundleRow.bundle_id.in_(drafts))
        .execution_options(synchronize_session="fetch")
    )
