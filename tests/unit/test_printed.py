"""What a page prints is escaped, by the shorter way too."""

import pytest
from flask import Flask
from markupsafe import Markup, escape

from app.access import Role
from app.templating import HouseEnvironment, printed

BAD = "<b>\"Anh\" & 'chị'</b>"


@pytest.mark.parametrize(
    "value",
    [
        BAD,
        "Nông sản",
        "",
        7,
        True,
        None,
        1.5,
        Role.LEAD,
        Markup("<b>đậm</b>"),
        [BAD],
        ValueError(BAD),
    ],
)
def test_a_value_is_printed_as_markupsafe_escapes_it(value: object) -> None:
    assert printed(value) == escape(value)


def test_a_page_escapes_what_it_is_given_and_nothing_twice() -> None:
    page = (
        "{% macro each(x) %}<i>{{ x }}</i>{% endmacro %}{% set kept %}{{ bad }}{% endset %}"
        "{{ bad }}|{{ each(bad) }}|{{ kept }}|{{ bad | upper }}|{{ safe }}|{{ bad ~ safe }}"
    )
    escaped, safe = escape(BAD), Markup("<u>")
    house = HouseEnvironment(Flask("bare"), autoescape=True)
    shown = house.from_string(page).render(bad=BAD, safe=safe)
    said = [escaped, f"<i>{escaped}</i>", escaped, escape(BAD.upper()), safe, escaped + safe]
    assert shown == "|".join(said)
