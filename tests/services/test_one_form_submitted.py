"""One phiếu for several contents: submitted, and the next one."""

from datetime import datetime, timedelta

import pytest

from app import clock
from app.applications.models import Revision
from app.applications.services import (
    bundle,
    compose,
    draft,
    earlier,
    queries,
    shared,
    submit,
    withdraw,
)
from app.errors import Conflict
from app.extensions import db
from app.organisations.services import queries as organisations
from app.outbox.models import Letter
from app.programmes.services import calls, contents
from tests.factories import CALL, FIVE_S, ISO9001, Member, World
from tests.shared.one_form import COMMON, THREE


def test_one_submission_makes_one_dossier_for_each_content(world: World) -> None:
    member = world.organisation()
    dossier = world.phieu(member, THREE)
    world.do(submit.submit, dossier, member.actor)
    ids = world.dossiers(dossier)
    references = [world.fact(each, "reference") for each in ids]
    assert [reference[:13] for reference in references] == [
        "NSCL-26-00001", "NSCL-26-00002", "NSCL-26-00003",
    ]  # fmt: skip
    for each in ids:
        assert world.status(each) == "submitted"
        assert world.slot(each) == "held"
        assert world.events(each).count("submit") == 1
        assert world.count(Revision, Revision.application_id == each) == 1
    assert len({world.fact(each, "form_id") for each in ids}) == 1


def test_one_letter_names_all_references(world: World) -> None:
    member = world.organisation()
    dossier = world.phieu(member, THREE)
    world.do(submit.submit, dossier, member.actor)
    (letter,) = world.letters("application_submitted")
    for each in world.dossiers(dossier):
        reference = world.fact(each, "reference")
        assert reference in letter.subject
        assert reference in letter.text
        assert reference in (letter.html or "")
        assert f"/ho-so/{each}" in letter.text
    assert world.count(Letter, Letter.to == member.email) == 1 + _registration_letters(
        world, member
    )


def _registration_letters(world: World, member: Member) -> int:
    return len(world.letters("registration", to=member.email))


def test_a_taken_content_stops_the_whole_phieu_and_can_be_taken_out(world: World) -> None:
    member = world.organisation()
    branch = world.relatives(member, 1)
    dossier = world.phieu(member, THREE)
    other = world.submitted(branch, FIVE_S, organisation_id=max(branch.actor.organisation_ids))
    taken = world.fact(other, "reference")
    with pytest.raises(submit.ContentTaken, match=f"Áp dụng công cụ 5S.*{taken}"):
        world.do(submit.submit, dossier, member.actor)
    ids = world.dossiers(dossier)
    assert {world.status(each) for each in ids} == {"draft"}
    assert {world.slot(each) for each in ids} == {None}

    world.do(compose.take_out, ids[1], member.actor)
    # What was signed named more than is submitted: it need not be signed again.
    world.do(submit.submit, dossier, member.actor)
    assert [world.status(each) for each in (ids[0], ids[2], ids[1])] == [
        "submitted", "submitted", "draft",
    ]  # fmt: skip
    assert world.fact(ids[0], "reference").startswith("NSCL-26-00002-")


def test_a_refused_phieu_shows_drafts_again_within_the_same_request(world: World) -> None:
    member = world.organisation()
    branch = world.relatives(member, 1)
    dossier = world.phieu(member, (ISO9001, FIVE_S))
    world.submitted(branch, FIVE_S, organisation_id=max(branch.actor.organisation_ids))
    with world.writing():
        row = queries.get(dossier)
        with pytest.raises(submit.ContentTaken):
            submit.submit(row, member.actor)
        assert [each.status for each in bundle.dossiers(row)] == ["draft", "draft"]
        db.session.rollback()


def test_a_content_that_closed_meanwhile_stops_the_whole_phieu(world: World) -> None:
    member = world.organisation()
    dossier = world.phieu(member, (ISO9001, FIVE_S))
    closes = datetime.fromisoformat("2030-12-31T17:00:00+07:00")
    with clock.freeze(closes + timedelta(seconds=1)), pytest.raises(Conflict):
        world.do(submit.submit, dossier, member.actor)
    assert {world.status(each) for each in world.dossiers(dossier)} == {"draft"}


def test_after_submission_each_dossier_goes_its_own_way(world: World) -> None:
    member = world.organisation()
    dossier = world.phieu(member, (ISO9001, FIVE_S))
    world.do(submit.submit, dossier, member.actor)
    first, second = world.dossiers(dossier)
    world.do(withdraw.withdraw, first, member.actor)
    assert [world.status(first), world.status(second)] == ["withdrawn", "submitted"]
    assert [world.slot(first), world.slot(second)] == ["released", "held"]
    with pytest.raises(Conflict, match="đã nộp"):
        world.do(compose.take_out, second, member.actor)


def test_a_second_phieu_offers_the_answers_of_the_last_and_keeps_nothing_unseen(
    world: World,
) -> None:
    member = world.organisation()
    before = world.submitted(member, ISO9001)
    with world.writing():
        organisation = organisations.get(member.organisation_id)
        begun = draft.start(organisation, calls.get(CALL), contents.get(FIVE_S), member.actor)
        offered = earlier.answers_for([begun])
        assert offered is not None
        keys = {
            item.question.key
            for section in shared.sections([begun])
            for item in section.asked
            if shared.same_question(item.question) in offered.answers
        }
        asked = {question.key for question in begun.content_version.questions}
        assert begun.answers == []
    assert keys == COMMON
    assert len(asked - keys) <= 5
    assert offered.reference == world.fact(before, "reference")


def test_nothing_of_a_stranger_is_offered(world: World) -> None:
    world.submitted(world.organisation(), ISO9001)
    other = world.organisation()
    with world.writing():
        organisation = organisations.get(other.organisation_id)
        begun = draft.start(organisation, calls.get(CALL), contents.get(FIVE_S), other.actor)
        assert earlier.answers_for([begun]) is None
