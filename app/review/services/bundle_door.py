"""The only door through which a bundle's state changes."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app import access
from app.access import Actor, Permission
from app.applications.models import Application
from app.applications.services import foreign
from app.audit import services as audit
from app.errors import Conflict, DomainError, NotFound
from app.extensions import db
from app.review.models import Bundle, BundleRow
from app.review.workflow import LOOKS, MOVES, Act, State
from app.text import _

_ROWS = selectinload(Bundle.rows).joinedload(BundleRow.application)
SHOWN = (
    joinedload(Bundle.call),
    joinedload(Bundle.document),
    _ROWS.joinedload(Application.organisation),
    _ROWS.joinedload(Application.content_version),
)


class NotAll(Conflict):
    """Some rows stand in the way; nothing was written. `rows` says each in words."""

    def __init__(self, rows: Sequence[str]) -> None:
        super().__init__(
            _("Chưa thực hiện được, chưa có gì được ghi: %(rows)s", rows=" ".join(rows))
        )
        self.rows = list(rows)


def get(bundle_id: int) -> Bundle:
    """Return a bundle with its rows; raises `NotFound`."""
    found = db.session.scalar(select(Bundle).where(Bundle.id == bundle_id).options(*SHOWN))
    if found is None:
        raise NotFound
    return found


def begin(
    bundle: Bundle,
    by: Actor,
    permission: Permission,
    *states: State,
    seen: int | None = None,
    singly: bool = False,
) -> Bundle:
    """Lock the bundle, before its dossiers; raises 403, 409 in another state or version.

    It is one sheet of paper: who has an interest in one of its dossiers does nothing with it.
    `singly`: each row is judged by itself, and theirs is left to somebody else.
    """
    found = db.session.scalar(
        select(Bundle)
        .where(Bundle.id == bundle.id)
        .with_for_update(of=Bundle)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    access.check(permission, by)
    if not singly:
        check_interest([row.application_id for row in found.rows if row.live], by)
    if seen is not None and seen != found.version:
        raise Conflict(
            _("Danh sách đã thay đổi từ khi anh/chị mở trang. Vui lòng xem lại rồi gửi lại.")
        )
    if State(found.state) not in states:
        raise Conflict(
            _(
                "“%(bundle)s” ở trạng thái “%(state)s” nên không làm được việc này.",
                bundle=found.name,
                state=LOOKS[State(found.state)].label,
            )
        )
    return found


def check_interest(application_ids: Collection[int], by: Actor) -> None:
    """Raise 403 for a list with a dossier in which `by` has an interest; it is not named."""
    if set(application_ids) - foreign.open_to(by, application_ids):
        raise DomainError(
            403,
            _(
                "Danh sách có hồ sơ mà anh/chị có lợi ích liên quan; vui lòng để người khác lập, "
                "trình và ghi nhận."
            ),
        )


def changed(bundle: Bundle, act: str, by: Actor, data: dict[str, Any] | None = None) -> None:
    """Write the event of a deed that leaves the bundle's state as it is."""
    bundle.version += 1
    db.session.flush()
    audit.record("bundle", bundle.id, act, by, data=data)


def perform(bundle: Bundle, act: Act, by: Actor, data: dict[str, Any] | None = None) -> None:
    """Move a bundle that `begin` has locked, its facts set. Raises 409 from another state."""
    move, before = MOVES[act], State(bundle.state)
    if before not in move.sources:
        raise Conflict(
            _(
                "Không thể thực hiện “%(deed)s”: danh sách ở trạng thái “%(state)s”.",
                deed=move.label,
                state=LOOKS[before].label,
            )
        )
    bundle.state = move.target.value
    bundle.version += 1
    db.session.flush()
    audit.record(
        "bundle", bundle.id, act.value, by, before=before.value, after=bundle.state, data=data
    )
