"""The result of a batch as a file: each row, what was understood, judged, decided and written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.access import Actor, Permission, allowed
from app.exports.services import tables
from app.exports.services.tables import Export
from app.extensions import db
from app.imports.looks import JUDGEMENTS, OUTCOMES, noticed, said
from app.imports.models import ImportRow
from app.organisations import identifiers
from app.organisations.services import intake
from app.programmes.services.contents import names
from app.spreadsheets.write import Column, Table, Value
from app.text import _

NAME = "import_rows"
COLUMNS = (
    Column(_("Trang tính"), 18),
    Column(_("Dòng"), 8, "number"),
    Column(_("Tên đơn vị"), 40),
    Column(_("Mã số thuế"), 16),
    Column(_("Nội dung"), 40),
    Column(_("Tiêu chuẩn, công cụ"), 20),
    Column(_("Năm"), 8),
    Column(_("Số văn bản"), 22),
    Column(_("Kinh phí hỗ trợ (đồng)"), 18, "money"),
    Column(_("Kết quả xét"), 26),
    Column(_("Đơn vị trong sổ"), 40),
    Column(_("Quyết định"), 20),
    Column(_("Đã ghi vào sổ"), 12),
    Column(_("Ghi chú"), 60),
)
CHUNK = 1_000


@dataclass(frozen=True)
class Filters:
    """Which batch."""

    batch: int


def of(filters: Filters, by: Actor) -> Export:
    """Return what of a batch can be taken away: the file came with the codes as they are."""
    whole = allowed(Permission.READ_PERSONAL_CODE, by)
    title = _("Đợt nhập %(number)s", number=filters.batch)
    return Export(
        "import_batch",
        filters,
        lambda: _count(filters.batch),
        lambda: Table(title, COLUMNS, _rows(filters.batch, whole)),
    )


def _count(batch_id: int) -> int:
    query = select(func.count(ImportRow.id)).where(ImportRow.batch_id == batch_id)
    return db.session.scalar(query) or 0


def _rows(batch_id: int, whole: bool) -> Iterator[Sequence[Value]]:
    contents, after = dict(names()), 0
    while True:
        found = db.session.scalars(
            select(ImportRow)
            .where(ImportRow.batch_id == batch_id, ImportRow.position > after)
            .order_by(ImportRow.position)
            .limit(CHUNK)
        ).all()
        known = intake.of_ids({_known(row) for row in found} - {0})
        for row in found:
            one = known.get(_known(row))
            yield _line(row, contents, one.name if one else "", whole=whole)
        if len(found) < CHUNK:
            return
        after = found[-1].position


def _known(row: ImportRow) -> int:
    return row.organisation_id or row.match_id or 0


def _line(
    row: ImportRow, contents: dict[int, str], organisation: str, *, whole: bool
) -> Sequence[Value]:
    content = contents.get(row.content_id, "") if row.content_id else ""
    return [
        row.sheet,
        row.row_number,
        row.name,
        row.code if whole else identifiers.mask(row.code),
        content or row.content_text,
        row.standard,
        str(row.given_year or ""),
        row.document_number,
        row.amount,
        JUDGEMENTS[row.judgement].label,
        organisation,
        OUTCOMES[row.outcome].label,
        _("Có") if row.entry_id is not None else "",
        "; ".join(said(cell, words) for cell, words in noticed(row)),
    ]


def register() -> None:
    """Say what can be taken away."""
    tables.provide(
        tables.List(
            NAME, "ket-qua-nhap", _("Kết quả đợt nhập"), Permission.IMPORT_HISTORY, Filters, of
        )
    )
