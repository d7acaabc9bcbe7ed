"""Documents as the clerk's register has them: a number once a year for each kind of document."""

from datetime import date

from sqlalchemy.exc import IntegrityError

from app import clock, limits
from app.access import Actor
from app.errors import Conflict, Invalid
from app.extensions import db
from app.files.models import StoredFile
from app.papers.models import CURRENT, DRAFT
from app.papers.services import making, numbers
from app.review.models import IssuedDocument
from app.review.workflow import DOCUMENTS
from app.text import _, fold

LONGEST = {"number": numbers.LONGEST}  # characters
# The kind of paper that is the draft of the document a decision is issued by.
PAPERS = {"approve": "quyet_dinh", "reject": "thong_bao_khong_ho_tro"}


About = tuple[str, int]  # what a document is about: a dossier, or a bundle


def enter(
    outcome: str, number: str, issued_on: date, signed: StoredFile, *, about: About, by: Actor
) -> IssuedDocument:
    """Write number, date and signed file of a document; the number is the clerk's.

    Its draft gets the same number, where there is one. Raises 422 without a number or for a date
    ahead, 409 for a number that another document has this year, or another than its draft has.
    """
    check(number, issued_on)
    kind = PAPERS[outcome]
    numbers.take(" ".join(number.split()), issued_on, kind, about, by, issued=True)
    _draft(kind, number, issued_on, about, by)
    document = IssuedDocument(
        kind=DOCUMENTS[outcome],
        year=issued_on.year,
        number=" ".join(number.split()),
        number_key="".join(fold(number).split()),
        issued_on=issued_on,
        file_id=signed.id,
        issued_by=by.person_id,
        issued_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(document)
    except IntegrityError as error:
        raise Conflict(
            _(
                "Số %(number)s đã cấp cho một văn bản cùng loại trong năm %(year)s.",
                number=number.strip(),
                year=issued_on.year,
            ),
            "number",
        ) from error
    return document


def _draft(kind: str, number: str, issued_on: date, about: About, by: Actor) -> None:
    """Number the draft of a document that is issued."""
    for paper in making.of_subjects(about):
        if paper.kind != kind or paper.state not in {DRAFT, CURRENT}:
            continue
        if paper.state == DRAFT:
            making.number(paper, number, issued_on, by)
        elif numbers.key_of(paper.number, kind) != numbers.key_of(number, kind):
            raise Conflict(
                _("Dự thảo của văn bản này đã ghi số %(number)s.", number=paper.number), "number"
            )
        return


def check(number: str, issued_on: date) -> None:
    """Raise 422 without a number that counts, or for a date ahead."""
    if not fold(number):
        raise Invalid(_("Vui lòng ghi số văn bản."), "number")
    numbers.must_count(number)
    limits.texts({"number": number}, LONGEST)
    if issued_on > clock.today():
        raise Invalid(_("Ngày ban hành không được sau ngày hôm nay."), "issued_on")
