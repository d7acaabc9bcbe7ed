"""The queue: its order, its pages, its filters."""

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
from app.programmes.models import Project
from app.review import filters as asked
from app.review.filters import Filters
from app.review.services import (
    assignment,
    facets,
    order,
    queue,
    queue_lines,
)
from tests.factories import CALL, FIVE_S, GAP, ISO9001, World
from tests.shared.queue_rows import Several


def ids(world: World, **filters: Any) -> list[int]:
    with world.reading():
        return [row.id for row in queue.page(Filters(**filters), world.officer).rows]


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
                page = queue.page(Filters(after=after, size=size), world.officer)
                seen += [row.id for row in page.rows]
                after = page.next_key
                if not after:
                    break
        assert seen == dossiers, size


def test_a_page_has_a_hundred_rows_at_most_and_one_at_least(world: World, several: Several) -> None:
    for size in ("1000000000", "0", "-5", "x", "9999"):
        assert 1 <= len(ids(world, size=asked.read({"so": size}).size)) <= asked.MOST


def test_a_page_is_one_query_and_one_more_that_weighs_the_words(
    world: World, several: Several
) -> None:
    with world.reading():
        db.session.execute(select(1))
        by = world.officer
    with world.reading():
        db.session.execute(select(1))
        with counted() as statements:
            queue.page(Filters(officer=asked.ME, commune="05977"), by)
        assert len(statements) == 2
        with counted() as statements:
            queue.page(Filters(query="iso 9001"), by)
        assert len(statements) == 2


def test_what_is_closed_is_found_by_its_status_only(world: World, several: Several) -> None:
    member, dossiers = several
    world.do(withdraw.withdraw, dossiers[0], member.actor)
    assert ids(world) == dossiers[1:]
    assert ids(world, status="withdrawn") == [dossiers[0]]
    assert ids(world, status="ended") == [dossiers[0]]
    assert asked.read({"trang-thai": "khong-co"}) == Filters()  # ignored, never an error


def test_drafts_are_nobodys_business(world: World) -> None:
    world.draft(world.organisation())
    assert ids(world) == []
    assert ids(world, status="ended") == []
    assert asked.read({"trang-thai": "draft"}) == Filters()


def test_filters_by_content_commune_and_officer(world: World, several: Several) -> None:
    _member, dossiers = several
    assert ids(world, content=FIVE_S) == [dossiers[1]]
    assert ids(world, content="khong-co") == []
    assert ids(world, commune=world.fact(dossiers[0], "commune_code")) == dossiers
    assert ids(world, commune="06187") == []
    assert ids(world, officer=asked.ME) == []
    mine = world.assigned(world.organisation(), ISO9001)
    assert ids(world, officer=asked.ME) == [mine]
    other = world.staff(Role.OFFICER, email="khac@so.example.vn")
    world.do(assignment.assign, mine, other.person_id, world.lead)
    assert ids(world, officer=asked.ME) == []


def test_a_row_says_all_that_the_list_shows(world: World) -> None:
    dossier = world.assigned(world.organisation())
    with world.reading():
        (row,) = queue.page(Filters(), world.officer).rows
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
        "x", "????", "đ", "=" * 4, "a" * 1000, "\x00", made(b"due|1|2026-13-45"),
        made(b"due||" + day), made(b"due|-1|" + day), made(b"due|" + b"9" * 25 + b"|" + day),
        made(b"||"), made(b"due|1"), made(b"\xff\xfe"), made(b"name|1|a"),
        made(b"due|1|" + day + b"\0"),
    ):  # fmt: skip
        assert order.decode(order.DUE, key) is None, repr(key)
        assert ids(world, after=key) == dossiers, repr(key)
    for one, value in (
        (order.DUE, clock.today()), (order.SUBMITTED, clock.now()), (order.NAME, "a|b đ"),
    ):  # fmt: skip
        assert order.decode(one, order.encode(one, value, 5)) == (value, 5)
    assert order.decode(order.SUBMITTED, made(b"submitted|1|2026-01-01T00:00:00")) is None


