"""A dossier with everything in it and a table of contents, for the archive and for auditors."""

import json
from collections.abc import Iterable, Iterator
from functools import partial
from html import escape
from typing import Any, BinaryIO

from sqlalchemy import select

from app.access import Actor, Permission, allowed
from app.applications.models import Application
from app.applications.services import filing, queries, sent_letters, view
from app.applications.services.view import Said, TableAnswer
from app.appraisal.models import FieldVisit
from app.audit import services as audit
from app.exports.archive import Archive, safe
from app.exports.services import kinds
from app.exports.services.kinds import Kind, Params, Step
from app.extensions import db
from app.outbox import preferences
from app.outbox.models import Letter
from app.papers import kinds as paper_kinds
from app.papers.models import Paper
from app.papers.services import making
from app.review import papers
from app.review.services import decision, dossier_said
from app.review.services.dossier_said import Piece, ending, stored
from app.spreadsheets import write
from app.spreadsheets.write import Column, Table
from app.text import _, format_date, format_datetime

KIND = "dossier"
EVENTS = (
    Column(_("Thời điểm")),
    Column(_("Việc")),
    Column(_("Người thực hiện")),
    Column(_("Trước")),
    Column(_("Sau")),
    Column(_("Dữ liệu")),
)


def register() -> None:
    """Say what can be taken away."""
    kinds.provide(
        Kind(
            name=KIND,
            permission=Permission.VIEW_DOSSIER,
            thing=_application,
            title=lambda params: _(
                "Bộ hồ sơ %(reference)s", reference=_application(params).reference
            ),
            file_name=lambda params: safe(f"bo-ho-so-{_application(params).reference}.zip"),
            total=lambda params, by: len(list(_pieces(_application(params), by))),
            make=_make,
        )
    )


def _application(params: Params) -> Application:
    return queries.get(params["application_id"])


def _make(params: Params, by: Actor, place: BinaryIO, step: Step) -> None:
    application = _application(params)
    events = audit.history("application", application.id)
    about = {
        _("Mã hồ sơ"): application.reference,
        _("Đơn vị"): (application.profile or {}).get("name", application.organisation.name),
        _("Nội dung"): application.content_version.name,
        _("Đợt đăng ký"): application.call.name,
        _("Trạng thái"): application.look.inside,
        _("Việc sau cùng"): format_datetime(events[-1].at) if events else "",
        _("Số việc đã ghi"): len(events),
    }
    archive = Archive(place, application.reference or "", about)
    for number, piece in enumerate(_pieces(application, by), start=1):
        archive.add(piece.path, piece.title, piece.content())
        step(number)
    archive.close()


def _pieces(application: Application, by: Actor) -> Iterator[Piece]:
    yield Piece(
        "01-dang-ky/tra-loi.html", _("Thông tin đơn vị và câu trả lời"),
        lambda: [_answers(application, by).encode()],
    )  # fmt: skip
    yield from _files(application)
    yield from _decided(application)
    yield from _papers(application)
    for number, letter in enumerate(sent_letters.of(application), start=1):
        yield _letter(number, letter)
    yield Piece(
        "05-dien-bien/su-kien.csv", _("Diễn biến (CSV)"), lambda: write.csv(_events(application))
    )
    yield Piece(
        "05-dien-bien/su-kien.json", _("Diễn biến (JSON)"), lambda: [_events_json(application)]
    )
    yield from dossier_said.pieces(application)


def _files(application: Application) -> Iterator[Piece]:
    """Yield every file given since it was submitted, also those replaced by a supplement."""
    labels = view.document_labels(application.content_version.documents)
    for number, item in enumerate(application.files, start=1):
        if item.removed_at is not None and (
            application.submitted_at is None or item.removed_at < application.submitted_at
        ):
            continue
        label = labels.get(item.document_key) or _("Tệp bổ sung")
        gone = item.removed_at is not None
        title = _("%(label)s (đã thay)", label=label) if gone else label
        name = safe(item.file.original_name)
        place = "02-tep/da-thay" if gone else "02-tep"
        yield stored(f"{place}/{number:03d}-{name}", f"{title}: {item.file.original_name}",
                      item.file)  # fmt: skip
    filed = filing.of(application)
    if filed is not None and filed.mandate is not None:
        yield stored(
            f"02-tep/giay-uy-quyen.{ending(filed.mandate.file)}", _("Giấy ủy quyền"),
            filed.mandate.file,
        )  # fmt: skip
    yield from _visits(application)


def _visits(application: Application) -> Iterator[Piece]:
    found = db.session.scalars(
        select(FieldVisit)
        .where(FieldVisit.application_id == application.id)
        .order_by(FieldVisit.id)
    )
    for number, visit in enumerate(found, start=1):
        folder = f"02-tep/khao-sat-{number:02d}"
        day = format_date(visit.visit_on)
        if visit.signed_file is not None:
            title = _("Biên bản khảo sát đã ký, %(day)s", day=day)
            scan = ending(visit.signed_file)
            yield stored(f"{folder}/bien-ban.{scan}", title, visit.signed_file)
        for turn, photos in enumerate(visit.photos, start=1):
            title = _("Ảnh khảo sát, %(day)s", day=day)
            yield stored(f"{folder}/anh-{turn:02d}.{ending(photos.file)}", title, photos.file)


