"""The quota (chỉ tiêu) of a content in a call: approvals and changes lock the same row."""

from sqlalchemy import select

from app.errors import Conflict, NotFound
from app.extensions import db
from app.programmes.models import CallContent
from app.text import _


def locked(call_id: int, content_id: int) -> CallContent:
    """Lock what a call offers and read it again; raises `NotFound`."""
    row = db.session.scalar(
        select(CallContent)
        .where(CallContent.call_id == call_id, CallContent.content_id == content_id)
        .with_for_update(of=CallContent)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound(_("Đợt đăng ký này không có nội dung này."))
    return row


def take(call_id: int, content_id: int) -> None:
    """Count one more approval. Raises 409 when the quota is used up."""
    row = locked(call_id, content_id)
    if row.quota is not None and row.approved >= row.quota:
        raise Conflict(
            _(
                "Đợt này đã phê duyệt đủ %(quota)s lượt cho nội dung này.",
                quota=row.quota,
            )
        )
    row.approved += 1
    db.session.flush()
