"""The register of outgoing documents (sổ đăng ký văn bản đi): a number and symbol once a year.

Every number the clerk gives passes here: of a drafted paper, of a decision issued alone, of a list.
"""

import re
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app import clock, settings
from app.access import Actor
from app.errors import Conflict, Invalid
from app.extensions import db
from app.papers import frame, kinds
from app.papers.models import CURRENT, GivenNumber, Paper
from app.text import _, fold, format_date

LONGEST = 50  # characters of a number with its symbol


def read(given: str, kind_key: str) -> str:
    """Return the number a clerk typed as a paper bears it: 05/TB-SKHCN for "5".

    Two figures at least (NĐ 30/2020, Phụ lục I, mục II.3), and after a bare number the symbol that
    stands on the draft: no document goes out without one. Raises 422 for what is no number.
    """
    given = " ".join(given.split())
    if not given or len(given) > LONGEST:
        raise Invalid(_("Vui lòng ghi số, ký hiệu văn bản (tối đa 50 ký tự)."), "number")
    must_count(given)
    return re.sub(r"^([1-9])(?=\D|$)", r"0\1", _in_full(given, kind_key))


def must_count(given: str) -> None:
    """Raise 422 for a number without a figure: "Số: abc" finds nothing in any register."""
    if not re.search("[1-9]", given):
        raise Invalid(_("Số văn bản phải có chữ số, ví dụ 123/TB-SKHCN."), "number")


def possible(dated_on: date, since: date | None) -> None:
    """Raise 422 for the day of a paper that is ahead, or before what it is about began."""
    if dated_on > clock.today():
        raise Invalid(_("Ngày văn bản không được sau ngày hôm nay."), "dated_on")
    if since is not None and dated_on < since:
        raise Invalid(
            _("Ngày văn bản không được trước ngày %(day)s.", day=format_date(since)), "dated_on"
        )


def _in_full(given: str, kind_key: str) -> str:
    if "/" in given:
        return given
    return f"{given}/{frame.symbol(kinds.get(kind_key), settings.get('PROVINCE', {}))}"


def key_of(given: str, kind_key: str) -> str:
    """Return a number as the register compares it: 12/QĐ-SKHCN and "12 / qđ-skhcn" are one.

    A bare number stands in the book of its kind and issuing body, as with their symbol.
    """
    return "".join(fold(_in_full(given.strip(), kind_key)).split()).lstrip("0")  # 05/… is 5/…


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
        if words := _other(known, given, dated_on, about, kind_key):
            raise Conflict(words, "number") from error
        if issued:  # as the signed document says it
            known.number, known.issued = given, True
            db.session.flush()


def _other(
    known: GivenNumber, given: str, dated_on: date, about: tuple[str, int], kind_key: str
) -> str:
    """Say why a number that is given cannot be given again; "" for the same document."""
    if (known.subject, known.subject_id) != about or _on_another(known, kind_key):
        return _(
            "Số %(number)s năm %(year)s đã cấp cho văn bản khác.",
            number=given,
            year=dated_on.year,
        )
    if known.dated_on != dated_on:
        day = format_date(known.dated_on)
        return _("Văn bản này đã ghi số %(number)s ngày %(day)s.", number=known.number, day=day)
    return ""


def _on_another(known: GivenNumber, kind_key: str) -> bool:
    """Return whether a paper of another kind about the same thing bears the number."""
    found = select(Paper.id).where(
        Paper.subject == known.subject,
        Paper.subject_id == known.subject_id,
        Paper.kind != kind_key,
        Paper.number == known.number,
        Paper.dated_on == known.dated_on,
        Paper.state == CURRENT,
    )
    return db.session.scalar(found.limit(1)) is not None


def free(given: str, dated_on: date, kind_key: str) -> None:
    """Let a number go that was written on a paper which is withdrawn: it may have been a slip."""
    db.session.execute(
        delete(GivenNumber).where(
            GivenNumber.year == dated_on.year,
            GivenNumber.number_key == key_of(given, kind_key),
            GivenNumber.issued.is_(False),
        )
    )
