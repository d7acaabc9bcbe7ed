"""What a partner said of an organisation counts only when the organisation says so itself."""

from sqlalchemy import select

from app import access
from app.access import Actor, Permission
from app.errors import Conflict, Invalid
from app.extensions import db
from app.needs.models import Need, NeedItem
from app.needs.services import perform
from app.needs.workflow import Action, Status
from app.organisations.services.queries import lock_beneficiary_of
from app.text import _

LONGEST_NOTE = 1000


def answer(item: NeedItem, yes: bool, by: Actor) -> None:
    """Confirm or decline, by a member. Raises 409 when it is answered already."""
    access.check(Permission.CHANGE_NEED, by, item)
    _answer(item, yes, by, {})


def answer_by_phone(item: NeedItem, yes: bool, note: str, by: Actor) -> None:
    """Write down what the organisation answered an officer; `note`: who was called, and when.

    Raises 422 without the note.
    """
    access.check(Permission.CONFIRM_BY_PHONE, by, item)
    if not note.strip() or len(note) > LONGEST_NOTE:
        raise Invalid(_("Vui lòng ghi đã gọi ai, số nào, lúc nào."), "note")
    _answer(item, yes, by, {"note": note.strip()})


def _answer(item: NeedItem, yes: bool, by: Actor, data: dict[str, str]) -> None:
    lock_beneficiary_of(item.need.organisation_id)
    if yes and _said_itself(item):
        raise Conflict(
            _(
                "Đơn vị đã tự đăng ký nhu cầu này cho cùng năm, không cần xác nhận thêm. "
                "Anh/chị chọn “Không xác nhận” để nhu cầu không bị tính hai lần."
            )
        )
    perform.perform(item, Action.CONFIRM if yes else Action.DECLINE, by, data=data)


def _said_itself(item: NeedItem) -> bool:
    found = db.session.scalar(
        select(NeedItem.id)
        .join(Need, Need.id == NeedItem.need_id)
        .where(
            Need.organisation_id == item.need.organisation_id,
            Need.wanted_year == item.need.wanted_year,
            NeedItem.content_id == item.content_id,
            NeedItem.status.in_((Status.OPEN.value, Status.INVITED.value)),
        )
        .limit(1)
    )
    return found is not None
