"""Filters that thousands have: the list walks, the counts look at no more than they must.

What is rare is made small here, so that seven dossiers are many.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import update

from app.applications.models import Application, SearchWord
from app.extensions import db
from app.review.filters import Filters
from app.review.services import choosing, facets, options, queue, walking
from tests.factories import FIVE_S, ISO9001, World

CODES = (ISO9001, FIVE_S, "HTQL-22000", "TXNG-AD", "TXNG-CN", "SP-TCCS", "NS-XANH")
WRITTEN = (
    choosing._weighing, choosing._meeting, queue._shown, options._one, options._each,
    facets._numbers, facets._marks,
)  # fmt: skip


@pytest.fixture
def many(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Seven dossiers; the last three are of another kind. Statements are written anew around."""
    member = world.organisation()
    dossiers = [world.submitted(member, code) for code in CODES]
    with world.writing():
        db.session.execute(
            update(Application)
            .where(Application.id.in_(dossiers[4:]))
            .values(organisation_kind="hop_tac_xa")
        )
    monkeypatch.setattr(walking, "RARE", 2)
    monkeypatch.setattr(walking, "TRIED", 3)
    monkeypatch.setattr(facets, "WHOLE", 2)
    monkeypatch.setattr(options, "LOOKED_AT", 3)
    for statement in WRITTEN:
        statement.cache_clear()
    yield dossiers
    for statement in WRITTEN:
        statement.cache_clear()


def shown(world: World, **filters: Any) -> tuple[list[int], int | None]:
    with world.reading():
        page = queue.page(Filters(**filters), world.officer)
        return [row.id for row in page.rows], page.total


def test_common_filters_are_walked_along_each_order(world: World, many: list[int]) -> None:
    for sort in ("due", "reference"):
        assert shown(world, kind="hop_tac_xa", sort=sort) == (many[4:], 3)
        assert shown(world, kind="hop_tac_xa", query="mau thu", sort=sort) == (many[4:], 3)
    assert shown(world, status="submitted", query="mau", sort="submitted")[0] == many[::-1]
    assert shown(world, status="submitted", size=2) == (many[:2], 3)  # beyond RARE: more
    assert shown(world, status="submitted", content=FIVE_S) == ([many[1]], 1)


def test_common_words_that_seldom_meet_are_looked_for_together(
    world: World, many: list[int]
) -> None:
    with world.writing():
        words = [("dong", dossier) for dossier in [*many[:3], many[6]]]
        words += [("tay", dossier) for dossier in many[4:]]
        db.session.add_all(SearchWord(word=word, application_id=key) for word, key in words)
    for sort in ("due", "name"):
        assert shown(world, query="dong tay", sort=sort) == (many[6:], 1)
        assert shown(world, query="mau dong tay", kind="hop_tac_xa", sort=sort) == (many[6:], 1)
        assert shown(world, query="tay dong", kind="doanh_nghiep", sort=sort) == ([], 0)
    assert shown(world, query="mau thu", sort="due")[0] == many  # the first has both


def test_counts_of_what_is_common_say_the_least_it_can_be(world: World, many: list[int]) -> None:
    with world.reading():
        every = {group.name: group.options for group in facets.groups(Filters(), world.officer)}
        others = facets.groups(Filters(kind="hop_tac_xa"), world.officer)
    assert [(each.number, each.at_least) for each in every["status"]] == [(3, False)]
    assert {each.value: each.number for each in every["content"]} == dict.fromkeys(CODES, 1)
    beside = {group.name: group.options for group in others}
    # The three that are looked at are of the other kind: nobody knows of the rest.
    assert [(each.number, each.at_least) for each in beside["status"]] == [(0, True)]
    assert {each.value for each in beside["content"]} == set(CODES[4:])
    assert {(each.number, each.at_least) for each in beside["content"]} == {(1, False)}
