"""Lists as files: what they say, and to whom."""

from sqlalchemy import select

from app.access import Actor, Role
from app.applications.models import Application
from app.exports.services import tables
from app.extensions import db
from app.registry.services import directory
from app.registry.services import export as registry_export
from app.review import year_register
from app.review.filters import ME, NAME, Filters
from app.review.services import register
from app.spreadsheets import read
from tests.factories import World
from tests.taken_away import content


def test_the_register_of_a_year_holds_every_dossier_in_the_order_they_came(world: World) -> None:
    world.approved(world.organisation(name="=Hợp tác xã Một"))
    world.submitted(world.organisation(name="Hợp tác xã Hai"))
    world.draft(world.organisation())
    wish = {"year": 2026, "as": "xlsx"}
    made = content(world, register.KIND, wish, world.officer)
    (sheet,) = read.book(made, "so.xlsx").sheets
    head, first, second = sheet.rows
    assert head[:5] == ["TT", "Số đến", "Ngày đến", "Mã hồ sơ", "Ngày nộp"]
    assert (first[0], first[5], second[5]) == (1, "=Hợp tác xã Một", "Hợp tác xã Hai")
    assert first[7] == world.officer.name
    assert (first[10], first[11]) == ("12/QĐ-SKHCN", "Được phê duyệt hỗ trợ")
    assert second[11] == "Chờ tiếp nhận"
    empty = content(world, register.KIND, {"year": 2025, "as": "csv"}, world.officer)
    assert len(empty.decode("utf-8-sig").splitlines()) == 1
    paper = content(world, register.KIND, {"year": 2026, "as": "pdf"}, world.officer)
    assert paper.startswith(b"%PDF-")
    with world.reading():
        own = db.session.scalars(
            select(Application.organisation_id).order_by(Application.id)
        ).first()
        member = Actor(9, roles=frozenset({Role.OFFICER}), organisation_ids=frozenset({own}))
        rows = year_register.told(2026, member).data["ho_so"]
    assert [row["don_vi"] for row in rows] == [year_register.COVERED, "Hợp tác xã Hai"]


def test_the_list_of_organisations_is_taken_away_with_its_filter_and_codes_covered(
    world: World,
) -> None:
    world.organisation(name="Hợp tác xã Hai")
    world.organisation(name="=Hợp tác xã Một")
    wish = tables.params_of(directory.Filters(query="hop tac xa", after=7), "xlsx")
    assert wish["filters"] == {"query": "hop tac xa"}
    made = content(world, registry_export.NAME, wish, world.officer)
    (sheet,) = read.book(made, "so.xlsx").sheets
    head, first, second = sheet.rows
    assert head[:3] == ["Tên", "Mã số", "Loại hình"]
    assert (first[0], second[0]) == ("=Hợp tác xã Một", "Hợp tác xã Hai")
    none = tables.params_of(directory.Filters(query="khongcotennay"), "csv")
    empty = content(world, registry_export.NAME, none, world.officer)
    assert len(empty.decode("utf-8-sig").splitlines()) == 1


def test_a_view_of_the_queue_is_made_as_who_asked_sees_it(world: World) -> None:
    world.assigned(world.organisation(name="Hợp tác xã Của Tôi"))
    world.submitted(world.organisation(name="Hợp tác xã Khác"))
    wish = tables.params_of(Filters(officer=ME, sort=NAME, after="xa", size=10), "csv")
    assert wish == {"as": "csv", "filters": {"officer": ME, "sort": NAME}}
    lines = content(world, "queue", wish, world.officer).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "Hợp tác xã Của Tôi" in lines[1]
