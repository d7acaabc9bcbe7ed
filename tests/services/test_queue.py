"""The queue: earliest due first, filtered, paged by key, one query however deep."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, update

from app import clock
from app.access import Role
from app.applications.models import Application
from app.applications.services import withdraw
from app.extensions import db
from app.programmes.services import contents
from app.review.services import assignment, queue
from tests.factories import FIVE_S, ISO9001, Member, World

Several = tuple[Member, list[int]]


@pytest.fixture
def several(world: World) -> Several:
    """Seven open dossiers of one organisation."""
    member = world.organisation()
    codes = (ISO9001, FIVE_S, "HTQL-22000", "TXNG-AD", "TXNG-CN", "SP-TCCS", "NS-XANH")
    return member, [world.submitted(member, code) for code in codes]


def ids(world: World, **filters: Any) -> list[int]:
    with world.reading():
        return [row.id for row in queue.page(queue.Filters(**filters), world.officer).rows]


def due(world: World, dossier: int, day: date) -> None:
    with world.writing():
        db.session.execute(update(Application).where(Application.id == dossier).values(due_on=day))


@contextmanager
def counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(*args: Any) -> None:
        statements.append(args[2])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_the_earliest_due_comes_first_and_equal_days_by_age(world: World, several: Several) -> None:
    _member, dossiers = several
    assert ids(world) == dossiers
    due(world, dossiers[4], clock.today() - timedelta(days=1))
    assert ids(world) == [dossiers[4], *dossiers[:4], *dossiers[5:]]


def test_pages_of_any_size_give_every_row_once(world: World, several: Several) -> None:
    _member, dossiers = several
    for size in (1, 2, 3, 7, 100):
        seen: list[int] = []
        after = ""
        with world.reading():
            while True:
                page = queue.page(queue.Filters(after=after, size=size), world.officer)
                seen += [row.id for row in page.rows]
                after = page.next_key
                if not after:
                    break
        assert seen == dossiers, size


def test_a_page_has_a_hundred_rows_at_most_and_one_at_least(world: World, several: Several) -> None:
    for size in (10**9, 0, -5):
        assert 1 <= len(ids(world, size=size)) <= queue.MOST


def test_a_page_is_one_query_and_one_more_that_weighs_the_words(
    world: World, several: Several
) -> None:
    with world.reading():
        db.session.execute(select(1))
        by = world.officer
    with world.reading():
        db.session.execute(select(1))
        with counted() as statements:
            queue.page(queue.Filters(mine=True, commune="05977"), by)
        assert len(statements) == 1
        with counted() as statements:
            queue.page(queue.Filters(query="iso 9001"), by)
        assert len(statements) == 2


def test_what_is_closed_is_found_by_its_status_only(world: World, several: Several) -> None:
    member, dossiers = several
    world.do(withdraw.withdraw, dossiers[0], member.actor)
    assert ids(world) == dossiers[1:]
    assert ids(world, status="withdrawn") == [dossiers[0]]
    assert ids(world, status="no such status") == []


def test_drafts_are_nobodys_business(world: World) -> None:
    world.draft(world.organisation())
    assert ids(world) == []
    assert ids(world, status="draft") == []


def test_filters_by_content_commune_and_officer(world: World, several: Several) -> None:
    _member, dossiers = several
    with world.reading():
        content_id = contents.get(FIVE_S).id
    assert ids(world, content_id=content_id) == [dossiers[1]]
    assert ids(world, commune=world.fact(dossiers[0], "commune_code")) == dossiers
    assert ids(world, commune="06187") == []
    assert ids(world, mine=True) == []
    mine = world.assigned(world.organisation(), ISO9001)
    assert ids(world, mine=True) == [mine]
    other = world.staff(Role.OFFICER, email="khac@so.example.vn")
    world.do(assignment.assign, mine, other.person_id, world.lead)
    assert ids(world, mine=True) == []


def test_a_row_says_all_that_the_list_shows(world: World) -> None:
    dossier = world.assigned(world.organisation())
    with world.reading():
        (row,) = queue.page(queue.Filters(), world.officer).rows
        assert row.reference.startswith("NSCL-26-00001-")
        assert row.organisation == "Công ty TNHH Mẫu Thử 1"
        assert row.commune == "Phường Đông Kinh"
        assert "ISO 9001" in row.content
        assert row.officer == world.officer.name
        assert row.look.inside == "Đang thẩm định"
        assert row.due_on == db.session.get_one(Application, dossier).due_on


def made(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def test_keys_that_are_nonsense_begin_at_the_first_page(world: World, several: Several) -> None:
    _member, dossiers = several
    day = clock.today().isoformat().encode()
    for key in (
        "x", "????", "đ", "=" * 4, "a" * 1000, "\x00", made(b"2026-13-45|1"), made(day + b"|"),
        made(day + b"|-1"), made(day + b"|-" + b"9" * 30), made(day + b"|" + b"9" * 25),
        made(b"|"), made(b"1|2|3"), made(b"\xff\xfe"),
    ):  # fmt: skip
        assert queue.decode(key) is None, repr(key)
        assert ids(world, after=key) == dossiers, repr(key)
    key = queue.encode(clock.today(), 5)
    assert queue.decode(key) == (clock.today(), 5)
