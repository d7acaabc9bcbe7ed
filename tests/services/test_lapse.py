"""What the calendar alone does: reminders three and one working days before, the lapse at 17:00."""

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskCliRunner

from app import clock
from app.applications.services import lapse, withdraw
from tests.factories import World

# Asked on 23/11/2026 with ten working days: until 17:00 of Tuesday 08/12/2026.
DEADLINE = datetime.fromisoformat("2026-12-08T17:00:00+07:00")
THREE_BEFORE = datetime.fromisoformat("2026-12-03T00:00:00+07:00")
ONE_BEFORE = datetime.fromisoformat("2026-12-07T00:00:00+07:00")
SECOND = timedelta(seconds=1)


def treat(world: World, dossier: int, moment: datetime) -> str | None:
    with clock.freeze(moment), world.writing():
        return lapse.treat(dossier)


def due(world: World, moment: datetime) -> list[int]:
    with clock.freeze(moment), world.reading():
        return lapse.due(clock.today())


def test_a_dossier_lapses_at_seventeen_oclock_of_its_deadline_and_not_a_second_before(
    world: World,
) -> None:
    member = world.organisation()
    dossier = world.supplement_requested(member)
    assert treat(world, dossier, DEADLINE - SECOND) == "reminded"
    assert treat(world, dossier, DEADLINE - SECOND) is None
    assert world.status(dossier) == "supplement_requested"
    assert treat(world, dossier, DEADLINE) == "lapsed"
    assert (world.status(dossier), world.slot(dossier)) == ("lapsed", "released")
    (letter,) = world.letters("application_lapsed", member.email)
    assert "17 giờ ngày 08/12/2026" in letter.text
    assert treat(world, dossier, DEADLINE + SECOND) is None
    assert world.events(dossier).count("lapse") == 1


def test_reminders_go_out_once_three_and_one_working_days_before(world: World) -> None:
    member = world.organisation()
    dossier = world.supplement_requested(member)
    said = [
        treat(world, dossier, moment)
        for moment in (
            THREE_BEFORE - SECOND,
            THREE_BEFORE,
            THREE_BEFORE + timedelta(hours=9),
            ONE_BEFORE - SECOND,  # Sunday
            ONE_BEFORE,
            ONE_BEFORE + timedelta(hours=12),
        )
    ]
    assert said == [None, "reminded", None, None, "reminded", None]
    reminders = world.letters("application_supplement_reminder", member.email)
    assert len(reminders) == 2
    assert all("17 giờ ngày 08/12/2026" in letter.text for letter in reminders)
    assert world.status(dossier) == "supplement_requested"


def test_after_days_without_a_timer_only_the_nearest_reminder_goes_out(world: World) -> None:
    member = world.organisation()
    dossier = world.supplement_requested(member)
    assert treat(world, dossier, ONE_BEFORE) == "reminded"
    assert treat(world, dossier, ONE_BEFORE) is None
    assert len(world.letters("application_supplement_reminder", member.email)) == 1


def test_only_what_waits_and_is_near_is_looked_at(world: World) -> None:
    waiting = world.supplement_requested(world.organisation())
    member = world.organisation()
    withdrawn = world.supplement_requested(member)
    world.do(withdraw.withdraw, withdrawn, member.actor)
    world.submitted(world.organisation())
    assert due(world, THREE_BEFORE - SECOND) == []
    assert due(world, THREE_BEFORE) == [waiting]
    assert due(world, DEADLINE + timedelta(days=30)) == [waiting]
    assert treat(world, withdrawn, DEADLINE) is None
    assert world.status(withdrawn) == "withdrawn"


def test_the_slot_of_a_lapsed_dossier_can_be_taken_again(world: World) -> None:
    member = world.organisation()
    treat(world, world.supplement_requested(member), DEADLINE)
    assert world.status(world.submitted(member)) == "submitted"


@pytest.mark.engines("sqlite")
def test_the_command_reminds_and_lapses_and_says_how_many(
    world: World, cli: FlaskCliRunner
) -> None:
    dossier = world.supplement_requested(world.organisation())
    for moment, expected in (
        (THREE_BEFORE, "1 reminded, 0 lapsed, 0 failed"),
        (THREE_BEFORE, "0 reminded, 0 lapsed, 0 failed"),
        (DEADLINE, "0 reminded, 1 lapsed, 0 failed"),
        (DEADLINE, "0 reminded, 0 lapsed, 0 failed"),
    ):
        with clock.freeze(moment):
            done = cli.invoke(args=["lapse"])
        assert (done.exit_code, done.output.split(";")[0]) == (0, expected), done.exc_info
    assert world.status(dossier) == "lapsed"


def test_a_late_reminder_says_how_many_working_days_are_really_left(world: World) -> None:
    member = world.organisation()
    dossier = world.supplement_requested(member)
    treat(world, dossier, datetime.fromisoformat("2026-12-04T09:00:00+07:00"))
    treat(world, dossier, datetime.fromisoformat("2026-12-08T09:00:00+07:00"))
    reference = world.fact(dossier, "reference")
    assert [letter.subject for letter in world.letters("application_supplement_reminder")] == [
        f"Còn 2 ngày làm việc để bổ sung hồ sơ {reference}",
        f"Hôm nay là hạn bổ sung hồ sơ {reference}",
    ]
