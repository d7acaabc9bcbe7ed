"""A list sent as a file, or asked for: the form and the answer. Only routes use it."""

from collections.abc import Iterator
from typing import Any

from flask import redirect, stream_with_context, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from app import access, transactions
from app.access import Actor
from app.exports.services import jobs, tables
from app.exports.services.tables import Export
from app.forms import DONE, Form, chosen
from app.spreadsheets.sending import attached, workbook
from app.text import _


class ExportForm(Form):
    """Which kind of file."""

    kind = RadioField(
        _("Định dạng"),
        [chosen()],
        choices=[SelectChoice("xlsx", _("Excel (.xlsx)")), SelectChoice("csv", _("CSV"))],
    )


def sent(name: str, filters: Any, kind: str, by: Actor) -> Response:
    """Return the list `name` as a file, or the page on which a long one is being made.

    Raises 403, and 422 next to `kind` for more rows than a workbook takes.
    """
    found = tables.get(name)
    access.check(found.permission, by)
    export = found.export(filters, by)
    count = export.count()
    tables.check_size(count, kind)
    if count > tables.AT_ONCE:
        job = jobs.ask(name, tables.params_of(filters, kind), by)
        return redirect(url_for("exports.show", job_id=job.id), DONE)
    tables.note(export, kind, by)
    called = tables.called(found, kind)
    if kind == "csv":
        return attached(stream_with_context(_streamed(export)), called, "text/csv")
    return workbook(tables.as_xlsx(export), called)


def _streamed(export: Export) -> Iterator[bytes]:
    """Read on while the file is being sent: the request's own transaction is over by then."""
    with transactions.reading():
        yield from tables.as_csv(export)
