"""The quota (chỉ tiêu) of a content in a call, and the budget (kinh phí) of its project.

Approvals and changes of the quota lock the same row; the project's row is locked after it.
"""

from sqlalchemy import select

from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.programmes.models import CallContent, Project
from app.text import _, format_money


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


def wants_amount(row: CallContent) -> bool:
    """Return whether an approval says an amount: the content has a ceiling or a budget."""
    return row.ceiling is not None or (row.project is not None and row.project.budget is not None)


def offered(call_id: int, content_id: int) -> CallContent | None:
    """Return what a call offers of a content, unlocked; None when it does not."""
    return db.session.scalar(
        select(CallContent).where(
            CallContent.call_id == call_id, CallContent.content_id == content_id
        )
    )


def limits(row: CallContent) -> list[str]:
    """Return in words what an amount may not exceed."""
    found = []
    if row.ceiling is not None:
        most = format_money(row.ceiling)
        found.append(_("Mức tối đa một lượt: %(most)s.", most=most))
    if row.project is not None and row.project.budget is not None:
        left = format_money(row.project.budget - row.project.committed)
        found.append(
            _("Kinh phí còn lại của %(project)s: %(left)s.", project=row.project.code, left=left)
        )
    return found


def take(call_id: int, content_id: int, amount: int | None = None) -> None:
    """Count one more approval, and commit its amount (đồng) to the project's budget.

    Raises 409 when the quota or the budget is used up, 422 for an amount that is missing where
    one is asked for, or lies above the ceiling.
    """
    row = locked(call_id, content_id)
    if row.quota is not None and row.approved >= row.quota:
        raise Conflict(
            _(
                "Đợt này đã phê duyệt đủ %(quota)s lượt cho nội dung này.",
                quota=row.quota,
            )
        )
    check_amount(row, amount)
    row.approved += 1
    if amount is not None:
        _commit(row, amount)
    db.session.flush()


def release(call_id: int, content_id: int, amount: int | None = None) -> None:
    """Take one approval and its amount back: its support ended before it began."""
    row = locked(call_id, content_id)
    row.approved -= 1
    if amount is not None:
        _commit(row, -amount)
    db.session.flush()


def check_amount(row: CallContent, amount: int | None) -> None:
    """Raise 422 for an amount (đồng) that is missing where one is asked for, or not allowed."""
    if amount is None:
        if wants_amount(row):
            raise Invalid(_("Vui lòng ghi số tiền hỗ trợ."), "amount")
        return
    if amount <= 0:
        raise Invalid(_("Số tiền hỗ trợ phải lớn hơn 0."), "amount")
    if row.ceiling is not None and amount > row.ceiling:
        raise Invalid(
            _("Mức tối đa của nội dung này là %(most)s.", most=format_money(row.ceiling)), "amount"
        )


def _commit(row: CallContent, amount: int) -> None:
    """Add to (or take from) what is approved from the project; its row is locked after this one."""
    if row.project_id is None:
        return
    project = db.session.scalars(
        select(Project)
        .where(Project.id == row.project_id)
        .with_for_update(of=Project)
        .execution_options(populate_existing=True)
    ).one()
    if project.budget is not None and project.committed + amount > project.budget:
        raise Conflict(
            _(
                "Kinh phí của %(project)s còn %(left)s, không đủ cho %(amount)s.",
                project=project.code,
                left=format_money(project.budget - project.committed),
                amount=format_money(amount),
            ),
            "amount",
        )
    project.committed += amount
