"""What was said about a dossier, as parts of its archive: appraised, found, advised, asked."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.applications.models import Application
from app.appraisal.models import RECORDED, Appraisal, FieldVisit
from app.appraisal.services import appraisal, sheet, visits
from app.appraisal.services.visits import Record
from app.correspondence.models import Message
from app.exports.archive import safe
from app.extensions import db
from app.files import large
from app.files.models import StoredFile
from app.opinions.models import Opinion
from app.opinions.services import asking
from app.text import _, format_date, format_datetime, format_money

Lines = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Piece:
    """One part of the archive: where it lies, what it is, its bytes when they are wanted."""

    path: str
    title: str
    content: Callable[[], Iterable[bytes]]


def stored(path: str, title: str, file: StoredFile) -> Piece:
    """Return a file that is kept, as a part."""
    return Piece(path, title, lambda: large.chunks(file))


def ending(file: StoredFile) -> str:
    """Return how the name of a file that is kept ends."""
    return file.key.rsplit(".", 1)[-1]


def pieces(application: Application) -> Iterator[Piece]:
    """Yield what officers, other bodies and the organisation said, with the files of it."""
    for number, each in enumerate(reversed(appraisal.of_application(application.id)), start=1):
        title = _("Thẩm định lần %(n)s", n=number)
        yield _written(f"06-tham-dinh/tham-dinh-{number:02d}.txt", title, _appraised(each))
    recorded = [each for each in visits.of_application(application.id) if each.state == RECORDED]
    for number, visit in enumerate(sorted(recorded, key=lambda each: each.id), start=1):
        title = _("Nội dung khảo sát, %(day)s", day=format_date(visit.visit_on))
        yield _written(f"06-tham-dinh/khao-sat-{number:02d}.txt", title, _found(visit))
    for number, opinion in enumerate(asking.of_application(application.id), start=1):
        title = _("Xin ý kiến: %(name)s", name=opinion.name)
        yield _written(f"07-y-kien/{number:02d}.txt", title, _advised(opinion))
        if opinion.file is not None:
            path = f"07-y-kien/{number:02d}-tra-loi.{ending(opinion.file)}"
            yield stored(path, _("Văn bản trả lời: %(name)s", name=opinion.name), opinion.file)
    yield from _conversation(application.id)


def _written(path: str, title: str, lines: Lines) -> Piece:
    said = [title, "", *(f"{label}: {value}" for label, value in lines if value), ""]
    return Piece(path, title, lambda: ["\n".join(said).encode()])


def _appraised(each: Appraisal) -> Lines:
    return [
        (_("Người thẩm định"), each.person.name),
        (_("Thời điểm"), format_datetime(each.at)),
        *((row["label"], ", ".join(filter(None, (_result(row["result"]), row["note"]))))
          for row in each.checklist),
        *((row["label"], _("%(score)s điểm, trọng số %(weight)s. %(note)s", score=row["score"],
                           weight=row["weight"], note=row["note"]).strip())
          for row in each.scores),
        (_("Tổng điểm"), sheet.points(each.total)),
        (_("Ý kiến"), each.opinion),
        (_("Đề xuất"), sheet.RECOMMENDATIONS[each.recommendation]),
        (_("Mức đề xuất"), format_money(each.proposed_amount)),
    ]  # fmt: skip


def _result(key: str) -> str:
    return sheet.RESULTS.get(key) or _("Chưa xác nhận")


def _found(visit: FieldVisit) -> Lines:
    record = Record.of(visit.said)
    return [
        (_("Địa điểm"), visit.place),
        (_("Đoàn khảo sát"), visits.lines(visit.team).replace("\n", "; ")),
        (_("Đại diện đơn vị"), visits.lines(record.unit_people).replace("\n", "; ")),
        *((label, record.findings.get(key, "")) for key, label in visits.FINDINGS.items()),
        (_("Nhận xét"), record.remark),
        (_("Ý kiến của đơn vị"), record.unit_opinion),
    ]


def _advised(opinion: Opinion) -> Lines:
    asked = [(_("Câu hỏi %(n)s", n=at), each) for at, each in enumerate(opinion.questions, start=1)]
    return [
        (_("Hỏi lúc"), format_datetime(opinion.asked_at)),
        (_("Hạn trả lời"), format_date(opinion.deadline_on)),
        *asked,
        (_("Tình trạng"), asking.LOOKS[opinion.state]),
        (_("Trả lời lúc"), format_datetime(opinion.answered_at)),
        (_("Người trả lời"), opinion.answerer),
        (_("Số văn bản"), opinion.answer_number),
        (_("Ngày văn bản"), format_date(opinion.answer_on)),
        (_("Nội dung trả lời"), opinion.answer_text),
        (_("Lý do khép lại"), opinion.close_reason),
    ]


def _conversation(application_id: int) -> Iterator[Piece]:
    """Yield the questions of the organisation and their answers, all of them, oldest first."""
    said = db.session.scalars(
        select(Message).where(Message.application_id == application_id).order_by(Message.id)
    ).all()
    if not said:
        return
    text = "\n\n".join(
        f"{format_datetime(each.at)}, {_('cơ quan trả lời') if each.inside else _('đơn vị hỏi')}"
        f" ({each.author}):\n{each.text}"
        for each in said
    )
    yield Piece("08-hoi-dap/hoi-dap.txt", _("Hỏi đáp về hồ sơ"), lambda: [f"{text}\n".encode()])
    for number, each in enumerate(said, start=1):
        if each.file is not None:
            name = each.file.original_name
            title = _("Tệp kèm hỏi đáp: %(name)s", name=name)
            yield stored(f"08-hoi-dap/{number:03d}-{safe(name)}", title, each.file)
