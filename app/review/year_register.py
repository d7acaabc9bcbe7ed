"""The register of the dossiers of a year (sổ theo dõi), as a paper."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select

from app import clock
from app.access import Actor
from app.applications.models import Application
from app.applications.papers import content
from app.applications.services import foreign, queries
from app.errors import NotFound
from app.extensions import db
from app.papers import kinds, registry
from app.papers.registry import Provider, Supply
from app.review.services import decision
from app.text import _, format_date

COVERED = _("không hiển thị: người xuất sổ có lợi ích liên quan")


def register() -> None:
    """Say which paper this is."""
    registry.provide("so_theo_doi", Provider("year", supply, _year))


def _year(reference: str) -> int:
    if not reference.isdigit() or not 2012 <= int(reference) <= 2100:
        raise NotFound(_("Sổ theo dõi được gọi bằng năm, ví dụ 2026."))
    return int(reference)


def bounds(year: int) -> tuple[datetime, datetime]:
    """Return the moments between which a year in Vietnam lies: from the first, before the last."""
    starts, ends = (
        datetime(each, 1, 1, tzinfo=clock.VIETNAM).astimezone(UTC) for each in (year, year + 1)
    )
    return starts, ends


def supply(year: int) -> Supply:
    """Return the register (sổ theo dõi) of the dossiers submitted in a year in Vietnam."""
    return told(year, None)


def told(year: int, by: Actor | None) -> Supply:
    """Return the register as `by` may read it; None for the whole, which only a command sees."""
    starts, ends = bounds(year)
    found: Sequence[Application] = db.session.scalars(
        select(Application)
        .where(Application.submitted_at >= starts, Application.submitted_at < ends)
        .options(*queries.SHOWN)
        .order_by(Application.submitted_at, Application.id)
        .limit(kinds.MAX_ROWS + 1)
    ).all()
    numbers = decision.issued_numbers([each.id for each in found])
    ids = [each.id for each in found]
    seen = set(ids) if by is None else foreign.open_to(by, ids)
    rows = [_row(each, numbers.get(each.id, ""), shown=each.id in seen) for each in found]
    return Supply(str(year), {"pham_vi": _("Năm %(year)s", year=year), "ho_so": rows})


def _row(each: Application, number: str, *, shown: bool) -> dict[str, str]:
    row = {
        "ma_ho_so": each.reference or "",
        "so_den": each.arrival_number,
        "don_vi": COVERED,
        "noi_dung": "",
        "ngay_nop": format_date(each.submitted_at),
        "ngay_hen": "",
        "trang_thai": "",
        "ket_qua": "",
    }
    if not shown:  # nobody follows here what they have an interest in
        return row
    return row | {
        "don_vi": (each.profile or {}).get("name", each.organisation.name),
        "noi_dung": content(each),
        "ngay_hen": format_date(each.answer_on),
        "trang_thai": each.look.label,
        "ket_qua": number,
    }
