"""Visits on the spot: planned with a letter, kept half done, finished once, signed once."""

from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.applications.services import ahead, queries, timeline
from app.appraisal.services import visits
from app.appraisal.services.visits import Record
from app.errors import Conflict, DomainError, Invalid
from app.files import services as files
from app.papers import kinds, registry
from app.text import format_date
from tests.factories import World
from tests.house.appraisals import RECORD, photo, planned


def test_a_visit_is_planned_told_kept_half_done_and_finished_once(world: World) -> None:
    member = world.organisation()
    dossier = world.assigned(member)
    visit = plan(world, dossier)
    (letter,) = world.letters("visit_planned", to=member.email)
    assert "Xưởng chế biến DEMO" in letter.text
    assert (letter.about, letter.about_id) == ("application", dossier)
    half = Record(findings={"site": "Mới xem một nửa"})
    photos = files.make([(photo(), "1.jpg"), (photo(), "2.jpg")], ("image",), "Ảnh")
    save(world, dossier, visit, half, photos=photos, count=2, seen=1)
    with pytest.raises(Conflict):  # another page was opened before that
        save(world, dossier, visit, RECORD, seen=1)
    with pytest.raises(Invalid) as refused:
        save(world, dossier, visit, half, finish=True)
    assert refused.value.field == "unit_people"
    save(world, dossier, visit, RECORD, finish=True, seen=2)
    with pytest.raises(Conflict):
        save(world, dossier, visit, half)
    with world.reading():
        told = registry.of("bien_ban_khao_sat").supply(dossier).data
        assert kinds.get("bien_ban_khao_sat").filled(told)["so_anh"] == "02"
    assert world.events(dossier)[-3:] == ["plan_visit", "save_visit", "record_visit"]


def save(world: World, dossier: int, visit: int, record: Record, **how: Any) -> None:
    with world.writing():
        application = queries.get(dossier)
        visits.save(application, visits.get(application, visit), record, world.officer, **how)


def plan(world: World, dossier: int) -> int:
    with world.writing():
        return planned(queries.get(dossier), world.officer).id


def test_a_cancelled_visit_is_told_with_its_reason(world: World) -> None:
    member = world.organisation()
    dossier = world.assigned(member)
    visit = plan(world, dossier)
    with world.reading():
        first = ahead.of(queries.get(dossier))[0]
        assert first.title == "Khảo sát thực tế tại đơn vị"
        assert first.words.startswith(f"Ngày {format_date(clock.today())}, do đoàn khảo sát")
    with world.writing():
        application = queries.get(dossier)
        visits.cancel(application, visits.get(application, visit), "Mưa lũ.", world.officer)
    with world.reading():
        application = queries.get(dossier)
        assert first not in ahead.of(application)
        told = timeline.public_timeline(application, visits=True)[-2:]
        assert [line.title.split(" ngày ")[0] for line in told] == [
            "Hẹn khảo sát thực tế", "Hủy chuyến khảo sát thực tế",
        ]  # fmt: skip
        assert told[-1].text == "Mưa lũ."
        alone = [line.title for line in timeline.public_timeline(application)]
        assert not any("khảo sát" in title for title in alone)  # whoever knows the code
    assert "Mưa lũ." in world.letters("visit_cancelled", to=member.email)[0].text


def test_only_the_assigned_officer_plans_and_for_a_day_within_a_year(world: World) -> None:
    dossier = world.assigned(world.organisation())
    with pytest.raises(DomainError) as refused:
        world.do(planned, dossier, world.lead)
    assert refused.value.status == 403
    for day in (-1, 367):  # before the submission, or a slip of the finger
        with pytest.raises(Invalid) as wrong:
            plan_in(world, dossier, day)
        assert wrong.value.field == "visit_on"
    with clock.freeze(clock.now() + timedelta(days=2)):
        visit = plan_in(world, dossier, -1)  # it took place: its record says the true day
        save(world, dossier, visit, RECORD, finish=True)
        noted = plan_in(world, dossier, -2)
        with world.writing():
            other = visits.get(queries.get(dossier), noted)
            visits.cancel(queries.get(dossier), other, "Ghi nhầm hồ sơ.", world.officer)
    assert world.letters("visit_planned") == world.letters("visit_cancelled") == []


def plan_in(world: World, dossier: int, days: int) -> int:
    with world.writing():
        return visits.plan(
            queries.get(dossier),
            visit_on=clock.today() + timedelta(days=days),
            starts="",
            place="Xưởng",
            team=visits.people("Lý Thị Hạnh, Chuyên viên"),
            by=world.officer,
        ).id


def test_a_record_is_finished_on_the_day_of_the_visit_and_not_before(world: World) -> None:
    dossier = world.assigned(world.organisation())
    visit = plan_in(world, dossier, 1)
    with pytest.raises(Invalid, match="Chưa đến ngày khảo sát"):
        save(world, dossier, visit, RECORD, finish=True)
    save(world, dossier, visit, RECORD)  # half done, it may wait
