"""Submitting a dossier: what must be there, what it takes, what it leaves."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app import clock, text
from app.applications.models import Application, Revision
from app.applications.services import draft, submit
from app.audit.models import Event
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.organisations.services import profile
from app.organisations.services import queries as organisations
from app.programmes.services import calls, contents
from tests.factories import CALL, FIVE_S, GAP, ISO9001, OUTSIDE, World

CLOSES = datetime.fromisoformat("2030-12-31T17:00:00+07:00")


def test_a_submitted_dossier_has_a_reference_dates_a_frozen_profile_and_the_slot(
    world: World,
) -> None:
    member = world.organisation()
    dossier = world.submitted(member)
    assert world.status(dossier) == "submitted"
    assert world.slot(dossier) == "held"
    with world.reading():
        row = db.session.get_one(Application, dossier)
        assert row.reference is not None
        assert row.reference.startswith("NSCL-26-00001-")
        assert row.submitted_at == clock.now()
        # 24/11/2026 is a public holiday: three working days after Monday 23 are 25, 26, 27.
        assert text.format_date(row.due_on) == "27/11/2026"
        assert row.answer_on is not None
        assert row.answer_on > row.due_on
        assert row.commune_code == row.organisation.commune_code
        assert row.profile["name"] == row.organisation.name
        assert row.is_open


def test_a_later_change_of_the_profile_does_not_change_a_submitted_dossier(world: World) -> None:
    member = world.organisation()
    dossier = world.submitted(member)
    with world.writing():
        organisation = organisations.get(member.organisation_id)
        profile.save(organisation.id, organisation.version, {"name": "Tên mới"}, member.actor)
    assert world.fact(dossier, "profile")["name"] != "Tên mới"


def test_submitting_writes_one_event_one_letter_and_the_first_revision(world: World) -> None:
    member = world.organisation()
    dossier = world.submitted(member)
    assert world.events(dossier).count("submit") == 1
    (letter,) = world.letters(to=member.email)
    assert letter.name == "application_submitted"
    assert "NSCL-26-00001-" in letter.text
    assert f"/ho-so/{dossier}" in letter.text
    assert world.count(Revision, Revision.application_id == dossier) == 1


@pytest.mark.parametrize("content", [ISO9001, FIVE_S, GAP, OUTSIDE])
def test_every_kind_of_content_can_be_submitted(world: World, content: str) -> None:
    member = world.organisation()
    standard = "VietGAP" if content == GAP else ""
    assert world.status(world.submitted(member, content, standard=standard)) == "submitted"


def test_every_content_of_the_open_call_can_be_filled_in_and_submitted(world: World) -> None:
    member = world.organisation()
    with world.reading():
        offered = [
            (each.content.code, [known["name"] for known in each.content.standards])
            for each in calls.call_contents_open(clock.now())
            if not each.content.kinds or "doanh_nghiep" in each.content.kinds
        ]
    assert len(offered) > 15
    for code, standards in offered:
        standard = standards[-1] if standards else ""
        assert world.status(world.submitted(member, code, standard=standard)) == "submitted"


def test_an_unsigned_draft_is_refused_with_what_lacks_and_takes_nothing(world: World) -> None:
    member = world.organisation()
    dossier = world.draft(member, signed=False)
    with pytest.raises(Invalid, match=r"Hồ sơ còn thiếu: .*in phiếu"):
        world.do(submit.submit, dossier, member.actor)
    assert world.status(dossier) == "draft"
    assert world.slot(dossier) is None
    assert world.letters(to=member.email) == []


def test_answers_edited_after_signing_ask_for_the_form_again(world: World) -> None:
    member = world.organisation()
    dossier = world.draft(member)
    world.do(draft.save_answers, dossier, {"so_nguoi": 99}, "", member.actor)
    with pytest.raises(Invalid, match=r"Chưa in phiếu từ nội dung hiện tại.*cần ký lại"):
        world.do(submit.submit, dossier, member.actor)


def test_a_second_submission_of_the_same_dossier_is_refused_and_spends_no_number(
    world: World,
) -> None:
    member = world.organisation()
    dossier = world.submitted(member)
    with pytest.raises(Conflict, match="Đã nộp, chờ tiếp nhận"):
        world.do(submit.submit, dossier, member.actor)
    other = world.submitted(world.organisation())
    assert world.fact(other, "reference").startswith("NSCL-26-00002-")


def test_a_submission_that_the_rule_refuses_spends_no_number(world: World) -> None:
    member = world.organisation()
    world.submitted(member)
    branch = world.relatives(member, 1)
    with pytest.raises(Conflict):
        world.submitted(branch, organisation_id=max(branch.actor.organisation_ids))
    other = world.submitted(world.organisation())
    assert world.fact(other, "reference").startswith("NSCL-26-00002-")


def test_submission_is_possible_at_the_closing_moment_and_not_one_second_later(
    world: World,
) -> None:
    member = world.organisation()
    early, late = world.draft(member, ISO9001), world.draft(member, FIVE_S)
    with clock.freeze(CLOSES):
        world.do(submit.submit, early, member.actor)
    with (
        clock.freeze(CLOSES + timedelta(seconds=1)),
        pytest.raises(Conflict, match="không mở tại thời điểm hiện tại"),
    ):
        world.do(submit.submit, late, member.actor)
    assert world.status(early) == "submitted"
    assert world.status(late) == "draft"


def test_the_year_of_a_reference_is_that_of_the_clocks_in_vietnam(world: World) -> None:
    one, two = world.organisation(), world.organisation()
    first, second = world.draft(one), world.draft(two)
    with clock.freeze(datetime.fromisoformat("2026-12-31T23:59:59+07:00")):
        world.do(submit.submit, first, one.actor)
    with clock.freeze(datetime.fromisoformat("2027-01-01T00:00:00+07:00")):
        world.do(submit.submit, second, two.actor)
    assert world.fact(first, "reference").startswith("NSCL-26-00001-")
    assert world.fact(second, "reference").startswith("NSCL-27-00001-")


def test_nobody_submits_for_another_organisation(world: World) -> None:
    member, stranger = world.organisation(), world.organisation()
    dossier = world.draft(member)
    for actor in (stranger.actor, world.officer, world.director):
        with pytest.raises(DomainError) as refused:
            world.do(submit.submit, dossier, actor)
        assert refused.value.status == 403
    assert world.status(dossier) == "draft"


def test_there_is_one_draft_of_a_content_in_a_call(world: World) -> None:
    member = world.organisation()
    assert world.draft(member) == world.draft(member, signed=False)


def test_a_submitted_dossier_cannot_be_edited_or_discarded(world: World) -> None:
    member = world.organisation()
    dossier = world.submitted(member)
    with pytest.raises(Conflict, match="Hồ sơ đã nộp nên không sửa được"):
        world.do(draft.save_answers, dossier, {"so_nguoi": 1}, "", member.actor)
    with pytest.raises(Conflict):
        world.do(draft.discard, dossier, member.actor)
    assert world.status(dossier) == "submitted"


def test_a_discarded_draft_is_gone_and_its_events_stay(world: World) -> None:
    member = world.organisation()
    dossier = world.draft(member)
    world.do(draft.discard, dossier, member.actor)
    assert world.count(Application, Application.id == dossier) == 0
    assert world.events(dossier)[-1] == "discard"
    assert world.status(world.submitted(member)) == "submitted"


def test_a_content_that_is_no_longer_offered_takes_neither_drafts_nor_submissions(
    world: World,
) -> None:
    member, other = world.organisation(), world.organisation()
    dossier = world.draft(member)
    with world.writing():
        contents.get(ISO9001).offered = False
    with pytest.raises(Conflict):
        world.do(submit.submit, dossier, member.actor)
    with pytest.raises(Conflict):
        world.draft(other)


def test_a_kind_the_call_leaves_out_is_refused_even_when_the_content_takes_it(
    world: World,
) -> None:
    member = world.organisation()
    with world.writing():
        contents.get(ISO9001).kinds = ["doanh_nghiep", "hop_tac_xa"]
        calls.get(CALL).kinds = ["hop_tac_xa"]
    with pytest.raises(Conflict, match="loại hình của đơn vị"):
        world.draft(member)


def test_a_stale_version_is_answered_with_both_versions(world: World) -> None:
    member = world.organisation()
    dossier = world.draft(member)
    now = world.fact(dossier, "version")
    with pytest.raises(Conflict, match=f"phiên bản 1, hồ sơ hiện ở phiên bản {now}"):
        world.do(submit.submit, dossier, member.actor, version=1)
    assert world.status(dossier) == "draft"


def test_every_write_of_a_draft_leaves_its_event(world: World) -> None:
    dossier = world.draft(world.organisation(), GAP, standard="VietGAP")
    with world.reading():
        said = set(
            db.session.scalars(
                select(Event.action).where(
                    Event.subject == "application", Event.subject_id == dossier
                )
            )
        )
    assert said == {"start", "save_answers", "save_product", "print_form", "attach"}
