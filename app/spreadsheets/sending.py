"""A list sent as a file: the form that asks for it and the answer. Only routes use it."""

from collections.abc import Iterator

from flask import Response, stream_with_context
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from app import clock, transactions
from app.access import Actor
from app.files.kinds import XLSX
from app.forms import Form, chosen
from app.spreadsheets import export as exports
from app.spreadsheets.export import Export
from app.text import _


class ExportForm(Form):
    """Which kind of file."""

    kind = RadioField(
        _("Định dạng"),
        [chosen()],
        choices=[SelectChoice("xlsx", _("Excel (.xlsx)")), SelectChoice("csv", _("CSV"))],
    )


def sent(export: Export, kind: str, by: Actor) -> Response:
    """Write down that `by` takes the list, and return it as a file.

    Raises 422 next to `kind` for more rows than a workbook takes.
    """
    exports.note(export, kind, by)
    name = f"{export.name}-{clock.today():%Y%m%d}.{kind}"
    if kind == "csv":
        return _attached(stream_with_context(_streamed(export)), name, "text/csv")
    return workbook(exports.as_xlsx(export), name)


def workbook(content: bytes, name: str) -> Response:
    """Return a workbook of ours under `name`, in Latin letters, ending included."""
    return _attached(content, name, XLSX)


def _attached(content: bytes | Iterator[bytes], name: str, media_type: str) -> Response:
    response = Response(content, mimetype=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"  # it may name people
    return response


def _streamed(export: Export) -> Iterator[bytes]:
    """Read on while the file is being sent: the request's own transaction is over by then."""
    with transactions.reading():
        yield from exports.as_csv(export)