def _decided(application: Application) -> Iterator[Piece]:
    found = decision.current(application.id)
    if found is None:
        return
    if found.scan is not None:
        name = f"03-van-ban/ban-ky-giay.{ending(found.scan)}"
        yield stored(name, _("Bản quét quyết định ký giấy"), found.scan)
    if found.issued_file is not None:
        title = _("Văn bản đã ban hành: %(number)s", number=found.number)
        name = f"03-van-ban/da-ban-hanh.{ending(found.issued_file)}"
        yield stored(name, title, found.issued_file)


def _papers(application: Application) -> Iterator[Piece]:
    for paper in sorted(papers.about(application), key=lambda each: each.id):
        kind = paper_kinds.get(paper.kind)
        title = _(
            "%(kind)s, bản %(n)s (%(state)s)",
            kind=kind.called(paper.number),
            n=paper.version,
            state=_STATES[paper.state],
        )
        name = safe(making.file_name(paper))
        yield Piece(f"03-van-ban/{paper.id:08d}-{name}", title, partial(_drawn, paper))


def _drawn(paper: Paper) -> Iterable[bytes]:
    yield making.content(paper)


_STATES = {
    "draft": _("dự thảo"),
    "current": _("đang dùng"),
    "superseded": _("đã thay"),
    "withdrawn": _("đã thu hồi"),
}


def _letter(number: int, letter: Letter) -> Piece:
    moment = letter.left_at
    how = letter.to or letter.recipient.get("name", "")
    lines = [
        _("Gửi: %(to)s", to=how),
        _("Tiêu đề: %(subject)s", subject=letter.subject),
        _("Viết lúc: %(at)s", at=format_datetime(letter.created_at)),
        _("Gửi đi, giao lúc: %(at)s", at=format_datetime(moment)) if moment else _("Chưa gửi"),
        "",
        preferences.hidden(letter.text),
    ]
    return Piece(
        f"04-thu/{number:03d}-{safe(letter.name)}.txt",
        _("Thư: %(subject)s", subject=letter.subject),
        lambda: ["\n".join(lines).encode()],
    )


def _events(application: Application) -> Table:
    rows = (
        (
            format_datetime(event.at), event.action, event.actor_name, event.before, event.after,
            json.dumps(event.data, ensure_ascii=False, sort_keys=True),
        )
        for event in audit.history("application", application.id)
    )  # fmt: skip
    return Table("", EVENTS, rows)


def _events_json(application: Application) -> bytes:
    told = [
        {
            "id": event.id, "at": event.at.isoformat(), "action": event.action,
            "actor_id": event.actor_id, "actor": event.actor_name,
            "before": event.before, "after": event.after, "data": event.data,
        }
        for event in audit.history("application", application.id)
    ]  # fmt: skip
    return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _answers(application: Application, by: Actor) -> str:
    """Return what was asked and answered as one page that needs nothing else."""
    masked = not allowed(Permission.READ_PERSONAL_CODE, by)
    title = escape(f"{application.reference} – {application.content_version.name}")
    products: list[tuple[str, Said]] = [
        (_("Sản phẩm %(n)s", n=number), ", ".join(filter(None, _product(item))))
        for number, item in enumerate(application.products, start=1)
    ]
    sections = (
        (_("Đơn vị"), [(label, said) for label, said in view.profile(application, masked=masked)]),
        (_("Câu trả lời"), view.answers(application)),
        (_("Sản phẩm"), products),
        (_("Yêu cầu bổ sung"), _supplements(application)),
    )
    body = "".join(
        f"<h2>{escape(heading)}</h2>\n<dl>\n{''.join(map(_row, rows))}</dl>\n"
        for heading, rows in sections
        if rows
    )
    return (
        f'<!doctype html>\n<html lang="vi">\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<h1>{title}</h1>\n{body}</html>\n"
    )


def _product(item: Any) -> tuple[str, ...]:
    stars = _("OCOP %(n)s sao", n=item.ocop_stars) if item.ocop_stars else ""
    return (item.name, item.standard, item.output, stars)


def _supplements(application: Application) -> list[tuple[str, Said]]:
    return [
        (f"{format_datetime(asked.asked_at)}: {item.text}", item.answer)
        for asked in application.supplements
        for item in asked.items
    ]


def _row(row: tuple[str, Said]) -> str:
    label, said = row
    shown = escape(str(said)) if not isinstance(said, TableAnswer) else _table(said)
    return f"<dt>{escape(label)}</dt><dd>{shown}</dd>\n"


def _table(said: TableAnswer) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in said.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in said.table_rows
    )
    return f"<table><tr>{head}</tr>{rows}</table>"
