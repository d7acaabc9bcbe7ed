"""The base of every form: CSRF, a form key against double submission, clean text."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, BinaryIO, Self
from uuid import uuid4

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    DateField,
    Field,
    HiddenField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from app.errors import DomainError
from app.files.making import MAX_BYTES
from app.files.services import ACCEPT
from app.text import _, format_number, row_number
from app.typed import clean as cleaned

DONE = 303  # see other: the deed is done, the page goes on
LONGEST_SEARCH = 120  # characters of what somebody looks for; the rest is not read
CONFLICT = 409  # someone else was faster: the page shows both


def fresh_key() -> str:
    """Return a new form key."""
    return uuid4().hex


def clean_line(value: Any) -> Any:
    """Return the text of a field of one line: a break in it is a space, as in no name of ours."""
    return " ".join(clean(value).split()) if isinstance(value, str) else value


def clean(value: Any) -> Any:
    """Return typed text in the form in which it is kept; a value that is no text stays."""
    return cleaned(value) if isinstance(value, str) else value


class _HouseWords:
    """WTForms' own words that can still be met, in ours."""

    def gettext(self, words: str) -> str:
        if "alid choice" in words or "coerce" in words:
            return _("Vui lòng chọn một mục trong danh sách.")
        return _("Nội dung chưa hợp lệ. Vui lòng kiểm tra lại.")

    def ngettext(self, one: str, _many: str, _n: int) -> str:
        return self.gettext(one)


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form of the house. The same `form_key` again leads to the same receipt.

    Signing in sets `form_key = None`: a page kept by the browser may be used again.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF ships no types
        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Field:
            filters = list(unbound_field.kwargs.get("filters", ()))
            if issubclass(unbound_field.field_class, TextAreaField):
                filters.append(clean)
            elif issubclass(unbound_field.field_class, StringField):
                filters.append(clean_line)
            return unbound_field.bind(form=form, **{**options, "filters": filters})

        def get_translations(self, form: Any) -> Any:
            return _HouseWords()

    form_key = HiddenField()
    # Fields of the end of the page, where fields are added to the form: what is said about all of
    # them goes from top to bottom.
    at_the_end: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.at_the_end:
            if name in self:
                self._fields[name] = self._fields.pop(name)
        if "form_key" in self and not self.form_key.data:
            self.form_key.data = fresh_key()

    def carry_out(self, deed: Callable[[], object]) -> int:
        """Do what the form was sent for; return the status the page answers with.

        200: only opened; 303: done, go on; 4xx: what was typed, or a rule, stands in the way, and
        the form shows it.
        """
        if not self.is_submitted():
            return 200
        if not self.validate():
            return 422
        try:
            deed()
        except DomainError as error:
            return self.refuse(error)
        return DONE

    def refuse(self, error: DomainError) -> int:
        """Put a service's refusal next to its field (or on top) and return its status."""
        field = getattr(self, error.field, None) if error.field else None
        if error.field == "file" and field is None:  # the files room knows no other name for it
            field = next((each for each in self if isinstance(each, Upload)), None)
        if isinstance(field, Field):
            field.errors = [*field.errors, error.message]
        else:
            self.form_errors: list[str] = [*self.form_errors, error.message]
        return error.status


class Asking(Form):
    """A form sent by GET, such as filters: it writes nothing, so it has neither token nor key."""

    class Meta(Form.Meta):
        csrf = False

    form_key = None


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


def all_or(choices: Iterable[tuple[object, str]]) -> list[SelectChoice]:
    """Return what a filter offers: (value, label), and "all" before them."""
    found = [SelectChoice(str(value), label) for value, label in choices]
    return [SelectChoice("", _("Tất cả")), *found]


def posted() -> bool:
    """Return whether this request sends a form."""
    return request.method == "POST"


def _unread(field: Field) -> None:
    """Stop at what could not be read: no rule says anything true of it. Nothing typed is read."""
    if field.process_errors and any(map(clean, field.raw_data)):
        raise StopValidation


