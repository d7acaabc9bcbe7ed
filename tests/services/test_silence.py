"""The silence alarm: who holds a dossier that stands still is told, then the leads; once each."""

from datetime import timedelta

import pytest

from app import clock
from app.accounts.services import people
from app.errors import Invalid
from app.programmes.services import calls, province
from app.review.services import silence
from tests.factories import CALL, World

ONE_DAY = timedelta(days=1)


def remind(world: World, days: int) -> list[str]:
    """Do, `days` days on, what the hour brings; return to whom the alarm went."""
    with clock.freeze(clock.now() + days * ONE_DAY):
        with world.reading():
            told = silence.due()
        for each in told:
            with world.writing():
                silence.treat(each)
    return [each.to for each in told]


def test_silence_is_told_to_who_holds_the_dossier_and_then_to_the_leads_each_once(
    world: World,
) -> None:
    dossier = world.assigned(world.organisation())
    world.supplement_requested(world.organisation())  # waits for the applicant: nobody is told
    officer, lead = world.officer, world.lead
    with world.reading():
        to = {by.name: people.get(by.person_id or 0).email for by in (officer, lead)}
    assert remind(world, 4) == []
    assert remind(world, 7) == []  # Sunday
    assert remind(world, 8) == [to[officer.name]]
    assert remind(world, 9) == []  # once for each step and stage
    assert remind(world, 16) == [to[lead.name]]
    (first, second) = world.letters("desk_silence")
    reference = world.fact(dossier, "reference")
    assert reference in first.text
    assert "5 ngày làm việc chưa có bước mới" in first.text
    assert reference in second.html
    world.appraise(dossier, officer)  # the step is done: it begins anew, with the lead
    assert remind(world, 30) == [to[lead.name]]


def test_the_province_says_after_how_many_days_people_are_reminded_and_a_call_for_itself(
    world: World,
) -> None:
    world.assigned(world.organisation())
    lead = world.lead

    def say(days: int | None) -> None:
        with world.writing():
            now = province.get()
            province.save({name: getattr(now, name) for name in province.FACTS}, lead,
                          silence_days=days)  # fmt: skip

    with pytest.raises(Invalid):
        say(0)
    say(2)
    with world.reading():
        assert [each.to for each in silence.due()] == []
    with clock.freeze(clock.now() + 3 * ONE_DAY), world.reading():
        assert len(silence.due()) == 1
    with world.writing():
        calls.get(CALL).silence_days = 7
    with clock.freeze(clock.now() + 8 * ONE_DAY), world.reading():
        assert silence.due() == []
