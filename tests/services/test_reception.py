"""Reception and assignment: accepted with dates, declined with a reason, given to an officer."""

from datetime import timedelta

import pytest

from app import clock, text
from app.access import Role
from app.accounts.models import Membership
from app.applications.services import queries
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.review import papers
from app.review.services import assignment, notes, reception
from tests.factories import REASON, World


def test_accepting_fixes_and_tells_the_date_of_the_result(world: World) -> None:
    member = world.organisation()
    dossier = world.accepted(member)
    assert world.status(dossier) == "accepted"
    # 15 working days after Monday 23/11/2026 (24/11 is a holiday), then 10 more.
    assert text.format_date(world.fact(dossier, "due_on")) == "15/12/2026"
    answer = text.format_date(world.fact(dossier, "answer_on"))
    assert answer == "29/12/2026"
    letter = world.letters("application_accepted", member.email)[-1]
    assert answer in letter.text
    with world.reading():  # no paper about it is older; what came on paper was entered later
        came = queries.get(dossier)
        assert papers.began(came) == clock.today()
        came.arrived_on = clock.today() - timedelta(days=3)
        assert papers.began(came) == came.arrived_on


def test_declining_tells_the_reason_and_ends_the_dossier(world: World) -> None:
    member = world.organisation()
    dossier = world.submitted(member)
    world.do(reception.decline, dossier, REASON, world.officer)
    assert (world.status(dossier), world.fact(dossier, "is_open")) == ("declined", False)
    (letter,) = world.letters("application_declined", member.email)
    assert REASON in letter.text
    assert REASON in letter.html


def test_declining_without_a_reason_is_refused(world: World) -> None:
    dossier = world.submitted(world.organisation())
    with pytest.raises(Invalid) as refused:
        world.do(reception.decline, dossier, "  ", world.officer)
    assert refused.value.field == "reason"
    assert world.status(dossier) == "submitted"


def test_a_clerk_accepts_and_does_not_decline(world: World) -> None:
    dossier = world.submitted(world.organisation())
    with pytest.raises(DomainError) as refused:
        world.do(reception.decline, dossier, REASON, world.clerk)
    assert refused.value.status == 403


def test_accepting_what_has_moved_on_names_both_versions(world: World) -> None:
    dossier = world.submitted(world.organisation())
    seen = world.fact(dossier, "version")
    world.do(reception.accept, dossier, world.clerk, version=seen)
    with pytest.raises(Conflict, match=rf"phiên bản {seen}, hồ sơ hiện ở phiên bản {seen + 1}"):
        world.do(reception.decline, dossier, REASON, world.officer, version=seen)


def test_assigning_and_assigning_anew_name_the_officer_and_tell_nobody_outside(
    world: World,
) -> None:
    member = world.organisation()
    dossier = world.assigned(member)
    assert world.fact(dossier, "officer_id") == world.officer.person_id
    other = world.staff(Role.OFFICER, name="Chuyên viên Hai", email="hai@so.example.vn")
    before = len(world.letters(to=member.email))
    world.do(assignment.assign, dossier, other.person_id, world.lead)
    assert world.fact(dossier, "officer_id") == other.person_id
    assert world.events(dossier)[-2:] == ["assign", "reassign"]
    assert len(world.letters(to=member.email)) == before


def test_only_an_officer_who_is_not_of_the_organisation_can_be_assigned(world: World) -> None:
    member = world.organisation()
    dossier = world.accepted(member)
    insider = world.staff(Role.OFFICER, email="trong@so.example.vn")
    with world.writing():
        db.session.add(
            Membership(
                person_id=insider.person_id,
                organisation_id=member.organisation_id,
                created_at=world.fact(dossier, "created_at"),
            )
        )
    for person_id in (world.clerk.person_id, insider.person_id, 999_999, 0):
        with pytest.raises(Invalid) as refused:
            world.do(assignment.assign, dossier, person_id, world.lead)
        assert refused.value.field == "officer"
    assert world.status(dossier) == "accepted"


def test_a_note_is_kept_for_the_staff_and_changes_nothing(world: World) -> None:
    dossier = world.submitted(world.organisation())
    version = world.fact(dossier, "version")
    world.do(notes.write, dossier, "Gọi lại cho đơn vị", world.clerk)
    with world.reading():
        assert [note.text for note in notes.of_application(dossier)] == ["Gọi lại cho đơn vị"]
    assert world.fact(dossier, "version") == version
    with pytest.raises(Invalid):
        world.do(notes.write, dossier, "  ", world.clerk)
    auditor = world.staff(Role.AUDITOR)
    with pytest.raises(DomainError) as refused:
        world.do(notes.write, dossier, "Tôi chỉ đọc", auditor)
    assert refused.value.status == 403
