"""What a row must have before it can be written, and what is worth a look. Pure."""

from collections.abc import Sequence

from app import clock
from app.errors import Invalid
from app.imports.cells import EARLIEST_YEAR
from app.imports.told import GOOD, WRONG, Told
from app.ledger.services.rule import standard_name
from app.programmes.models import SupportContent
from app.text import _


def faults(told: Told, content: SupportContent | None) -> list[tuple[str, str]]:
    """Return what stands in the way, as (field, words)."""
    found = []
    if not told.name and told.code_state != GOOD:
        found.append(("name", _("thiếu tên đơn vị")))
    if content is None:
        words = (
            _("không nhận ra nội dung “%(text)s”", text=told.content_text)
            if told.content_text
            else _("thiếu nội dung hỗ trợ")
        )
        found.append(("content", words))
    elif not _standard_fits(content, told.standard):
        found.append(("standard", _("thiếu tiêu chuẩn, công cụ của nội dung này")))
    if told.given_year is None:
        found.append(("year", _("thiếu năm hỗ trợ")))
    elif not EARLIEST_YEAR <= told.given_year <= clock.today().year:
        found.append(("year", _("năm %(year)s không hợp lý", year=told.given_year)))
    elif told.programme_id is None:
        words = _("không có chương trình nào cho năm %(year)s", year=told.given_year)
        found.append(("year", words))
    return found


def worded(
    told: Told, content: SupportContent | None, stored: Sequence[Sequence[str]]
) -> dict[tuple[str, str], Sequence[str]]:
    """Return fault → what the row keeps for it: [cell of the file, the words of that cell].

    The reading words a fault after the very cell, in the order of `faults`; a row whose faults
    have changed since (a programme came in) is told in the words of now.
    """
    now = faults(told, content)
    kept = stored if len(stored) == len(now) else now
    return dict(zip(now, kept, strict=True))


def _standard_fits(content: SupportContent, standard: str) -> bool:
    try:
        return standard_name(content, standard) is not None
    except Invalid:
        return False


def hints(told: Told, year_from: int, year_to: int) -> list[tuple[str, str]]:
    """Return what does not stop the row; the years are those of the programme."""
    found = []
    if told.code_state == WRONG:
        words = _("mã số thuế %(code)s có số kiểm tra không khớp", code=told.code)
        found.append(("code", words))
    if told.given_year is not None and not year_from <= told.given_year <= year_to:
        found.append(
            (
                "year",
                _(
                    "năm ngoài giai đoạn %(from_)s–%(to)s của chương trình",
                    from_=year_from,
                    to=year_to,
                ),
            )
        )
    return found
