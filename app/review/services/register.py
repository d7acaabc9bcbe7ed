"""Sổ theo dõi by year as a file: every dossier submitted in it, in the order they came.

Mẫu số 07 (TT 03/2025/TT-VPCP) gives the name where every programme of the year is a published
procedure; the columns are those an office asks for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, BinaryIO

from sqlalchemy import Row, func, select, tuple_

from app import clock
from app.access import Actor, Permission
from app.accounts.models import Person
from app.applications.models import Application
from app.applications.services import foreign
from app.applications.workflow import ENDED, look_of
from app.audit.models import Event
from app.errors import Invalid
from app.exports.services import kinds, tables
from app.exports.services.kinds import Kind, Params, Step
from app.exports.services.tables import Export
from app.extensions import db
from app.organisations.models import Organisation
from app.papers import kinds as paper_kinds
from app.papers.services import making
from app.programmes.models import Call, ContentVersion, Programme
from app.review import year_register
from app.review.models import Decision
from app.spreadsheets.write import Column, Table, Value
from app.text import _

KIND = "so_theo_doi"
FORMATS = {"xlsx": _("Excel"), "csv": _("CSV"), "pdf": _("PDF để in")}
CHUNK = 1_000  # dossiers read together
COLUMNS = (
    Column(_("TT"), 6, "number"),
    Column(_("Số đến"), 12),
    Column(_("Ngày đến"), 12, "date"),
    Column(_("Mã hồ sơ"), 20),
    Column(_("Ngày nộp"), 12, "date"),
    Column(_("Đơn vị"), 40),
    Column(_("Nội dung"), 40),
    Column(_("Người thụ lý"), 24),
    Column(_("Hạn trả"), 12, "date"),
    Column(_("Ngày trả"), 12, "date"),
    Column(_("Số văn bản"), 22),
    Column(_("Kết quả"), 28),
)


def register() -> None:
    """Say what can be taken away."""
    kinds.provide(
        Kind(
            name=KIND,
            permission=Permission.READ_DESK,
            title=_title,
            file_name=lambda params: f"so-theo-doi-{params['year']}.{params['as']}",
            total=_total,
            make=_make,
        )
    )


def years() -> Sequence[int]:
    """Return the years in which dossiers were submitted, newest first."""
    first = db.session.scalar(select(func.min(Application.submitted_at)))
    last = clock.today().year
    return range(last, (clock.local(first).year if first else last) - 1, -1)


def _title(params: Params) -> str:
    return _(
        "%(name)s năm %(year)s (%(kind)s)",
        name=paper_kinds.get(_name(params["year"])).title,
        year=params["year"],
        kind=FORMATS[params["as"]],
    )


def _name(year: int) -> str:
    """Return which paper the register is: the published form where all its programmes are so."""
    plain = db.session.scalar(
        select(Application.id)
        .join(Call, Call.id == Application.call_id)
        .join(Programme, Programme.id == Call.programme_id)
        .where(*_of_year(year), Programme.published_tthc.is_(False))
        .limit(1)
    )
    some = db.session.scalar(select(Application.id).where(*_of_year(year)).limit(1))
    return paper_kinds.in_place_of(KIND, published=plain is None and some is not None)


def _of_year(year: int) -> list[Any]:
    starts, ends = year_register.bounds(year)
    return [Application.submitted_at >= starts, Application.submitted_at < ends]


def _total(params: Params, _by: Actor) -> int:
    count = db.session.scalar(select(func.count(Application.id)).where(*_of_year(params["year"])))
    if params["as"] == "pdf" and (count or 0) > paper_kinds.MAX_ROWS:
        raise Invalid(_("Sổ có hơn 2.000 hồ sơ. Vui lòng xuất dạng Excel hoặc CSV."), "kind")
    return count or 0


def _make(params: Params, by: Actor, place: BinaryIO, step: Step) -> None:
    year, kind = params["year"], params["as"]
    if kind == "pdf":
        place.write(making.draft(_name(year), year_register.told(year, by).data))
        return
    tables.make(_export(year, by), kind, place, step)


def _export(year: int, by: Actor) -> Export:
    table = Table(_("Sổ theo dõi %(year)s", year=year), COLUMNS, ())
    return Export(KIND, None, lambda: 0, lambda: replace(table, rows=_rows(year, by)))


def _rows(year: int, by: Actor) -> Iterator[Sequence[Value]]:
    number, key = 0, None
    while True:
        found = _read(year, key)
        ids = [row.id for row in found]
        papers, ends = _papers(ids), _ends(ids)
        seen = foreign.open_to(by, ids)
        for row in found:
            number += 1
            shown = row.id in seen
            yield _line(number, row, papers.get(row.id), ends.get(row.id), shown=shown)
        if len(found) < CHUNK:
            return
        key = (found[-1].submitted_at, found[-1].id)


def _read(year: int, after: tuple[datetime, int] | None) -> Sequence[Row[Any]]:
    query = (
        select(
            Application.id,
            Application.reference,
            Application.arrival_number,
            Application.arrived_on,
            Application.submitted_at,
            Application.answer_on,
            Application.status,
            Application.cancelled,
            Application.standard,
            Application.profile,
            Application.organisation_id,
            Organisation.name.label("organisation"),
            ContentVersion.name.label("content"),
            Person.name.label("officer"),
        )
        .join(Organisation, Organisation.id == Application.organisation_id)
        .join(ContentVersion, ContentVersion.id == Application.version_id)
        .outerjoin(Person, Person.id == Application.officer_id)
        .where(*_of_year(year))
        .order_by(Application.submitted_at, Application.id)
        .limit(CHUNK)
    )
    if after is not None:
        query = query.where(tuple_(Application.submitted_at, Application.id) > tuple_(*after))
    return db.session.execute(query).all()


def _papers(ids: Sequence[int]) -> dict[int, tuple[str, date]]:
    """Return number and date of the issued document of each dossier that has one."""
    found = db.session.execute(
        select(Decision.application_id, Decision.number, Decision.issued_on)
        .where(Decision.application_id.in_(ids), Decision.issued_on.is_not(None))
        .order_by(Decision.id)
    )
    return {key: (number or "", day) for key, number, day in found if day}


def _ends(ids: Sequence[int]) -> dict[int, datetime]:
    """Return when each dossier that has ended did."""
    found = db.session.execute(
        select(Event.subject_id, func.max(Event.at).label("at"))
        .where(
            Event.subject == "application",
            Event.subject_id.in_(ids),
            Event.after.in_([status.value for status in ENDED]),
            Event.before != Event.after,
        )
        .group_by(Event.subject_id)
    )
    return {row.subject_id: row.at for row in found}


def _line(
    number: int,
    row: Row[Any],
    paper: tuple[str, date] | None,
    ended: datetime | None,
    *,
    shown: bool,
) -> Sequence[Value]:
    arrival: list[Value] = [
        number, row.arrival_number, row.arrived_on, row.reference, row.submitted_at,
    ]  # fmt: skip
    if not shown:  # nobody follows here what they have an interest in
        return [*arrival, year_register.COVERED, *[None] * (len(COLUMNS) - len(arrival) - 1)]
    look = look_of(row.status, row.cancelled)
    content = f"{row.content} – {row.standard}" if row.standard else row.content
    return [
        *arrival,
        (row.profile or {}).get("name", row.organisation),
        content,
        row.officer,
        row.answer_on,
        paper[1] if paper else ended,
        paper[0] if paper else "",
        look.label if row.status in ENDED else look.inside,
    ]
