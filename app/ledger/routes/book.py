"""The book of supports (sổ hỗ trợ) on screen and as a file."""

from collections.abc import Iterator
from typing import Any

from flask import Response, render_template, request, stream_with_context, url_for
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from app import clock, transactions
from app.access import Permission, allowed
from app.guard import current_actor, requires
from app.ledger.forms import BookForm, ExportForm
from app.ledger.routes.room import ledger
from app.ledger.services import book, export
from app.organisations import communes, identifiers, kinds
from app.programmes.services import contents
from app.text import _

LONGEST_SEARCH = 120


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
    form = ExportForm()
    if not form.validate():
        return render_template("ledger/export.html", form=form), 422
    filters = _filters(_form())
    actor = current_actor()
    whole = allowed(Permission.READ_PERSONAL_CODE, actor)
    kind = form.kind.data
    export.noted(filters, kind, actor)
    name = f"so-ho-tro-{clock.today():%Y%m%d}.{kind}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    if kind == "csv":
        body = stream_with_context(_streamed(filters, whole))
        return Response(body, mimetype="text/csv", headers=headers)
    return Response(export.as_xlsx(filters, whole), mimetype=export.XLSX, headers=headers)


def _streamed(filters: book.Filters, whole: bool) -> Iterator[bytes]:
    """Read on while the file is being sent: the request's own transaction is over by then."""
    with transactions.reading():
        yield from export.as_csv(filters, whole)


_NAMES = ("q", "year", "programme", "project", "content", "kind", "commune", "state")


def _form() -> BookForm:
    form = BookForm(request.args)
    _offer(form.year, [(str(year), str(year)) for year in book.years()])
    _offer(form.programme, book.programmes())
    _offer(form.project, book.projects())
    _offer(form.content, contents.names())
    _offer(form.kind, kinds.labels())
    _offer(form.commune, [(each.code, each.name) for each in communes.all_communes()])
    return form


def _offer(field: SelectField, choices: Any) -> None:
    field.choices = [
        SelectChoice("", _("Tất cả")),
        *(SelectChoice(str(value), label) for value, label in choices),
    ]


def _filters(form: BookForm) -> book.Filters:
    state = form.state.data or ""
    return book.Filters(
        year=_number(form.year),
        programme_id=_number(form.programme),
        project_id=_number(form.project),
        content_id=_number(form.content),
        kind=(form.kind.data or "")[:40],
        commune=(form.commune.data or "")[:10],
        state=state if state in book.STATES else "",
        query=(form.q.data or "")[:LONGEST_SEARCH],
        after=request.args.get("sau", ""),
    )


def _number(field: SelectField) -> int | None:
    typed = field.data or ""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


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
