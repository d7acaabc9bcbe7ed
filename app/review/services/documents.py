"""Documents as the clerk's register has them: a number once a year for each kind of document."""

from datetime import date

from sqlalchemy.exc import IntegrityError

from app import clock, limits
from app.access import Actor
from app.errors import Conflict, Invalid
from app.extensions import db
from app.files.models import StoredFile
from app.review.models import IssuedDocument
from app.review.workflow import DOCUMENTS
from app.text import _, fold

LONGEST = {"number": 60}  # characters


def enter(
    outcome: str, number: str, issued_on: date, signed: StoredFile, by: Actor
) -> IssuedDocument:
    """Write number, date and signed file of a document; the number is the clerk's.

    Raises 422 without a number or for a date ahead, 409 for a number that another document of
    that kind has this year.
    """
    check(number, issued_on)
    document = IssuedDocument(
        kind=DOCUMENTS[outcome],
        year=issued_on.year,
        number=number.strip(),
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


def check(number: str, issued_on: date) -> None:
    """Raise 422 without a number, or for a date ahead."""
    if not fold(number):
        raise Invalid(_("Vui lòng ghi số văn bản."), "number")
    limits.texts({"number": number}, LONGEST)
    if issued_on > clock.today():
        raise Invalid(_("Ngày ban hành không được sau ngày hôm nay."), "issued_on")
