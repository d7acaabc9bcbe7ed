"""What every room's pages do with a paper: find it, hand it over, have it numbered.

Only routes use it; which papers are a thing's own, and who may, says the room.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Response, flash, render_template

from app.errors import NotFound
from app.files.kinds import DOCX, PDF
from app.files.serving import served_bytes
from app.forms import DONE
from app.guard import current_actor
from app.papers import kinds
from app.papers.forms import NumberForm
from app.papers.kinds import Kind
from app.papers.models import Paper
from app.papers.services import making
from app.text import _


def one_of(found: Sequence[Paper], paper_id: int) -> Paper:
    """Return the paper of a thing's own that has the id; raises `NotFound`."""
    paper = next((each for each in found if each.id == paper_id), None)
    if paper is None:
        raise NotFound
    return paper


def with_kinds(found: Sequence[Paper]) -> list[tuple[Paper, Kind]]:
    """Return papers with what they are, for lists."""
    return [(each, kinds.get(each.kind)) for each in found]


def as_pdf(paper: Paper) -> Response:
    """The PDF of a paper."""
    return served_bytes(making.content(paper), PDF, making.file_name(paper))


def as_word(paper: Paper) -> Response:
    """The Word copy, for the office's own document system."""
    return served_bytes(making.word_copy(paper), DOCX, making.file_name(paper, "docx"))


def numbering(paper: Paper, since: date, about: Any = None) -> tuple[NumberForm, int]:
    """Let the clerk write the number and date that the office's own register gave.

    `since`: the day before which it cannot be dated. `about` is the dossier it is about, if one:
    nobody numbers what they have an interest in.
    Returns the form and the status; 303 says that it is done. Raises 403, 409.
    """
    making.may_number(paper, current_actor(), about)
    form = NumberForm()
    status = form.carry_out(
        lambda: making.number(
            paper,
            form.number.data,
            form.dated_on.data,
            current_actor(),
            about=about,
            since=since,
        )
    )
    if status == DONE:
        flash(_("Đã ghi số và ngày văn bản."), "good")
    return form, status


def deed_page(paper: Paper, form: Any, heading: str, status: int, **where: str) -> Any:
    """Return the page of something done to a paper.

    `where`: the address and words of the way `back` and `back_words`, the name of the thing, and
    the address of the PDF for who may read it.
    """
    return render_template(
        "papers/deed.html",
        paper=paper,
        kind=kinds.get(paper.kind),
        form=form,
        heading=heading,
        **where,
    ), status
