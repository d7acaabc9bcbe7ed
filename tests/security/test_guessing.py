"""Guessing: the look-up gives nothing away and tires out, and sign-in always does the same work."""

import re
from collections.abc import Callable

import argon2
import pytest
from flask import Flask
from sqlalchemy import event

from app import clock, transactions
from app.access import Role
from app.applications.models import Application
from app.demo import people
from app.extensions import db, limiter
from tests import house
from tests.fixtures.visitor import Visitor
from tests.people import enter, made, person

WRONG = "không phải nó"


@pytest.fixture
def reference(app: Flask) -> str:
    """Return the reference of a dossier in the house."""
    things = house.open_house(app)
    with app.app_context(), transactions.reading():
        return str(db.session.get_one(Application, things.id_of("approved")).reference)


def look_up(client: Visitor, reference: str, code: str) -> tuple[int, str]:
    """Return status and page of a look-up, without what was typed and what always differs."""
    answer = client.submit("/tra-cuu", {"reference": reference, "code": code})
    page = re.sub(r'(name="(csrf_token|form_key)"[^>]*value=")[^"]*', r"\1", answer.text)
    return answer.status_code, page.replace(reference, "R").replace(code, "C")


def test_a_look_up_answers_alike_whatever_is_wrong(client: Visitor, reference: str) -> None:
    code, other = house.CODE, people.UNITS[1].code
    right = look_up(client, reference, code)
    assert right[0] == 200
    answers = {
        look_up(client, reference, other),  # another organisation's code
        look_up(client, "NSCL-26-99999-X", code),  # no such dossier
        look_up(client, "NSCL-26-99999-X", house.FREE_CODE),
        look_up(client, "None", code),  # a draft has no reference
    }
    assert len(answers) == 1
    assert answers.pop()[0] == 404


def test_a_look_up_names_nobody_and_shows_no_file(client: Visitor, reference: str) -> None:
    _status, page = look_up(client, reference, house.CODE)
    main = page[page.index("<main") : page.index("</main")]
    for inside in (
        *(staff.name for staff in people.STAFF), *(unit.name for unit in people.UNITS),
        "Người đại diện DEMO", "Người liên hệ DEMO", "02053812345", house.EMAILS["owner"],
        "/tep/", "/van-ban", house.NOTE,
    ):  # fmt: skip
        assert inside not in main, inside


@pytest.mark.engines("sqlite")
def test_guessing_references_is_turned_away_by_the_thirty_first(
    app: Flask, client: Visitor, reference: str
) -> None:
    for attempt in range(30):
        assert look_up(client, f"NSCL-26-{attempt:05d}-X", house.CODE)[0] == 404
    assert look_up(client, "NSCL-26-00031-X", house.CODE)[0] == 429
    assert look_up(client, reference, house.CODE)[0] == 429, "a right guess would be told apart"


@pytest.mark.engines("sqlite")
def test_guessing_the_code_of_one_reference_from_many_places_is_turned_away(
    app: Flask, reference: str
) -> None:
    spellings = [reference, reference.lower(), f" {reference} ", reference.replace("-", "- ")]
    statuses = []
    for attempt in range(14):
        visitor = app.test_client()
        assert isinstance(visitor, Visitor)
        visitor.environ_base["REMOTE_ADDR"] = f"203.0.113.{attempt}"
        statuses.append(look_up(visitor, spellings[attempt % 4], f"49088{attempt:05d}")[0])
    assert statuses[:10] == [404] * 10
    assert set(statuses[10:]) == {429}


@pytest.mark.engines("sqlite")
def test_looking_up_ones_own_dossier_has_no_limit(client: Visitor, reference: str) -> None:
    assert {look_up(client, reference, house.CODE)[0] for _time in range(35)} == {200}


@pytest.fixture
def work(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[], tuple[int, int]]:
    """Return a counter of (password checks, statements) since it was last asked."""
    done = {"checks": 0, "statements": 0}
    verify = argon2.PasswordHasher.verify

    def counted(hasher: argon2.PasswordHasher, *args: str) -> bool:
        done["checks"] += 1
        return bool(verify(hasher, *args))

    def note(*_args: object) -> None:
        done["statements"] += 1

    monkeypatch.setattr(argon2.PasswordHasher, "verify", counted)
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)

    def since() -> tuple[int, int]:
        seen = done["checks"], done["statements"]
        done.update(checks=0, statements=0)
        return seen

    return since


def test_every_failed_sign_in_costs_the_same_whoever_is_tried(
    app: Flask, client: Visitor, work: Callable[[], tuple[int, int]]
) -> None:
    def make() -> None:
        person("co@langson.test")
        person("can-bo@langson.test", Role.OFFICER)
        person("khoa@langson.test").disabled_at = clock.now()
        person("moi@langson.test").password_hash = None

    made(app, make)
    costs, pages = {}, set()
    for email in ("co", "can-bo", "khoa", "moi", "khong-co"):
        limiter.reset()
        client.get("/dang-nhap")
        work()
        answer = enter(client, f"{email}@langson.test", WRONG)
        assert answer.status_code == 422
        costs[email] = work()
        page = re.sub(r'(name="(csrf_token|form_key)"[^>]*value=")[^"]*', r"\1", answer.text)
        pages.add(page.replace(f"{email}@", "…@"))
    assert len(set(costs.values())) == 1, costs
    assert costs["khong-co"][0] == 1
    assert len(pages) == 1