@pytest.mark.parametrize("sort", order.ORDERS)
def test_each_order_gives_every_row_once_whatever_the_size_of_a_page(
    world: World, several: Several, sort: str
) -> None:
    _member, dossiers = several
    others = [
        world.submitted(world.organisation(name=name)) for name in ("Đồi Chè", "doi cam", "An")
    ]
    for wanted in ({}, {"content": ISO9001}):  # walked, and looked up
        whole = ids(world, sort=sort, **wanted)
        assert sorted(whole) == sorted([dossiers[0], *others] if wanted else [*dossiers, *others])
        for size in (1, 3):
            seen, after = [], ""
            with world.reading():
                while True:
                    shown = Filters(sort=sort, size=size, after=after, **wanted)
                    page = queue.page(shown, world.officer)
                    seen += [row.id for row in page.rows]
                    after = page.next_key
                    if not after:
                        break
            assert seen == whole
    if sort == asked.NAME:  # folded: "An" < "Công ty…" < "doi cam" < "Đồi Chè"
        assert whole == [others[2], dossiers[0], others[1], others[0]]
    if sort == asked.SUBMITTED:
        assert whole[0] == others[2]


def test_due_dates_kinds_groups_and_warnings_filter(world: World, several: Several) -> None:
    member, dossiers = several
    today = clock.today()
    days = [today - timedelta(days=1), today, today + timedelta(days=6 - today.weekday())]
    for dossier, day in zip(dossiers, [*days, *[today + timedelta(days=30)] * 4], strict=True):
        due(world, dossier, day)
    assert ids(world, due=asked.OVERDUE) == dossiers[:1]
    assert ids(world, due=asked.TODAY) == dossiers[1:2]
    assert ids(world, due=asked.WEEK) == dossiers[1:3]
    assert ids(world, due=asked.LATER) == dossiers[3:]
    assert ids(world, due=asked.OVERDUE, sort=asked.NAME) == dossiers[:1]
    cooperative = world.organisation("hop_tac_xa", priorities=["chuoi_gia_tri"])
    other = world.submitted(cooperative, GAP, standard="VietGAP")
    assert ids(world, kind="hop_tac_xa") == ids(world, priority="chuoi_gia_tri") == [other]
    assert ids(world, kind="hop_tac_xa", priority="sp_chu_luc") == []
    assert ids(world, officer=asked.NOBODY_YET) == [*ids(world)]
    assert len(ids(world, call=CALL)) == 8
    with world.reading():
        code = db.session.scalars(
            select(Project.code).where(Project.id == world.fact(other, "project_id"))
        ).one()
    assert other in ids(world, project=code)
    assert ids(world, project="khong-co") == []
    assert ids(world, warning=asked.ANY_WARNING) == []
    world.do(withdraw.withdraw, dossiers[0], member.actor)
    again = world.organisation(name="Công ty TNHH Mẫu Thử 1")  # as the first is called
    warned = world.submitted(again, FIVE_S)
    assert warned in ids(world, warning="alike")
    assert ids(world, warning="scope") == []


def test_a_page_knows_how_many_fit_and_the_counts_agree(world: World, several: Several) -> None:
    _member, dossiers = several
    with world.reading():
        for wanted, number in (({}, 7), ({"content": FIVE_S}, 1), ({"query": "mau thu"}, 7)):
            assert queue.page(Filters(**wanted), world.officer).total == number
        found = queue.page(Filters(query="mau thu", size=2), world.officer)
        assert (len(found.rows), found.total) == (2, 7)
        assert queue.counts()["submitted"] == 7
        groups = {group.name: group for group in facets.groups(Filters(), world.officer)}
        assert {each.value: each.number for each in groups["content"].options}[FIVE_S] == 1
        assert [each.number for each in groups["status"].options] == [7]
        narrowed = facets.groups(Filters(content=FIVE_S), world.officer)
        assert {each.number for group in narrowed for each in group.options} <= {0, 1, 7}
        assert len(list(queue.all_rows(Filters(), world.officer))) == len(dossiers)
        assert len(list(queue.all_rows(Filters(), world.officer, 3))) == 3
        lines = list(queue_lines.table(Filters(content=FIVE_S), world.officer).rows)
        assert [line[4] for line in lines] == ["Chờ tiếp nhận"]
