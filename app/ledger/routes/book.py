"""The book of supports (sổ hỗ trợ) on screen and as a file."""

from typing import Any

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from app.access import Permission, allowed
from app.exports.sending import ExportForm, sent
from app.forms import DONE, LONGEST_SEARCH, all_or
from app.guard import current_actor, requires
from app.ledger.forms import BookForm
from app.ledger.models import ENTRY_LOOKS
from app.ledger.routes.room import ledger
from app.ledger.services import book
from app.organisations import identifiers, kinds
from app.organisations.services import communes
from app.programmes.services import choices, contents
from app.text import row_number


@ledger.get("/so-ho-tro")
@requires(Permission.READ_LEDGER)
def book_page() -> Any:
    """Who has had what, when, by which paper. What is not a filter of ours is ignored."""
    form = _form()
    filters = _filters(form)
    page = book.page(filters)
    return render_template(
        "ledger/book.html",
        form=form,
        export_form=ExportForm(formdata=None),
        page=page,
        totals=book.totals(filters),
        codes={row.id: _code(row) for row in page.rows},
        kind_of=dict(kinds.labels()),
        here=_address("ledger.book_page"),
        held_url=_address("ledger.book_page", state="held"),
        next_url=_address("ledger.book_page", sau=page.next_key) if page.next_key else None,
        export_url=_address("ledger.export_book"),
        filtered=any(request.args.get(name) for name in _NAMES),
    )


@ledger.post("/so-ho-tro/xuat")
@requires(Permission.READ_LEDGER)
def export_book() -> Any:
    """Give the whole filter as a file; each export leaves an event."""
    form, actor = ExportForm(), current_actor()
    filters = _filters(_form())
    files: list[Response] = []
    status = form.carry_out(lambda: files.append(sent("ledger", filters, form.kind.data, actor)))
    if status == DONE:
        return files[0]
    return render_template("ledger/export.html", form=form), status


_NAMES = ("q", "year", "programme", "project", "content", "kind", "commune", "state")


def _form() -> BookForm:
    form = BookForm(request.args)
    form.year.choices = all_or((year, str(year)) for year in book.years())
    form.programme.choices = all_or(choices.programmes())
    form.project.choices = all_or(choices.projects())
    form.content.choices = all_or(contents.names())
    form.kind.choices = all_or(kinds.labels())
    form.commune.choices = all_or((each.code, each.name) for each in communes.all_communes())
    return form


def _filters(form: BookForm) -> book.Filters:
    state = form.state.data or ""
    return book.Filters(
        year=row_number(form.year.data),
        programme_id=row_number(form.programme.data),
        project_id=row_number(form.project.data),
        content_id=row_number(form.content.data),
        kind=(form.kind.data or "")[:40],
        commune=(form.commune.data or "")[:10],
        state=state if state in ENTRY_LOOKS else "",
        query=(form.q.data or "")[:LONGEST_SEARCH],
        after=request.args.get("sau", ""),
    )


def _address(endpoint: str, **more: str) -> str:
    """Return the address with the filters of this page, and what is said in their place."""
    args = {name: request.args[name] for name in _NAMES if request.args.get(name)}
    return url_for(endpoint, **{**args, **more})  # type: ignore[arg-type]  # strings only


def _code(row: book.Row) -> str:
    return identifiers.shown(
        row.code or "",
        row.organisation_id,
        member_of=(),
        handling=allowed(Permission.READ_PERSONAL_CODE, current_actor()),
    )
