"""How long a text, how large a number may be: services refuse what a form let through. Pure."""

from collections.abc import Collection, Mapping
from typing import Any

from app.errors import Invalid
from app.text import _, format_number

LARGEST = 10**15 - 1  # what people can type: fifteen digits, of đồng or anything else


def texts(
    values: Mapping[str, Any], longest: Mapping[str, int], *, needed: Collection[str] = ()
) -> None:
    """Raise 422 beside the first of `values` that is `needed` and empty, or too long.

    `longest` is in characters; what `values` do not name is not asked for.
    """
    for name, most in longest.items():
        if name not in values:
            continue
        said = str(values[name] or "")
        if name in needed and not said.strip():
            raise Invalid(_("Vui lòng điền mục này."), name)
        if len(said) > most:
            raise Invalid(_("Nội dung dài tối đa %(max)s ký tự.", max=format_number(most)), name)


def numbers(values: Mapping[str, Any], bounds: Mapping[str, tuple[int, int]]) -> None:
    """Raise 422 beside the first of `values` outside its bounds, which belong to it.

    None is no number: whether one must be there is the column's business.
    """
    for name, (lowest, highest) in bounds.items():
        said = values.get(name)
        if said is not None and not lowest <= said <= highest:
            raise Invalid(
                _(
                    "Vui lòng điền số từ %(lowest)s đến %(highest)s.",
                    lowest=format_number(lowest),
                    highest=format_number(highest),
                ),
                name,
            )
