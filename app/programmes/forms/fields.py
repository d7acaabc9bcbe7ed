"""Fields that only the setting up of programmes and calls has."""

import re
from datetime import datetime
from typing import Any

from wtforms import StringField
from wtforms.validators import Optional, StopValidation, ValidationError

from app import clock
from app.forms import Whole, Year, clean
from app.text import _, format_datetime, format_measure, format_number

_TYPED = re.compile(
    r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})"
    r"(?:\s+|\s*,\s*)(?P<hour>\d{1,2})\s*(?:[:hg]|giờ)\s*(?P<minute>\d{2})?"
)


_MEASURED = re.compile(r"([0-9]{1,13}|[0-9]{1,3}(?:\.[0-9]{3}){1,4})(?:,([0-9]{1,2}))?")


class needed:  # noqa: N801  (a validator, named as WTForms names its own)
    """The value must be there (0 is one), and what is wrong with it is not said a second time."""

    def __call__(self, _form: Any, field: StringField) -> None:
        if field.data is None:
            raise StopValidation("" if field.errors else _("Vui lòng điền mục này."))


class Moment(StringField):  # type: ignore[misc]  # WTForms ships no types
    """A moment to the minute by the clocks in Vietnam, as 31/03/2027 17:00 or 31/03/2027 17h."""

    data: Any

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(
            label,
            [needed()],
            description=_("Ngày/tháng/năm giờ:phút, giờ Việt Nam, ví dụ 31/03/2027 17:00."),
            render_kw={"autocomplete": "off"},
            **kwargs,
        )

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = clean(valuelist[0]) if valuelist else ""
        self.data = None
        if not typed:
            return
        found = _TYPED.fullmatch(typed)
        try:
            if found is None:
                raise ValueError
            day, month, year, hour, minute = (int(part or 0) for part in found.groups())
            self.data = datetime(year, month, day, hour, minute, tzinfo=clock.VIETNAM)
        except ValueError as error:
            raise ValueError(
                _("Vui lòng ghi ngày và giờ như 31/03/2027 17:00, giờ Việt Nam.")
            ) from error

    def _value(self) -> str:
        if self.raw_data:  # as typed, right or wrong
            return str(self.raw_data[0])
        return format_datetime(self.data)


class between:  # noqa: N801  (a validator, named as WTForms names its own)
    """The number, if there is one, lies between both, which belong to it."""

    def __init__(self, lowest: int, highest: int) -> None:
        self.lowest, self.highest = lowest, highest

    def __call__(self, _form: Any, field: StringField) -> None:
        if field.data is not None and not self.lowest <= field.data <= self.highest:
            raise ValidationError(
                _(
                    "Vui lòng điền số từ %(lowest)s đến %(highest)s.",
                    lowest=format_number(self.lowest),
                    highest=format_number(self.highest),
                )
            )


class Measure(Whole):
    """What is measured, not counted: as `Whole`, with up to two digits after the comma.

    Kept exactly: a whole one as an integer, else as text with a point ("1500.25").
    """

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = re.sub(r"\s", "", clean(valuelist[0])) if valuelist else ""
        self.data = None
        if not typed:
            return
        found = _MEASURED.fullmatch(typed)
        if found is None:
            raise ValueError(
                _(
                    "Vui lòng điền một số, phần lẻ tối đa hai chữ số sau dấu phẩy, ví dụ 12 "
                    "hoặc 1.500,25."
                )
            )
        whole, part = int(found[1].replace(".", "")), (found[2] or "").rstrip("0")
        self.data = f"{whole}.{part}" if part else whole

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else format_measure(self.data)


class Amount(Whole):
    """A whole number that may be left empty: unknown, or without a limit."""

    def __init__(self, label: str, *checks: Any, **kwargs: Any) -> None:
        super().__init__(
            label,
            [Optional(), *checks],
            render_kw={"inputmode": "numeric", "autocomplete": "off"},
            **kwargs,
        )


class Count(Whole):
    """A whole number that must be there, between two others."""

    def __init__(self, label: str, lowest: int, highest: int, **kwargs: Any) -> None:
        super().__init__(
            label,
            [needed(), between(lowest, highest)],
            render_kw={"inputmode": "numeric", "autocomplete": "off"},
            **kwargs,
        )


class CalendarYear(Year):
    """The year of a programme or project; it must be there."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(
            label,
            [needed(), _in_this_century],
            render_kw={"inputmode": "numeric", "autocomplete": "off"},
            **kwargs,
        )


def _in_this_century(_form: Any, field: StringField) -> None:
    if field.data is not None and not 2000 <= field.data <= 2100:
        raise ValidationError(_("Vui lòng điền năm từ 2000 đến 2100."))
