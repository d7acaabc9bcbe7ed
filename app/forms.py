"""The base of every form: CSRF, a form key against double submission, clean text."""

from typing import Any
from uuid import uuid4

from flask import request
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from app.errors import DomainError
from app.text import _, nfc


def clean(value: Any) -> Any:
    """Return typed text composed (NFC), trimmed, without control characters but line breaks."""
    if not isinstance(value, str):
        return value
    text = nfc(value.replace("\r\n", "\n"))
    return "".join(c for c in text if c == "\n" or c == "\t" or c.isprintable()).strip()


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form of the house. The same `form_key` again leads to the same receipt.

    Signing in sets `form_key = None`: a page kept by the browser may be used again.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # as above
        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Field:
            filters = list(unbound_field.kwargs.get("filters", ()))
            if issubclass(unbound_field.field_class, (StringField, TextAreaField)):
                filters.append(clean)
            return unbound_field.bind(form=form, **{**options, "filters": filters})

    form_key = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "form_key" in self and not self.form_key.data:
            self.form_key.data = uuid4().hex

    def refuse(self, error: DomainError) -> int:
        """Put a service's refusal next to its field (or on top) and return its status."""
        field = getattr(self, error.field, None) if error.field else None
        if isinstance(field, Field):
            field.errors = [*field.errors, error.message]
        else:
            self.form_errors = [*self.form_errors, error.message]
        return error.status


class OneButton(Form):
    """A form that only says yes: sign out, confirm, withdraw."""


def required(message: str | None = None) -> DataRequired:
    """The field must be filled in."""
    return DataRequired(message or _("Vui lòng điền mục này."))


def chosen(message: str | None = None) -> InputRequired:
    """One of the choices must be taken."""
    return InputRequired(message or _("Vui lòng chọn một mục."))


def at_most(length: int, at_least: int = -1) -> Length:
    """The text has at most `length` characters."""
    return Length(
        min=at_least,
        max=length,
        message=_("Nội dung dài tối đa %(max)s ký tự.", max=length)
        if at_least < 1
        else _("Nội dung dài từ %(min)s đến %(max)s ký tự.", min=at_least, max=length),
    )


def posted() -> bool:
    """Return whether this request sends a form."""
    return request.method == "POST"
