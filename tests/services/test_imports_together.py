"""Rows that lack the same thing, answered once for all of them, on both databases."""

from typing import Any

import pytest
from sqlalchemy import select

from app.audit.models import Event
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.imports.services import correct, decide, together
from app.imports.services.correct import Answer
from app.imports.services.perform import get
from app.imports.services.together import Group
from app.programmes.services import contents
from bench.counting import counted
from tests.factories import FIVE_S, GAP, World
from tests.shared.histories import brought, csv, rows, with_batch, with_row


def groups(world: World, batch: int) -> list[Group]:
    with world.reading():
        return together.found(batch)


def told(world: World, batch: int) -> list[tuple[str, str, int]]:
    return [(each.lack, each.says, each.count) for each in groups(world, batch)]


def content(world: World, code: str) -> int:
    with world.reading():
        return contents.get(code).id


def answered(world: World, batch: int, group: Group, answer: Answer, **how: Any) -> Any:
    return with_batch(world, batch, correct.many, group.key, answer, world.officer, **how)


MESSY = csv(
    "HTX Một,,múa lân,2015,",
    "HTX Hai,,Múa  Lân,2016,",
    "HTX Ba,,CĐS,2022,",
    "HTX Bốn,,cđs,2022,",
    "HTX Năm,,CĐS,2023,",
    "HTX Sáu,,múa lân,năm kia,",
    "HTX Bảy,,5S,2017,",
    "HTX Tám,,5S,,",
)


def test_errors_are_grouped_by_what_the_file_says_and_what_lacks(world: World) -> None:
    batch = brought(world, MESSY)
    assert told(world, batch) == [
        ("content", "múa lân", 3),
        ("standard", "CĐS", 3),
        ("year", "lich-su.csv", 1),
        ("year", "lich-su.csv", 1),
    ]
    assert groups(world, batch)[1].example == "lich-su.csv, dòng 4"


def test_one_answer_mends_every_open_row_of_its_group_and_no_other(world: World) -> None:
    batch = brought(world, MESSY)
    with_row(world, batch, 2, decide.decide, "skip")
    group = groups(world, batch)[1]
    assert group.says == "múa lân"
    assert group.count == 2  # what was decided to be left out is no longer asked about
    five_s = content(world, FIVE_S)
    assert answered(world, batch, group, Answer(five_s)) == 2
    after = rows(world, batch)
    assert [row.content_id == five_s for row in after] == [
        True, False, False, False, False, True, True, True,
    ]  # fmt: skip
    assert (after[0].judgement, after[0].outcome, after[0].faults) == ("new", "use", [])
    assert after[1].outcome == "skip"
    # What lacks a year too waits for that, in the words of its cell.
    assert after[5].judgement == "error"
    assert [cell for cell, _words in after[5].faults] == ["D7"]
    assert "năm kia" in after[5].faults[0][1]
    with world.reading():
        events = db.session.scalars(select(Event).where(Event.action == "decide")).all()
        assert [each.data.get("rows") for each in events] == [None, 2]
        assert get(batch).counts["judgements"]["error"] == 6


def test_an_answer_is_judged_like_a_single_correction(world: World) -> None:
    lines = ["HTX Một,,múa lân,2015,1/QĐ", "HTX Một,,múa lân,2018,2/QĐ", "HTX Hai,,5S,2015,"]
    batch, again = (brought(world, csv(*lines, end)) for end in ("", "HTX Ba,,5S,2016,"))
    five_s = content(world, FIVE_S)
    answered(world, batch, groups(world, batch)[0], Answer(five_s))
    for place, document in ((1, "1/QĐ"), (2, "2/QĐ")):
        year = 2015 if place == 1 else 2018
        said = correct.Correction("HTX Một", "", five_s, "", year, document)
        with_row(world, again, place, correct.correct, said)
    many, single = (
        [(r.judgement, r.outcome, r.proposal, r.why, r.faults) for r in rows(world, each)[:3]]
        for each in (batch, again)
    )
    assert many == single
    assert many[1][0] == "duplicate_support"


def test_a_standard_is_one_of_the_list_and_a_year_is_one_of_a_programme(world: World) -> None:
    batch = brought(world, MESSY)
    dance, cds, *years = groups(world, batch)
    gap, known = content(world, GAP), cds.content_id
    for group, answer, field in (
        (dance, Answer(), "content"),
        (dance, Answer(gap), "standard"),
        (dance, Answer(gap, "múa rồng"), "standard"),
        (cds, Answer(known), "standard"),
        (years[0], Answer(given_year=1916), "year"),
        (years[0], Answer(), "year"),
    ):
        with pytest.raises(Invalid) as refused:
            answered(world, batch, group, answer)
        assert refused.value.field == field
    assert len(told(world, batch)) == 4
    assert (
        answered(world, batch, cds, Answer(known, "ERP (hoạch định nguồn lực doanh nghiệp)")) == 3
    )
    for group in years:
        assert answered(world, batch, group, Answer(given_year=2016)) == 1
    assert told(world, batch) == [("content", "múa lân", 3)]


def test_who_comes_late_or_may_not_is_refused_and_nothing_is_written(world: World) -> None:
    batch = brought(world, MESSY)
    dance = groups(world, batch)[0]
    five_s = content(world, FIVE_S)
    with world.reading():
        seen = get(batch).version
    with pytest.raises(Conflict, match="người khác"):
        answered(world, batch, dance, Answer(five_s), version=seen - 1)
    with pytest.raises(DomainError, match="không có quyền"):
        with_batch(world, batch, correct.many, dance.key, Answer(five_s), world.clerk)
    assert told(world, batch)[0] == ("content", "múa lân", 3)
    assert answered(world, batch, dance, Answer(five_s), version=seen) == 3
    with pytest.raises(Conflict, match="không còn dòng nào"):
        answered(world, batch, dance, Answer(five_s))


def test_five_times_the_rows_take_as_many_statements(world: World) -> None:
    with world.reading():
        engine = db.engine
    asked = []
    for count in (20, 100):
        lines = [f"HTX Số {n} của lần {count},,múa lân,2015," for n in range(count)]
        batch = brought(world, csv(*lines))
        group, five_s = groups(world, batch)[0], content(world, FIVE_S)
        with counted(engine) as statements:
            assert answered(world, batch, group, Answer(five_s)) == count
        asked.append(len(statements))
        assert {row.judgement for row in rows(world, batch)} <= {"new", "likely_known"}
    assert asked[0] == asked[1]
