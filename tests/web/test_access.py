"""Who gets into which page: every line of the tables in `tests/access` is really opened."""

from pathlib import Path

import pytest
from flask import Flask

from app.mailbox import sink
from tests import house
from tests.access import LINES


@pytest.fixture
def app_environment(app_environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """Open the development mailbox too: its pages are in the table as well."""
    return app_environment | {"MAILBOX_DIR": str(tmp_path / "mailbox")}


@pytest.fixture
def things(app: Flask, tmp_path: Path) -> house.House:
    """Return the house, with a letter in its mailbox."""
    opened = house.open_house(app)
    letter = b"Subject: Thu\r\nContent-Type: text/html\r\n\r\n<p>Noi dung</p>\r\n"
    sink.keep_in(tmp_path / "mailbox")(["don-vi@example.vn"], letter)
    opened.things["mail"] = {"letter_id": next((tmp_path / "mailbox").glob("*.eml")).stem}
    return opened


def test_every_address_stands_in_the_table(app: Flask, things: house.House) -> None:
    bound = app.url_map.bind("localhost")
    listed = {
        (line.method, bound.match(things.path(line.address), line.method, return_rule=True)[0].rule)
        for line in LINES
    }
    served = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert listed == served


@pytest.mark.parametrize("role", house.ROLES)
def test_everyone_gets_what_the_table_says(app: Flask, things: house.House, role: str) -> None:
    callers = house.Callers(app)
    wrong = []
    for line in LINES:
        answer = callers.open(role, line.method, things.path(line.address))
        sent_away = answer.status_code == 302 and answer.location.startswith("/dang-nhap?next=")
        got = "in" if sent_away else str(answer.status_code)
        if got != line.answers[role]:
            wrong.append(f"{line}: {got} in place of {line.answers[role]}")
    assert not wrong, "\n".join([role, *wrong])
