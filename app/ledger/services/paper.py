"""What every act of the Sở on the ledger rests on: a document (văn bản), and a reason."""

from datetime import date

from app import clock
from app.errors import Invalid
from app.text import _


def check(number: str, on: date | None = None, reason: str | None = None) -> None:
    """Raise 422 for no number, a day to come, or an empty reason; None is not asked for."""
    if not number.strip():
        raise Invalid(_("Vui lòng ghi số văn bản."), "document_number")
    if reason is not None and not reason.strip():
        raise Invalid(_("Vui lòng nêu lý do."), "reason")
    if on is not None and on > clock.today():
        raise Invalid(_("Ngày văn bản không thể ở sau hôm nay."), "document_on")
