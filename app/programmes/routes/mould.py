"""The mould of the pages that set programmes and calls up: a form, its deed, where to go on."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import render_template, url_for

from app.forms import DONE, Form
from app.guard import asked_number
from app.programmes.models import Call, Programme

Row = TypeVar("Row", Programme, Call)


def shown(form: Form) -> dict[str, Any]:
    """Return what a form's page needs: the fields people see, in their order."""
    hidden = ("HiddenField", "CSRFTokenField")
    return {"form": form, "fields": [field for field in form if field.type not in hidden]}


def filled_in(
    form: Form,
    deed: Callable[[], object],
    done: Callable[[], Any],
    template: str = "programmes/setup/form.html",
    **said: Any,
) -> Any:
    """Do what the form was sent for and answer as `done` says; else show it, with what is wrong.

    `said` is what the page says around the form: its title, where it leads back, its button.
    """
    status = form.carry_out(deed)
    if status == DONE:
        return done()
    return render_template(template, **said, **shown(form)), status


def before() -> int | None:
    """Return the last id of the page before, from the address."""
    return asked_number("truoc") or None


def paged(rows: Sequence[Row], size: int, endpoint: str) -> tuple[Sequence[Row], str | None]:
    """Return a page of the rows that were asked for, one more than a page, and the next address."""
    page = rows[:size]
    more = url_for(endpoint, truoc=page[-1].id) if len(rows) > size else None
    return page, more
