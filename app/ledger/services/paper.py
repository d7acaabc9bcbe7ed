"""What every act of the Sở on the ledger rests on: a document (văn bản), and a reason."""

from datetime import date

from app import clock, limits
from app.errors import Invalid
from app.text import _

LONGEST = {"document_number": 60, "reason": 2000, "note": 2000}  # characters


def check(number: str, on: date | None = None, reason: str | None = None) -> None:
    """Raise 422 for no number, a day to come, an empty reason, or a text that is too long; None
    is not asked for."""
    limits.texts({"document_number": number, "reason": reason}, LONGEST)
    if not number.strip():
        raise Invalid(_("Vui lòng ghi số văn bản."), "document_number")
    if reason is not None and not reason.strip():
        raise Invalid(_("Vui lòng nêu lý do."), "reason")
    if on is not None and on > clock.today():
        raise Invalid(_("Ngày văn bản không thể ở sau hôm nay."), "document_on")
