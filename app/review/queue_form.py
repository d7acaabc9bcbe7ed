"""The form over the queue: what to look for, and four lists of what narrows or orders it.

It is only shown: what it sends is an address, which `filters` reads. So it needs no form of
WTForms, whose drawing took a seventh of the time of the page that is asked for most.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from app.review import filters as asked
from app.review.filters import ALL_OPEN, LABELS, NAMES, SLUGS, Filters
from app.review.services.walking import RARE
from app.text import _, format_number

Choice = tuple[str, str]  # what stands in an address, and what it is called


@dataclass(frozen=True)
class Pick:
    """A list of choices: its name in an address, its label, and its options as the page has them.

    The other filters are on a page of their own, with counts.
    """

    name: str
    label: str
    options: Markup


def picks(filters: Filters, counts: Mapping[str, int], officer: str) -> list[Pick]:
    """Return the lists as the filters set them, the statuses with their `counts`.

    `officer`: what a named officer who is asked for is called; the list has nobody else by name.
    """
    status = SLUGS["status"].get(filters.status, ALL_OPEN)
    return [
        Pick(NAMES["status"], _("Trạng thái"), _options(_statuses(counts), status)),
        _fixed("due", _("Hạn"), SLUGS["due"].get(filters.due, "")),
        _officers(filters.officer, officer),
        _fixed("sort", _("Sắp xếp"), SLUGS["sort"][filters.sort]),
    ]


def said(number: int | None) -> str:
    """Return a count as the page says it: beyond a thousand nobody needs the rest."""
    if number is None:
        return ""
    return format_number(number) if number <= RARE else f"{format_number(RARE)}+"


def _statuses(counts: Mapping[str, int]) -> Iterable[Choice]:
    yield ALL_OPEN, LABELS["status"][asked.OPEN]
    for value, slug in SLUGS["status"].items():
        label = LABELS["status"][value]
        yield slug, f"{label} ({said(counts[value])})" if value in counts else label


def _officers(asked_for: str, called: str) -> Pick:
    label = _("Chuyên viên")
    if not asked_for or asked_for in SLUGS["officer"]:
        return _fixed("officer", label, SLUGS["officer"].get(asked_for, ""))
    choices = [*_ours("officer"), (asked_for, called)]
    return Pick(NAMES["officer"], label, _options(choices, asked_for))


@lru_cache
def _fixed(name: str, label: str, chosen: str) -> Pick:
    """Return a list of nothing but words of ours: drawn once for each of its choices."""
    return Pick(NAMES[name], label, _options(_ours(name), chosen))


def _ours(name: str) -> list[Choice]:
    every = [] if name == "sort" else [("", _("Tất cả"))]
    return [*every, *((slug, LABELS[name][value]) for value, slug in SLUGS[name].items())]


def _options(choices: Iterable[Choice], chosen: str) -> Markup:
    drawn = [_option(value, label, value == chosen) for value, label in choices]
    return Markup("".join(drawn))  # noqa: S704  (each is escaped)


@lru_cache(500)
def _option(value: str, label: str, selected: bool) -> Markup:
    """Write an option of a list; the same forty stand on each page of the queue."""
    attribute = " selected" if selected else ""
    option = f'<option{attribute} value="{escape(value)}">{escape(label)}</option>'
    return Markup(option)  # noqa: S704  (both parts are escaped in the line above)
