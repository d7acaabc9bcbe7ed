"""The queue's tools: deeds on many, kept views, the search language."""

import pytest
from sqlalchemy.exc import IntegrityError

from app.applications.models import Application
from app.applications.services import withdraw
from app.audit import services as audit
from app.errors import Conflict, DomainError, NotFound
from app.programmes.services import calls
from app.review import filters as asked
from app.review.filters import Filters
from app.review.services import (
    bulk,
    naming,
    reception,
    views,
)
from tests.factories import CALL, FIVE_S, World
from tests.shared.queue_rows import Several


def test_a_deed_on_many_does_each_by_itself_and_says_what_came_of_it(
    world: World, several: Several
) -> None:
    member, dossiers = several
    world.do(withdraw.withdraw, dossiers[1], member.actor)
    draft = world.draft(world.organisation())
    chosen = [(one, world.fact(one, "version")) for one in dossiers[:3]]
    chosen += [(dossiers[3], 99), (draft, 1), (10**6, 1)]
    key = "a" * 32

    def accept(one: Application, seen: int) -> None:
        reception.accept(one, world.clerk, version=seen)

    with world.writing():
        audit.expect(key)
        event = bulk.carry_out("tiep-nhan", chosen, accept, world.clerk, key)
        told = {each.id: each.refused for each in bulk.result(event)}
    assert [told[one] for one in (dossiers[0], dossiers[2])] == ["", ""]
    assert "Đã rút hồ sơ" in told[dossiers[1]]
    assert "đã có người cập nhật" in told[dossiers[3]]
    assert told[draft] == told[10**6] != ""
    assert [world.status(one) for one in dossiers[:4]] == [
        "accepted", "withdrawn", "accepted", "submitted",
    ]  # fmt: skip
    assert world.events(dossiers[3])[-1] == "submit"
    assert len(world.letters("application_accepted")) == 2
    with pytest.raises(Conflict), world.writing():
        bulk.carry_out("tiep-nhan", [(one, 1) for one in range(1, 202)], accept, world.clerk, "")
    # The same page sent again does nothing twice: its rows have keys of their own.
    with pytest.raises(IntegrityError), world.writing():
        bulk.carry_out("tiep-nhan", [(dossiers[4], 2)], accept, world.clerk, key)
    assert world.status(dossiers[4]) == "submitted"


def test_only_dossiers_with_an_appraisal_go_to_the_council_in_bulk(world: World) -> None:
    dossier = world.assigned(world.organisation())
    with pytest.raises(Conflict, match="không qua xét chọn"):
        world.do(bulk.send_to_selection, dossier, world.officer)
    with world.writing():
        calls.get(CALL).council = True
    with pytest.raises(Conflict, match="chưa có phiếu thẩm định"):
        world.do(bulk.send_to_selection, dossier, world.officer)


def test_kept_views_are_ones_own_or_shared_by_a_lead(world: World) -> None:
    assert {world.officer, world.lead, world.clerk}
    with world.writing():
        mine = views.keep("Quá hạn", "han=qua-han&la=1", world.officer, usual=True)
        mine_id = mine.id
        assert mine.query == "han=qua-han"
        views.keep("Quá hạn", "han=hom-nay", world.officer)
        shared = views.keep("Cả phòng", "", world.lead, shared=True)
        shared_id = shared.id
        assert shared.query == "trang-thai=dang-giai-quyet"
    with pytest.raises(DomainError), world.writing():
        views.keep("Cho mọi người", "", world.officer, shared=True)
    with world.reading():
        assert [(each.name, each.usual) for each in views.of(world.officer)] == [
            ("Quá hạn", True), ("Cả phòng", False),
        ]  # fmt: skip
        assert [each.name for each in views.of(world.clerk)] == ["Cả phòng"]
    with pytest.raises(NotFound), world.writing():
        views.begin_with(views.get(mine_id), world.clerk)
    with pytest.raises(DomainError), world.writing():
        views.remove(views.get(shared_id), world.officer)
    with world.writing():
        views.begin_with(views.get(shared_id), world.officer)
        views.remove(views.get(mine_id), world.officer)
    with world.writing():
        views.remove(views.get(shared_id), world.lead)  # though somebody begins with it
    with world.reading():
        assert views.of(world.officer) == []


def test_the_search_language_finds_things_by_name(world: World, several: Several) -> None:
    world.assigned(world.organisation(), FIVE_S)

    def meant(typed: str) -> Filters:
        with world.reading():
            return naming.understood(Filters(query=typed))[0]

    assert meant("noi-dung:cc-5s chuyen-vien:đạt hàng").content == FIVE_S
    found = meant('chuyen-vien:dat xa:"đông kinh" han:qua-han "mật ong" nơi:đâu')
    assert found.officer == str(world.officer.person_id)
    assert (found.commune, found.due) == ("05977", asked.OVERDUE)
    assert found.query == "mật ong nơi đâu"
    assert meant("chuyen-vien:khongai").query == "khongai"
    assert meant("chuyen-vien:toi").officer == asked.ME