class Whole(StringField):  # type: ignore[misc]  # WTForms ships no types
    """A whole number as people type it: "1.500.000" and "1 500 000" are one and a half million."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = re.sub(r"[\s\u00a0]|₫|đ(ồng)?$", "", clean(valuelist[0])) if valuelist else ""
        self.data = None
        if not typed:
            return
        if not re.fullmatch(r"[0-9]{1,15}|[0-9]{1,3}((\.[0-9]{3}){1,4}|(,[0-9]{3}){1,4})", typed):
            raise ValueError(_("Vui lòng điền một số nguyên, ví dụ 12 hoặc 1.500.000."))
        self.data = int(re.sub(r"[.,]", "", typed))

    def pre_validate(self, form: Any) -> None:
        _unread(self)

    def _value(self) -> str:
        if self.raw_data:  # as typed, right or wrong
            return str(self.raw_data[0])
        return format_number(self.data)


class Year(Whole):
    """A calendar year: 2026, never 2.026."""

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else str(self.data or "")


class Day(DateField):  # type: ignore[misc]  # WTForms ships no types
    """A date typed as 05/04/2021: a browser's own picker shows it in the browser's language."""

    widget = TextInput()

    def __init__(self, label: str, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(
            label,
            validators,
            format=["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"],
            description=kwargs.pop("description", "") or _("Ngày/tháng/năm, ví dụ 05/04/2021."),
            render_kw={"inputmode": "numeric", "autocomplete": "off"},
            **kwargs,
        )

    def process_formdata(self, valuelist: list[str]) -> None:
        try:  # nothing typed is for the validators: it may be wanted or not
            super().process_formdata([typed for typed in valuelist if typed.strip()])
        except ValueError as error:
            raise ValueError(_("Ngày không hợp lệ. Vui lòng ghi như 05/04/2021.")) from error

    def pre_validate(self, form: Any) -> None:
        _unread(self)


class Checkboxes(SelectMultipleField):  # type: ignore[misc]  # WTForms ships no types
    """Several choices, each with its own box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Upload(FileField):  # type: ignore[misc]  # Flask-WTF ships no types
    """One file of the kinds in `accept`; the browser is told its limit, the service keeps to it."""

    def __init__(self, label: str, max_bytes: int, accept: str, **kwargs: Any) -> None:
        super().__init__(
            label,
            render_kw={"accept": accept, "data-max-bytes": str(max_bytes)},
            **kwargs,
        )

    @property
    def given(self) -> bool:
        """Whether a file was chosen at all."""
        return bool(self.data and getattr(self.data, "filename", ""))


class FileForm(Form):
    """A form with one file of its own page: a refused one loses nothing else."""

    file = Upload(_("Tệp (PDF, PNG hoặc JPEG, tối đa 10 MB)"), MAX_BYTES, ACCEPT)

    @property
    def upload(self) -> tuple[BinaryIO, str]:
        """The bytes and the name they came with."""
        return self.file.data.stream, self.file.data.filename

    def validate_file(self, field: Upload) -> None:
        if not field.given:
            raise ValidationError(_("Vui lòng chọn tệp."))


class Versioned(Form):
    """A form about something others may change meanwhile: it carries the version seen."""

    version = HiddenField()
    _thing: Any = None

    @classmethod
    def about(cls, thing: Any, **data: Any) -> Self:
        """Return the form for `thing` as it is now; a refusal shows the thing as it is then.

        `data` is what the fields show before anything is typed.
        """
        form = cls(version=thing.version, data=data)
        form._thing = thing
        return form

    def refuse(self, error: DomainError) -> int:
        if self._thing is not None:
            self.version.data = str(self._thing.version)
        return super().refuse(error)

    def differing(self, now: Mapping[str, Any]) -> list[tuple[str, Any]]:
        """Return (label, what is kept now) where this form says something else; for a 409."""
        return [
            (field.label.text, now[field.name])
            for field in self
            if field.name in now and (field.data or "") != (now[field.name] or "")
        ]

    @property
    def seen(self) -> int | None:
        """The version the person saw; -1, which no thing has, for what is no version."""
        if not self.version.data:
            return None
        number = row_number(self.version.data)
        return -1 if number is None else number
