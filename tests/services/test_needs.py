"""What an organisation would want is said, counted and taken back."""

from typing import Any

import pytest

from app import clock
from app.errors import Conflict, DomainError, Invalid
from app.exports.services import tables as exports
from app.needs.services import (
    demand,
    export,
    perform,
    say,
)
from app.needs.services.demand import Filters
from app.organisations.services import queries as organisations
from app.spreadsheets import read
from tests.factories import FIVE_S, ISO9001, Member, World
from tests.shared.wishes import said, say_it, status


def test_a_need_of_several_contents_is_said_counted_and_taken_back(world: World) -> None:
    who = world.organisation()
    first, second = say_it(world, who, ISO9001, FIVE_S)
    with world.reading():
        totals = demand.totals(Filters())
        assert (totals.organisations, totals.items, totals.unconfirmed) == (1, 2, 0)
        assert len(demand.breakdown(Filters())) == 2
    with world.writing():
        say.withdraw(perform.get(first), who.actor)
    assert status(world, first) == "withdrawn"
    with world.reading():
        assert demand.totals(Filters()).items == 1
    with world.writing(), pytest.raises(Conflict, match="Đơn vị đã rút"):
        say.withdraw(perform.get(first), who.actor)
    assert status(world, second) == "open"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"contents": ()}, "contents"),
        ({"contents": ("KHONG-CO",)}, "contents"),
        ({"ahead": 6}, "year"),
        ({"ahead": -1}, "year"),
        ({"contact_phone": "12"}, "contact_phone"),
        ({"note": "x" * 1001}, "note"),
    ],
)
def test_what_is_on_no_list_is_refused(world: World, typed: dict[str, Any], field: str) -> None:
    who = world.organisation()
    typed = dict(typed)  # the parameters are shared by both databases
    wanted = typed.pop("contents", (ISO9001,))
    with pytest.raises(Invalid) as refused:
        say_it(world, who, *wanted, **typed)
    assert refused.value.field == field


def test_the_same_content_for_the_same_year_is_said_once(world: World) -> None:
    who = world.organisation()
    say_it(world, who, ISO9001)
    with pytest.raises(Invalid, match="đã đăng ký nhu cầu năm này"):
        say_it(world, who, ISO9001, FIVE_S)
    say_it(world, who, ISO9001, ahead=2)


def test_nobody_says_needs_for_another_organisation(world: World) -> None:
    one, other = world.organisation(), world.organisation()
    with world.writing(), pytest.raises(DomainError):
        say.say(organisations.get(other.organisation_id), said(ISO9001), one.actor)
    (item,) = say_it(world, one, ISO9001)
    with world.writing(), pytest.raises(DomainError):
        say.withdraw(perform.get(item), other.actor)


def test_organisations_are_counted_once_and_items_each(world: World) -> None:
    parent = world.organisation()
    all_of_them = world.relatives(parent, 1)
    branch = next(
        key for key in all_of_them.actor.organisation_ids if key != parent.organisation_id
    )
    say_it(world, parent, ISO9001)
    say_it(world, Member(all_of_them.actor, branch, parent.email), ISO9001)
    with world.reading():
        totals = demand.totals(Filters())
        assert (totals.organisations, totals.items) == (1, 2)


def test_filters_narrow_and_the_list_pages_by_key(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = world.organisation(), world.organisation()
    say_it(world, one, ISO9001, FIVE_S)
    say_it(world, two, ISO9001, ahead=2)
    monkeypatch.setattr(demand, "PAGE", 2)
    with world.reading():
        rows, after = demand.page(Filters())
        assert [row.organisation_id for row in rows] == [two.organisation_id, one.organisation_id]
        rest, end = demand.page(Filters(after=after))
        assert (len(rest), end) == (1, None)
        assert demand.totals(Filters(year=clock.today().year + 2)).items == 1
        assert demand.totals(Filters(commune="00000")).items == 0
        assert demand.totals(Filters(partner_id=demand.ITSELF)).items == 3
        assert len(list(demand.every(Filters()))) == 3


def test_the_export_holds_the_breakdown_and_the_list_without_formulas(world: World) -> None:
    who = world.organisation()
    say_it(world, who, ISO9001, note="=HYPERLINK(1)")
    with world.reading():
        wanted = export.of(Filters(), world.officer)
        book = read.book(exports.as_xlsx(wanted), "nhu-cau.xlsx")
        text = b"".join(exports.as_csv(wanted)).decode("utf-8-sig")
    assert [len(each.rows) for each in book.sheets] == [2, 2]
    assert "'=HYPERLINK" in text
