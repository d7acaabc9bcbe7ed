"""The list of organisations as a file: no cell is a formula, personal numbers are covered."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from app.access import Actor, Permission, allowed
from app.exports.services import tables
from app.exports.services.tables import Export
from app.extensions import db
from app.organisations import identifiers, kinds
from app.organisations.models import Organisation
from app.registry.services import directory
from app.registry.services.directory import Filters
from app.spreadsheets.write import Column, Table, Value
from app.text import _

NAME = "organisations"
COLUMNS = (
    Column(_("Tên"), 44),
    Column(_("Mã số"), 16),
    Column(_("Loại hình"), 22),
    Column(_("Quy mô"), 18),
    Column(_("Xã, phường"), 20),
    Column(_("Địa chỉ"), 44),
    Column(_("Người đại diện"), 24),
    Column(_("Điện thoại"), 16),
    Column(_("Email"), 28),
    Column(_("Lĩnh vực"), 30),
    Column(_("Ngày ghi nhận"), 12, "date"),
    Column(_("Ngừng từ ngày"), 12, "date"),
)
CHUNK = 1_000


def of(filters: Filters, by: Actor) -> Export:
    """Return what of the list can be taken away: whole personal numbers by who handles them."""
    whole_codes = allowed(Permission.READ_PERSONAL_CODE, by)
    return Export(
        "registry",
        filters,
        lambda: directory.count(filters),
        lambda: Table(_("Sổ tổ chức"), COLUMNS, _rows(filters, whole_codes)),
    )


def _rows(filters: Filters, whole_codes: bool) -> Iterator[Sequence[Value]]:
    show = identifiers.display if whole_codes else identifiers.mask
    after = 0
    while True:
        found = directory.chunk(filters, after, CHUNK)
        codes = directory.codes(found)
        for each in _read(found):
            yield _line(each, show(codes.get(each.id, "")))
        if len(found) < CHUNK:
            return
        after = found[-1]


def _read(ids: Sequence[int]) -> Sequence[Organisation]:
    """Return the organisations, in the order of the list: newest first."""
    return db.session.scalars(
        select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.id.desc())
    ).all()


def _line(each: Organisation, code: str) -> Sequence[Value]:
    return [
        each.name,
        code,
        kinds.label(each.kind),
        kinds.size(each.size),
        each.commune.name,
        each.address,
        each.representative,
        each.phone,
        each.email,
        each.field_of_business,
        each.created_at,
        each.ceased_on,
    ]


def register() -> None:
    """Say what can be taken away."""
    tables.provide(
        tables.List(NAME, "so-to-chuc", _("Sổ tổ chức"), Permission.READ_DESK, Filters, of)
    )
