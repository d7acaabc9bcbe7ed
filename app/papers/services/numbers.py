"""The register of outgoing documents (sổ đăng ký văn bản đi): a number and symbol once a year.

Every number the clerk gives passes here: of a drafted paper, of a decision issued alone, of a list.
"""

from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app import clock
from app.access import Actor
from app.errors import Conflict
from app.extensions import db
from app.papers import kinds
from app.papers.models import GivenNumber
from app.text import _, fold, format_date


def key_of(given: str, kind_key: str) -> str:
    """Return a number as the register compares it: 12/QĐ-SKHCN and "12 / qđ-skhcn" are one.

    A bare number stands in the book of its kind and issuing body.
    """
    bare = "".join(fold(given).split()).lstrip("0")  # 05/… is 5/…
    if "/" in bare:
        return bare
    kind = kinds.get(kind_key)
    return f"{bare}/{fold(kind.symbol)}-{kind.issuer}"


def take(
    given: str,
    dated_on: date,
    kind_key: str,
    about: tuple[str, int],
    by: Actor,
    *,
    issued: bool = False,
) -> None:
    """Enter a number in the register of its year; `issued` with its signed document.

    The draft and the signed document of one thing are one document and have one number. Raises
    409 for a number that another document has, or this one under another day.
    """
    wanted = {"year": dated_on.year, "number_key": key_of(given, kind_key)}
    row = GivenNumber(
        **wanted,
        number=given,
        dated_on=dated_on,
        subject=about[0],
        subject_id=about[1],
        issued=issued,
        given_by=by.person_id,
        given_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        known = db.session.scalars(select(GivenNumber).filter_by(**wanted)).one()
        if words := _other(known, given, dated_on, about):
            raise Conflict(words, "number") from error
        if issued:  # as the signed document says it
            known.number, known.issued = given, True
            db.session.flush()


def _other(known: GivenNumber, given: str, dated_on: date, about: tuple[str, int]) -> str:
    """Say why a number that is given cannot be given again; "" for the same document."""
    if (known.subject, known.subject_id) != about:
        return _(
            "Số %(number)s năm %(year)s đã cấp cho văn bản khác.",
            number=given,
            year=dated_on.year,
        )
    if known.dated_on != dated_on:
        day = format_date(known.dated_on)
        return _("Văn bản này đã ghi số %(number)s ngày %(day)s.", number=known.number, day=day)
    return ""


def free(given: str, dated_on: date, kind_key: str) -> None:
    """Let a number go that was written on a paper which is withdrawn: it may have been a slip."""
    db.session.execute(
        delete(GivenNumber).where(
            GivenNumber.year == dated_on.year,
            GivenNumber.number_key == key_of(given, kind_key),
            GivenNumber.issued.is_(False),
        )
    )
